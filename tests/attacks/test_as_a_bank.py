"""Whoever speaks as a bank: a walker of numbers, a hijacked customer, a dishonest clerk, a thief of its key."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from bawaba.core import clock
from bawaba.identity.accounts.models import Account
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.attestation.models import Attestation, Attestor
from bawaba.identity.attestation.outcomes import RESERVED
from bawaba.identity.codes import among
from bawaba.identity.codes.among import try_code_among
from bawaba.identity.codes.commands import issue_code
from bawaba.identity.enrolment.models import Enrolment
from bawaba.journal.models import Event
from bawaba.journal.ports import Actor
from bawaba_attestor import Attestor as Client
from bawaba_attestor import Claims, Subject
from bawaba_attestor.statement import attestation
from people import PASSWORD, activated, at, logged_in, register
from races import at_once
from wires import call, post, send, slug_of, stated

UNKNOWN = ("national_id", "1000000008")
BY = Actor("applicant")
MINE = "+966500004400"  # the attacker's phone


def about(bank: Any, kind: str, number: str, phone: str, proved_ago: int = 0, **said: str) -> str:
    """A signed statement about any number whatever."""
    key = bank._get("/channel/v1/keys", signed=False)["keys"][0]
    facts = {"birth_date": "1970-01-01", "nationality": "SA", "given_name": "A", "family_name": "B"} | said
    proved = datetime.now(UTC) - timedelta(seconds=proved_ago)
    claims = Claims(method="online_banking", place="main", customer_reference="c-1")
    return attestation(
        bank._slug, bank._audience, bank._key, key, Subject(kind, number, phone, proved, **facts), claims
    )[0]


def asked_anew(bank: Any, statement: str) -> Any:
    """The answer to a caller that kept nothing of the last one."""
    bank._client.cookies.clear()
    return send(bank, statement)


def by_clerk(bank: Any, world: Any, slug: str, phone: str, operator: str = "clerk-7") -> str:
    """A statement of the branch about somebody of the cast, with the register's facts."""
    one, record = world.cast[slug], world.person(slug)
    key = bank._get("/channel/v1/keys", signed=False)["keys"][0]
    facts = {"birth_date": record["birth_date"], "nationality": record["nationality"]}
    subject = Subject(one["kind"], one["number"], phone, datetime.now(UTC), **facts)
    said = Claims(method="branch", place="main", customer_reference="c-1", operator=operator)
    return attestation(bank._slug, bank._audience, bank._key, key, subject, said)[0]


def completed(world: Any, slug: str, code: str, birth_date: str = "") -> bool:
    """Whether the bank's code opened an account on the portal."""
    year, month, day = (birth_date or world.person(slug)["birth_date"]).split("-")
    typed = {"number": world.cast[slug]["number"], "code": code, "birth_calendar": "gregorian", "terms": "yes"}
    typed |= {"birth_year": year, "birth_month": month, "birth_day": day}
    typed |= {"user_name": "taken.over", "password": PASSWORD, "again": PASSWORD}
    at().post("/complete", typed)
    return Account.objects.filter(user__user_name="taken.over").exists()


def reserved(world: Any, bank: Any, slug: str, phone: str) -> str:
    """The code that a bank's statement sends to this phone."""
    assert world.bank_attest(bank, slug, phone=phone).word == "code_sent"
    world.deliver()
    return str(world.pocket.opening_code(phone))


def live(world: Any, slug: str) -> Any:
    found = live_account_of_number(world.cast[slug]["number"])
    return holder(found) if found else None


@pytest.mark.promise("A10")
@pytest.mark.django_db
@pytest.mark.parametrize(("proved_ago", "status"), [(0, 201), (700, 400), (-60, 400)])
def test_a_bank_that_walks_numbers_gets_one_answer(world: Any, proved_ago: int, status: int) -> None:
    """Unknown, dead, registered, active, with wrong facts: also when the phone's proof is too old, which nobody may judge later."""
    activated(world, "layla")
    register(world, "omar")
    bank, key = world.attestor("palm-bank", "bank"), world.cast["sami"]["person_key"]
    world.store.change_person(key, alive=False)
    try:
        numbers = [UNKNOWN] + [
            (world.cast[s]["kind"], world.cast[s]["number"]) for s in ("sami", "layla", "omar", "anna")
        ]
        answers = [asked_anew(bank, about(bank, *number, MINE, proved_ago)) for number in numbers]
    finally:
        world.store.change_person(key, alive=True)
    said = {
        (one.status_code, tuple(sorted(one.headers)), len(one.content), one.json().get("outcome")) for one in answers
    }
    assert len(said) == 1, [one.text for one in answers]
    assert answers[0].status_code == status


