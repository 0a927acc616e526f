"""Pause, resume and close at a kiosk: only by whoever's finger the register knew in this visit, once, and never by a flag."""

import secrets
from datetime import UTC, datetime
from functools import partial
from typing import Any

import httpx
import pytest

from bawaba.documents.queries import verify_reference, verify_text
from bawaba.identity.accounts.commands import move_account
from bawaba.identity.accounts.models import Account, Repudiation, Session
from bawaba.identity.attestation.models import Attestation, Visit
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from bawaba_attestor import Attestor, Claims, Outcome, Subject
from bawaba_attestor.statement import attestation
from payers import account_of
from people import activated, logged_in, register
from races import at_once
from wires import kiosk_stated, post, send, signed, slug_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiosk(world: Any) -> Attestor:
    activated(world, "layla")
    world.wait(31)
    return world.attestor("kiosk-1")


def present(world: Any, kiosk: Attestor, slug: str = "layla", *, finger: str = "") -> dict[str, Any]:
    """A visit in which a finger was laid; no phone is asked for."""
    one = world.cast[slug]
    opened = kiosk.open_visit(one["kind"], one["number"], "market", "ar", "2026-11")
    kiosk.send_biometric(opened["visit"], "right_index", "sim-1", "simulated", world.finger(finger or slug))
    return opened


def claims_of(visit: dict[str, Any], wish: str, **more: Any) -> Claims:
    said = {"method": "fingerprint", "place": "market", "visit": visit["visit"], "challenge": visit["challenge"]}
    return Claims(**{**said, "wish": wish, **more})


def stated(world: Any, kiosk: Attestor, visit: dict[str, Any], wish: str, slug: str = "layla", **more: Any) -> str:
    one, key = world.cast[slug], kiosk._get("/channel/v1/keys", signed=False)["keys"][0]
    subject = Subject(one["kind"], one["number"], "", datetime.now(UTC))
    return attestation(kiosk._slug, kiosk._audience, kiosk._key, key, subject, claims_of(visit, wish, **more))[0]


def wish(world: Any, kiosk: Attestor, what: str, slug: str = "layla") -> Outcome:
    one = world.cast[slug]
    subject = Subject(one["kind"], one["number"], "", datetime.now(UTC))
    return kiosk.attest(subject, claims_of(present(world, kiosk, slug), what))


def sent(who: Attestor, statement: str, key: str = "") -> httpx.Response:
    headers = {"Idempotency-Key": key or secrets.token_urlsafe(8)}
    return post(who, "/wishes", {"attestation": statement}, **headers)


def state(world: Any, account: Any = None) -> str:
    return str(Account.objects.get(uuid=account or account_of(world, "layla")).state)


def test_paused_and_resumed_and_every_session_is_over(world: Any, kiosk: Attestor) -> None:
    client = logged_in(world, "layla")
    assert wish(world, kiosk, "pause").word == "paused"
    assert state(world) == "paused"
    assert client.get("/home")["Location"].startswith("/login")
    assert wish(world, kiosk, "pause").word == "paused", "it is so already"
    assert wish(world, kiosk, "resume").word == "resumed"
    assert state(world) == "active"
    assert Event.objects.filter(type="account.pause").count() == 1
    world.deliver()
    assert [one for _, one in world.pocket.texts if "أُوقف حسابك" in one]
    flagged = Repudiation.objects.order_by("-made_at")[0].about
    assert flagged == {"channel": "kiosk", "attestor": "kiosk-1", "place": "market"}


def test_closed_with_a_certificate_that_verifies(world: Any, kiosk: Attestor) -> None:
    account = account_of(world, "layla")
    logged_in(world, "layla")
    body = wish(world, kiosk, "close").body
    assert body["outcome"] == "closed"
    assert state(world, account) == "closed"
    assert not Session.objects.filter(account=account).exists()
    assert verify_text(body["seal"]).word == verify_reference(body["reference"]).word == "valid"
    assert wish(world, kiosk, "close").body["reason"] == "no_account"


@pytest.mark.parametrize("what", ["pause", "resume", "close"])
def test_nothing_is_done_with_what_was_suspended(world: Any, kiosk: Attestor, what: str) -> None:
    move_account(account=account_of(world, "layla"), move="suspend", by=SYSTEM)
    body = wish(world, kiosk, what).body
    assert (body["outcome"], body["reason"]) == ("not_done", "suspended")
    assert state(world) == "suspended"
    assert not Event.objects.filter(type=f"account.{what}").exists()


def test_a_frozen_account_is_not_closed_without_an_officer(world: Any, kiosk: Attestor) -> None:
    Account.objects.update(frozen_until_attended=True)
    assert wish(world, kiosk, "close").body["reason"] == "counter_needed"
    assert state(world) == "active"
    assert wish(world, kiosk, "pause").word == "paused", "stopping it is always possible"


def test_who_has_no_account_hears_it_only_with_the_finger(world: Any, kiosk: Attestor) -> None:
    assert wish(world, kiosk, "pause", "omar").body["reason"] == "no_account"


@pytest.mark.parametrize("finger", ["omar"])
def test_another_finger_moves_nothing(world: Any, kiosk: Attestor, finger: str) -> None:
    visit = present(world, kiosk, finger=finger)
    assert slug_of(sent(kiosk, stated(world, kiosk, visit, "close"))) == "presence-missing"
    assert state(world) == "active"


def test_a_visit_of_somebody_else_closes_nobody_elses(world: Any, kiosk: Attestor) -> None:
    activated(world, "omar")
    world.wait(31)
    mine = present(world, kiosk, "omar")
    assert slug_of(sent(kiosk, stated(world, kiosk, mine, "close", "layla"))) == "statement-invalid"
    assert state(world) == "active"


