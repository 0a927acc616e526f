"""Locked bytes open under their passphrase and no other, and only unchanged."""

import pytest

from bawaba.core.passphrase import WeakPassphrase, WrongPassphrase, lock, unlock

PASSPHRASE = "twelve and more"


def test_what_was_locked_opens_again_and_never_looks_the_same() -> None:
    one, two = lock(PASSPHRASE, b"keys"), lock(PASSPHRASE, b"keys")
    assert unlock(PASSPHRASE, one) == unlock(PASSPHRASE, two) == b"keys"
    assert one != two
    assert b"keys" not in one


@pytest.mark.parametrize(
    "spoil", [lambda raw: raw[:-9] + b'A"}', lambda raw: b"{}", lambda raw: b"[]", lambda raw: b"x"]
)
def test_what_was_changed_does_not_open(spoil: object) -> None:
    with pytest.raises(WrongPassphrase):
        unlock(PASSPHRASE, spoil(lock(PASSPHRASE, b"keys")))  # type: ignore[operator]  # a function of bytes


def test_another_passphrase_does_not_open_and_a_short_one_is_not_taken() -> None:
    with pytest.raises(WrongPassphrase):
        unlock(PASSPHRASE + "!", lock(PASSPHRASE, b"keys"))
    with pytest.raises(WeakPassphrase):
        lock("eleven char", b"keys")