@pytest.mark.django_db
def test_a_hijacked_online_bank_account_rebinds_nothing(world: Any) -> None:
    activated(world, "omar")
    inside = logged_in(world, "omar")
    outcome = world.bank_attest(world.attestor("palm-bank", "bank"), "omar", phone=MINE)
    world.deliver()
    assert outcome.body == {"outcome": "not_activated", "jti": outcome.jti}
    assert live(world, "omar").phone == world.cast["omar"]["phone"]
    assert inside.get("/home").status_code == 200
    assert not [text for to, text in world.pocket.texts if to == MINE]


@pytest.mark.django_db
def test_a_code_from_a_hijacked_bank_is_dead_once_its_owner_was_present(world: Any) -> None:
    register(world, "omar")
    code = reserved(world, world.attestor("palm-bank", "bank"), "omar", MINE)
    kiosk = world.attestor("kiosk-1")
    assert world.attest(kiosk, "omar", world.visit(kiosk, "omar"), use=True).word == "activated"
    assert not completed(world, "omar", code)
    assert live(world, "omar").phone == world.cast["omar"]["phone"]


@pytest.mark.django_db
def test_the_new_holder_of_a_recycled_phone_has_five_birth_dates_and_no_more(world: Any) -> None:
    code = reserved(world, world.attestor("palm-bank", "bank"), "omar", MINE)
    for year in range(1950, 1955):
        assert not completed(world, "omar", code, f"{year}-01-01")
    assert not completed(world, "omar", code), "the right date comes too late"


@pytest.mark.django_db
def test_a_hostile_bank_pushes_no_honest_code_out_of_reach(world: Any) -> None:
    """Seven statements about Layla to the attacker's phones, after the one that she asked her bank for."""
    code = reserved(world, world.attestor("palm-bank", "bank"), "layla", world.cast["layla"]["phone"])
    for number in range(7):
        assert (
            world.bank_attest(world.attestor("palm-bank", "bank"), "layla", phone=f"+9665000046{number:02d}").word
            == "code_sent"
        )
    assert completed(world, "layla", code)


@pytest.mark.promise("A13")
@pytest.mark.django_db
def test_five_wrong_texts_end_every_code_that_waits_for_the_number(world: Any) -> None:
    codes = [
        reserved(world, world.attestor("palm-bank", "bank"), "layla", f"+9665000047{number:02d}") for number in range(2)
    ]
    for _ in range(5):
        assert not completed(world, "layla", "A" * 16)
    assert [completed(world, "layla", code) for code in codes] == [False, False]


@pytest.mark.promise("A13")
@pytest.mark.django_db(transaction=True)
def test_forty_texts_at_once_are_compared_five_times(world: Any, trials: Any, monkeypatch: Any) -> None:
    compared: list[bytes] = []
    monkeypatch.setattr(among, "same_code", lambda one, _: compared.append(one))
    for number in range(trials(20)):
        enrolment = uuid4()
        issue_code(purpose=RESERVED, subject=enrolment, text="A" * 16, life=timedelta(hours=1), by=BY)
        tries = [
            partial(try_code_among, purpose=RESERVED, subjects=[enrolment], text="B" * 16, turn=str(number), by=BY)
        ] * 40
        at_once(tries)
        assert len(compared) == 5 * (number + 1)


@pytest.mark.django_db
def test_a_bank_first_code_takes_no_phone_that_serves_another_by_now(world: Any) -> None:
    code = reserved(world, world.attestor("palm-bank", "bank"), "omar", world.cast["layla"]["phone"])
    world.wait(31)
    activated(world, "layla")
    assert not completed(world, "omar", code)
    assert live(world, "omar") is None
    assert live(world, "layla").phone == world.cast["layla"]["phone"]


@pytest.mark.django_db(transaction=True)
def test_a_clerk_who_states_twelve_at_once_stays_within_the_cap(world: Any, trials: Any) -> None:
    for number in range(trials(20)):
        bank = world.attestor(f"bank-{number}", "bank", a_day=3)
        phones = [f"+96650001{number:02}{n:02}" for n in range(12)]
        statements = [stated(world, bank, "omar", phone=phone) for phone in phones]
        answers = at_once([partial(send, bank, statement) for statement in statements])
        codes = sorted(getattr(one, "status_code", 0) for one in answers)
        kept = Attestation.objects.filter(attestor__slug=f"bank-{number}").count()
        broken = codes != [201] * 3 + [429] * 9 or kept != 3
        trials.failed(int(broken))
        assert not broken, (answers, kept)
        assert {slug_of(one) for one in answers if one.status_code == 429} == {"cap-reached"}
        Enrolment.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.parametrize("a_day", [0, 1, 2])
