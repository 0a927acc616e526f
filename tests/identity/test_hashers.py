"""A26: how passwords are kept."""

import time
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password, make_password

from bawaba.core.keyring import Keyring
from bawaba.identity.accounts import hashers
from bawaba.identity.accounts.hashers import hash_of_nobody

PASSWORD = "نخلة-طويلة-2026"


def cost_of(encoded: str) -> dict[str, int]:
    return {name: int(value) for name, value in (one.split("=") for one in encoded.split("$")[3].split(","))}


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Hash under one ring, then under another."""

    def use(ring: Keyring) -> Keyring:
        monkeypatch.setattr(hashers, "keyring", lambda: ring)
        return ring

    return use


@pytest.mark.promise("A26")
def test_a_password_is_kept_as_argon2id_of_nineteen_mebibytes() -> None:
    kind, version = make_password(PASSWORD).split("$")[1:3]
    assert (kind, version) == ("argon2id", "v=19")
    cost = cost_of(make_password(PASSWORD))
    assert cost["m"] >= 19_456
    assert (cost["t"], cost["p"]) == (2, 1)


@pytest.mark.promise("A26")
def test_under_another_pepper_the_same_password_does_not_verify(rings: Any) -> None:
    rings(Keyring.generate())
    kept = make_password(PASSWORD)
    assert check_password(PASSWORD, kept)
    rings(Keyring.generate())
    assert not check_password(PASSWORD, kept)


def test_after_the_pepper_was_rotated_the_old_hash_still_verifies(rings: Any) -> None:
    ring = rings(Keyring.generate())
    kept = make_password(PASSWORD)
    ring.rotate("pepper")
    assert check_password(PASSWORD, kept)
    assert not check_password(PASSWORD + "x", kept)


@pytest.mark.promise("A26")
def test_a_hash_costs_what_a_guesser_feels_and_a_person_does_not() -> None:
    spent = []
    for _ in range(3):
        began = time.process_time()
        make_password(PASSWORD)
        spent.append(time.process_time() - began)
    assert 0.005 < min(spent) < 0.25


def test_nobody_is_hashed_at_the_same_cost_and_has_no_password() -> None:
    assert cost_of(hash_of_nobody()) == cost_of(make_password(PASSWORD))
    for guess in ("", PASSWORD):
        assert not check_password(guess, hash_of_nobody())
