"""A new key is published before it signs, and the old one until its last token has expired; every process changes over at once."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from agencies import Agency, came_back, published_keys
from bawaba.core.keyring import Keyring
from bawaba.identity.clients.signing_keys import NextWaits, rotate_signing_key, signing_keys, with_states
from bawaba.journal.models import Event
from bawaba.journal.ports import Actor
from bawaba.web.oidc.discovery import FRESH
from people import activated, logged_in
from races import at_once

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize(("purpose", "algorithm"), [("openid", "ES256"), ("openid_rsa", "RS256")])
BY = Actor("operator", place="console")
DAY, CACHED, TOKEN = 24 * 3600, int(FRESH.rpartition("=")[2]), 600
RACER = """
import sys
from pathlib import Path
from types import SimpleNamespace
from django.conf import settings
settings.configure(BAWABA=SimpleNamespace(keyring_file=Path(sys.argv[1])))
from bawaba.journal.keys import changing_keyring
for _ in range(5):
    with changing_keyring() as ring:
        ring.rotate("value")
"""


@pytest.fixture(autouse=True)
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the ring's file, which may be changed."""
    path = tmp_path / "keyring.json"
    shutil.copy(settings.BAWABA.keyring_file, path)
    monkeypatch.setattr(settings.BAWABA, "keyring_file", path)
    return path


def run(*words: str) -> str:
    out = StringIO()
    call_command("keys", *words, stdout=out)
    return out.getvalue()


def kids(algorithm: str) -> list[str]:
    return [one["kid"] for one in published_keys()["keys"] if one["alg"] == algorithm]


def kid_of(token: str) -> str:
    return str(jws.extract_compact(token.encode()).headers()["kid"])


def verifies(token: str, published: dict[str, Any]) -> bool:
    try:
        jws.deserialize_compact(token.encode(), KeySet.import_key_set(published), algorithms=["ES256", "RS256"])
    except (JoseError, ValueError):
        return False
    return True


@BOTH
def test_it_is_published_for_a_day_signs_and_the_old_one_leaves_when_its_tokens_have_expired(
    world: Any, purpose: str, algorithm: str
) -> None:
    activated(world, "layla")
    agency = Agency(signed_with=algorithm)
    old = kids(algorithm)
    run("--rotate", purpose)
    assert kids(algorithm)[0] == old[0], "the one that signs stands first"
    new = kids(algorithm)[1]
    world.wait(DAY - 60)
    browser = logged_in(world, "layla")
    before = agency.tokens(browser)["id_token"]
    assert kid_of(before) == old[0]
    world.wait(60)
    after = agency.tokens(browser)["id_token"]
    assert kid_of(after) == new
    assert kids(algorithm) == [new, old[0]]
    assert agency.claims(before)["sub"] == agency.claims(after)["sub"], "both are verified by what is published"
    world.wait(TOKEN)
    assert kids(algorithm) == [new]
    assert came_back(agency.ask(browser, prompt="none", id_token_hint=before))["code"], "as a hint it is still known"


def test_whoever_keeps_the_keys_as_long_as_they_may_verifies_every_token(world: Any) -> None:
    """A quarter of an hour old, at every step from before the rotation to after it."""
    activated(world, "layla")
    assert settings.LIMITS.openid_key_ahead.total_seconds() > 2 * CACHED
    run("--rotate", "openid")
    world.wait(DAY - CACHED - 300)
    agency, browser = Agency(), logged_in(world, "layla")
    signed = set()
    for _ in range(6):
        kept = published_keys()
        world.wait(CACHED - 600)
        assert browser.get("/home").status_code == 200
        world.wait(300)
        token = agency.tokens(browser)["id_token"]
        assert verifies(token, kept)
        assert verifies(token, published_keys())
        signed.add(kid_of(token))
    assert len(signed) == 2


def test_at_every_moment_one_key_signs_and_states_follow_each_other() -> None:
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    keys = [({"kid": str(n)}, begin + timedelta(days=10 * n)) for n in (3, 2, 1)] + [
        ({"kid": "0"}, datetime(2000, 1, 1, tzinfo=UTC))
    ]
    seen: dict[str, list[str]] = {str(n): [] for n in range(4)}
    for minutes in range(0, 40 * 1440, 5):
        found = with_states(keys, begin + timedelta(minutes=minutes), timedelta(minutes=10))
        assert [one.state for one in found].count("current") == 1
        for one in found:
            if seen[one.kid][-1:] != [one.state]:
                seen[one.kid].append(one.state)
    assert seen["1"] == seen["2"] == ["next", "current", "retired", "withdrawn"]
    assert seen["0"] == ["current", "retired", "withdrawn"]
    assert seen["3"] == ["next", "current"]


def test_a_second_next_is_refused_until_the_first_one_signs(world: Any) -> None:
    run("--rotate", "openid")
    with pytest.raises(CommandError, match="published already"):
        run("--rotate", "openid")
    run("--rotate", "openid_rsa")
    world.wait(DAY)
    run("--rotate", "openid")
    assert [one.state for one in signing_keys("openid")] == ["next", "current", "retired"]
    assert run("--list").count("signs from") == 5
    assert Event.objects.filter(type="signing_key.make").count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_many_operators_at_once_one_makes_a_key() -> None:
    def rotate() -> None:
        rotate_signing_key(purpose="openid", compromised=False, made_by="tests", by=BY)

    made = at_once([rotate] * 6)
    assert [type(one) for one in made].count(NextWaits) == 5
    assert len(kids("ES256")) == 2


def test_processes_that_change_the_ring_at_once_lose_no_key_and_nobody_reads_half_of_it(ring: Path) -> None:
    before = len(Keyring.load(ring).names()["value"])
    racers = [subprocess.Popen([sys.executable, "-c", RACER, str(ring)]) for _ in range(4)]
    while any(one.poll() is None for one in racers):
        assert len(Keyring.load(ring).names()["value"]) >= before
    assert [one.returncode for one in racers] == [0] * 4
    assert len(Keyring.load(ring).names()["value"]) == before + 20
    assert ring.stat().st_mode & 0o077 == 0


def test_a_process_that_runs_publishes_what_another_has_made(ring: Path) -> None:
    assert len(kids("ES256")) == 1
    changed = Keyring.load(ring)
    kid = changed.rotate("openid", "another process", datetime.now(UTC) + timedelta(days=1))
    changed.save(ring)
    assert kids("ES256")[1] == kid
    assert kid in Keyring.load(ring).names()["openid"], "and a backup has it like any other"


@BOTH
def test_a_compromised_key_is_trusted_no_more_from_this_second(world: Any, purpose: str, algorithm: str) -> None:
    activated(world, "layla")
    browser, agency = logged_in(world, "layla"), Agency(signed_with=algorithm)
    stolen = agency.tokens(browser)["id_token"]
    run("--rotate", purpose)
    run("--rotate", purpose, "--compromised")
    assert len(kids(algorithm)) == 1
    assert not verifies(stolen, published_keys())
    assert agency.claims(agency.tokens(browser)["id_token"])
    assert came_back(agency.ask(browser, prompt="none", id_token_hint=stolen))["error"] == "invalid_request"
    assert Event.objects.filter(type="signing_key.compromise").count() == 1


def test_keys_that_sign_nothing_for_agencies_know_no_compromise_here() -> None:
    with pytest.raises(CommandError):
        run("--rotate", "kek", "--compromised")