def test_the_cap_is_what_its_row_says_and_frees_itself_after_a_day(world: Any, a_day: int) -> None:
    register(world, "omar")
    bank = world.attestor("palm-bank", "bank", a_day=a_day)
    for number in range(a_day):
        assert send(bank, stated(world, bank, "omar", phone=f"+9665000120{number:02}")).status_code == 201
    refused = send(bank, stated(world, bank, "omar"))
    assert (refused.status_code, slug_of(refused)) == (429, "cap-reached")
    assert live(world, "omar") is None
    Attestation.objects.update(received_at=clock.now() - timedelta(days=1, seconds=1))
    assert send(bank, stated(world, bank, "omar")).status_code == (201 if a_day else 429)


@pytest.mark.django_db
def test_a_clerk_has_a_name_or_states_nothing(world: Any) -> None:
    bank = world.attestor("palm-bank", "bank")
    refused = send(bank, by_clerk(bank, world, "omar", MINE, operator=""))
    assert (refused.status_code, slug_of(refused)) == (400, "statement-invalid")
    assert send(bank, by_clerk(bank, world, "omar", MINE)).status_code == 201


@pytest.mark.django_db
def test_not_you_flags_the_clerk_who_activated_a_stranger(world: Any) -> None:
    register(world, "omar")
    bank, phone = world.attestor("palm-bank", "bank"), world.cast["omar"]["phone"]
    assert send(bank, by_clerk(bank, world, "omar", phone)).json()["outcome"] == "activated"
    world.deliver()
    link = world.pocket.last(phone).partition("http://testserver")[2].split()[0]
    assert at().post(link).status_code == 200
    flagged = Event.objects.get(type="account.repudiate").data
    assert (flagged["attestor"], flagged["channel"], flagged["operator"]) == ("palm-bank", "bank", "clerk-7")
    assert Account.objects.get().state == "suspended"


@pytest.mark.django_db
def test_what_a_clerk_opened_for_himself_falls_to_whoever_is_present(world: Any) -> None:
    bank = world.attestor("palm-bank", "bank")
    send(bank, by_clerk(bank, world, "omar", MINE))
    world.deliver()
    assert completed(world, "omar", world.pocket.opening_code(MINE))
    kiosk = world.attestor("kiosk-1")
    assert world.attest(kiosk, "omar", world.visit(kiosk, "omar"), use=False).body["rebound"]
    assert live(world, "omar").phone == world.cast["omar"]["phone"]
    assert not Account.objects.get().user.has_usable_password()


@pytest.mark.django_db
def test_a_stolen_bank_key_that_was_replaced_opens_nothing(world: Any) -> None:
    stolen = world.attestor("palm-bank", "bank")
    loot = stated(world, stolen, "omar")
    del world.keys["palm-bank"]
    honest = world.attestor("palm-bank", "bank")
    assert send(stolen, stated(world, stolen, "omar")).status_code == 401
    assert send(honest, loot).status_code == 401, "nor inside somebody else's call"
    assert not Attestation.objects.exists()
    assert send(honest, stated(world, honest, "omar")).status_code == 201


@pytest.mark.django_db
def test_a_closed_bank_is_heard_nowhere_and_what_it_began_waits_for_presence(world: Any) -> None:
    bank = world.attestor("palm-bank", "bank")
    code = reserved(world, bank, "omar", MINE)
    Attestor.objects.filter(slug="palm-bank").update(state="closed")
    assert send(bank, stated(world, bank, "layla")).status_code == 401
    assert call(bank, "GET", "/channel/v1/activity").status_code == 401
    assert not completed(world, "omar", code)
    world.attestor("palm-bank", "bank")
    assert Attestor.objects.get(slug="palm-bank").state == "closed", "loading its row again opens nothing"
    Attestor.objects.filter(slug="palm-bank").update(state="open")
    assert completed(world, "omar", code), "it was the closing that stopped it"


@pytest.mark.django_db
def test_a_stolen_bank_key_is_no_kiosk_and_no_other_bank(world: Any) -> None:
    bank, kiosk = world.attestor("palm-bank", "bank"), world.attestor("kiosk-1")
    consent = {"text_version": "v", "language": "ar"}
    body = {"kind": UNKNOWN[0], "number": UNKNOWN[1], "place": "market", "consent": consent}
    assert slug_of(post(bank, "/visits", body)) == "not-authorised"
    assert send(bank, stated(world, bank, "omar", method="fingerprint")).status_code == 400
    for name in ("kiosk-1", "sea-bank"):
        world.attestor(name, "bank" if "bank" in name else "kiosk")
        forged = Client("http://testserver", name, bank._key, transport=world.portal_transport())
        assert send(forged, stated(world, kiosk, "omar")).status_code == 401
    assert not Attestation.objects.exists()
