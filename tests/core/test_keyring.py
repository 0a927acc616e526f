"""Keys outside of the database: what was moved or changed does not open, what was rotated still does."""

import pytest

from bawaba.core.keyring import CannotOpen, Keyring, open_sealed, seal


def test_a_sealed_value_moved_to_another_place_does_not_open() -> None:
    key = b"k" * 32
    sealed = seal(key, "one", b"table.column|row", b"secret")
    assert open_sealed(key, "one", b"table.column|row", sealed) == b"secret"
    for kid, place in (("two", b"table.column|row"), ("one", b"table.column|other")):
        with pytest.raises(CannotOpen):
            open_sealed(key, kid, place, sealed)


def test_rotated_keys_still_open_what_the_old_ones_sealed() -> None:
    ring = Keyring.generate()
    wrapped, value = ring.wrap_key(b"d" * 32, b"label"), ring.seal_value("session", b"row", "text")
    old_index = ring.blind_index("phone", "+966")
    for purpose in ("kek", "value", "index"):
        ring.rotate(purpose)
    assert ring.unwrap_key(wrapped, b"label") == b"d" * 32
    assert ring.open_value("session", b"row", value) == "text"
    assert ring.blind_indexes("phone", "+966")[1] == old_index != ring.blind_index("phone", "+966")