def test_another_kiosk_and_another_visit(world: Any, kiosk: Attestor) -> None:
    other, visit = world.attestor("kiosk-2"), present(world, kiosk)
    second = present(world, kiosk)
    assert sent(other, stated(world, kiosk, visit, "pause")).status_code in (400, 401)
    assert slug_of(sent(other, stated(world, other, visit, "pause"))) == "statement-invalid"
    mixed = {"visit": visit["visit"], "challenge": second["challenge"]}
    assert slug_of(sent(kiosk, stated(world, kiosk, mixed, "pause"))) == "statement-invalid"
    assert state(world) == "active"


def test_byte_for_byte_gets_the_first_answer_and_anything_else_is_refused(world: Any, kiosk: Attestor) -> None:
    visit = present(world, kiosk)
    said = stated(world, kiosk, visit, "pause")
    first = sent(kiosk, said, "k")
    wish(world, kiosk, "resume")
    again = sent(kiosk, said, "k")
    assert (again.status_code, again.content) == (201, first.content)
    assert slug_of(sent(kiosk, said, "other")) in ("attestation-replayed", "challenge-spent")
    assert slug_of(sent(kiosk, stated(world, kiosk, visit, "pause"), "third")) == "challenge-spent"
    assert slug_of(sent(kiosk, stated(world, kiosk, visit, "close"), "k")) == "idempotency-key-reused"
    assert state(world) == "active"


def test_after_exp_and_after_the_visit(world: Any, kiosk: Attestor) -> None:
    visit = present(world, kiosk)
    said = stated(world, kiosk, visit, "pause")
    world.wait(130)
    assert slug_of(sent(kiosk, said)) == "statement-invalid"
    world.wait(200)
    assert slug_of(sent(kiosk, stated(world, kiosk, visit, "pause"))) == "challenge-spent"
    assert state(world) == "active"


def test_a_statement_of_one_kind_is_none_of_the_other(world: Any, kiosk: Attestor) -> None:
    visit = world.visit(kiosk, "layla")
    assert slug_of(sent(kiosk, kiosk_stated(world, kiosk, "layla", visit))) == "statement-invalid"
    assert slug_of(send(kiosk, stated(world, kiosk, visit, "pause"))) == "statement-invalid"


@pytest.mark.parametrize(
    "wrong", [{"wish": "reinstate"}, {"wish": ["close"]}, {"wish": ""}, {"method": "document_check"}]
)
def test_other_wishes_and_methods_are_refused(world: Any, kiosk: Attestor, wrong: dict[str, Any]) -> None:
    visit, now = present(world, kiosk), int(datetime.now(UTC).timestamp())
    base = {"iss": kiosk._slug, "aud": kiosk._audience, "iat": now, "exp": now + 100, "jti": "j1", "wish": "pause"}
    base |= {"method": "fingerprint", "place": "market", "visit": visit["visit"], "challenge": visit["challenge"]}
    said = signed({**base, **wrong}, kiosk._key, {"typ": "account+jwt"})
    assert slug_of(sent(kiosk, said)) == "statement-invalid"
    assert slug_of(sent(kiosk, signed(base, kiosk._key, {"typ": "account+jwt"}))) == "statement-invalid"
    assert state(world) == "active"


def test_neither_bank_nor_counter_wishes(world: Any, kiosk: Attestor) -> None:
    visit = present(world, kiosk)
    for slug, channel in (("palm-bank", "bank"), ("counter-1", "counter")):
        other = world.attestor(slug, channel)
        assert slug_of(sent(other, stated(world, other, visit, "close"))) == "not-authorised"
    assert state(world) == "active"


def test_a_key_must_be_given_and_a_quarantined_kiosk_does_nothing(world: Any, kiosk: Attestor) -> None:
    said = stated(world, kiosk, present(world, kiosk), "pause")
    assert slug_of(post(kiosk, "/wishes", {"attestation": said})) == "idempotency-key-missing"
    kiosk.heartbeat("0.1.0", datetime.now(UTC).isoformat(), tampered=True)
    assert slug_of(sent(kiosk, said)) == "kiosk-quarantined"
    assert state(world) == "active"


def test_nothing_was_consumed_while_the_register_is_silent(world: Any, kiosk: Attestor) -> None:
    visit = present(world, kiosk)
    world.app.extensions["switches"]["register"] = "down"
    world.wait(61)
    said = stated(world, kiosk, visit, "pause")
    silent = sent(kiosk, said, "k")
    assert (silent.status_code, slug_of(silent)) == (503, "register-unavailable")
    assert not Attestation.objects.filter(outcome="paused").exists()
    assert Visit.objects.get(uuid=visit["visit"]).spent_at is None
    world.app.extensions["switches"].clear()
    assert sent(kiosk, said, "k").json()["outcome"] == "paused"


@pytest.mark.django_db(transaction=True)
def test_eight_statements_of_one_visit_are_one(world: Any, trials: Any) -> None:
    register(world, "omar")
    activated(world, "layla")
    kiosk = world.attestor("kiosk-1")
    for number in range(1, trials(10) + 1):
        world.wait(31)
        visit = present(world, kiosk)
        jobs = [partial(sent, kiosk, stated(world, kiosk, visit, "pause")) for _ in range(8)]
        answers = at_once(jobs)
        assert sorted(one.status_code for one in answers) == [201] + [409] * 7, [one.text for one in answers]
        assert Event.objects.filter(type="account.pause").count() == number
        world.wait(31)
        assert wish(world, kiosk, "resume").word == "resumed"
