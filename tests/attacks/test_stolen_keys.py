"""A key, a clerk or a whole bank is in wrong hands: closed at once, nothing slips in, and what came alive is found again."""

import csv
import io
import json
import threading
import time
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from attacks.test_as_a_bank import by_clerk, completed, live, reserved
from bawaba.core import clock
from bawaba.identity.accounts.models import Account
from bawaba.identity.attestation import keeping_keys
from bawaba.identity.attestation.closing import close_attestor, close_key, close_operator
from bawaba.identity.attestation.compromise import Scope, activations_since
from bawaba.identity.attestation.models import Attestation, Attestor, AttestorKey
from bawaba.identity.attestation.moving import attestor_named
from bawaba.identity.enrolment.models import Enrolment
from bawaba.journal.models import Event
from bawaba.journal.ports import Actor
from bawaba_attestor import Attestor as Client
from bawaba_attestor import Claims, Subject, new_key
from people import activated, at, register
from races import at_once
from wires import call, kiosk_stated, post, send, slug_of, stated

BY = Actor("operator", "console")
PHONE = "+966500007{:03}"


def said(*words: str) -> tuple[str, str]:
    """What the console prints, and what it remarks."""
    out, err = io.StringIO(), io.StringIO()
    call_command("attestors", *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def listed(*words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(said("activations", "--since", "2026-01-01", *words)[0])))


def thief(world: Any, slug: str, key: dict[str, Any]) -> Client:
    return Client("http://testserver", slug, key, transport=world.portal_transport())


@pytest.mark.django_db
def test_closing_a_key_closes_the_keys_that_a_thief_introduced_with_it(world: Any) -> None:
    bank, stolen = world.attestor("palm-bank", "bank"), world.keys["palm-bank"]
    robber = thief(world, "palm-bank", stolen)
    robber.rotate(new_key())
    robber.rotate(new_key())
    assert send(robber, stated(world, robber, "omar")).status_code == 201
    said("close", "palm-bank", "--key", stolen["kid"], "--reason", "stolen")
    assert not AttestorKey.objects.filter(closed_at__isnull=True).exists()
    for one in (bank, robber):
        assert send(one, stated(world, one, "layla")).status_code == 401
    world.keys["palm-bank"] = new_key()
    honest = world.attestor("palm-bank", "bank")
    assert send(honest, stated(world, honest, "layla")).status_code == 201, "the bank itself goes on under a new key"


@pytest.mark.django_db
def test_a_closed_key_is_dead_for_what_it_began_and_an_ended_one_is_not(world: Any) -> None:
    bank, first = world.attestor("palm-bank", "bank"), world.keys["palm-bank"]
    code = reserved(world, bank, "omar", PHONE.format(1))
    said("end-key", "palm-bank", first["kid"])
    assert send(bank, stated(world, bank, "layla")).status_code == 401
    closed = attestor_named("palm-bank")
    assert closed.state == "open"
    close_key(attestor=closed, kid=first["kid"], reason="stolen", by=BY)
    assert not completed(world, "omar", code)
    AttestorKey.objects.update(closed_at=None)
    assert completed(world, "omar", code), "it was the closing that stopped it"


@pytest.mark.django_db
def test_a_closed_clerk_states_nothing_and_what_he_began_waits_for_presence(world: Any) -> None:
    bank = world.attestor("palm-bank", "bank")
    assert send(bank, by_clerk(bank, world, "omar", PHONE.format(1))).json()["outcome"] == "code_sent"
    world.deliver()
    code = world.pocket.opening_code(PHONE.format(1))
    said("close", "palm-bank", "--operator", "clerk-7", "--reason", "fraud")
    answer = send(bank, by_clerk(bank, world, "layla", PHONE.format(2)))
    assert (answer.status_code, slug_of(answer)) == (403, "operator-closed")
    assert not completed(world, "omar", code)
    assert send(bank, by_clerk(bank, world, "layla", PHONE.format(2), operator="clerk-8")).status_code == 201
    with pytest.raises(CommandError, match="closed already"):
        said("close", "palm-bank", "--operator", "clerk-7", "--reason", "fraud")
    said("reopen", "palm-bank", "--operator", "clerk-7", "--reason", "cleared")
    assert completed(world, "omar", code)


@pytest.mark.django_db
def test_a_closed_kiosk_is_dead_for_good_with_the_visit_that_was_open_in_it(world: Any) -> None:
    register(world, "layla")
    kiosk = world.attestor("kiosk-1")
    visit = world.visit(kiosk, "layla")
    statement = kiosk_stated(world, kiosk, "layla", visit)
    said("close", "kiosk-1", "--reason", "stolen")
    assert send(kiosk, statement).status_code == 401
    assert call(kiosk, "GET", "/channel/v1/places").status_code == 401
    beat = {"software": "1", "clock": clock.now().isoformat(), "tampered": False}
    assert post(kiosk, "/heartbeat", beat).status_code == 401
    for words in (("code", "kiosk-1"), ("reopen", "kiosk-1", "--reason", "found again")):
        with pytest.raises(CommandError, match="CannotMove"):
            said(*words)
    assert not Account.objects.exists()


@pytest.mark.django_db
def test_a_code_that_was_given_out_dies_with_its_attestor(world: Any) -> None:
    world.attestor("kiosk-1")
    code = said("code", "kiosk-1")[0].strip()
    said("close", "kiosk-1", "--reason", "lost")
    stranger = thief(world, "kiosk-1", new_key())
    with pytest.raises(Exception, match="code-wrong"):
        stranger.enrol(code)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["attestor", "key", "operator"])
def test_nothing_is_committed_once_the_switch_was_thrown(world: Any, trials: Any, what: str) -> None:
    """Eight statements and a closing in the same second: what is kept was kept before the closing returned."""
    for number in range(trials(10)):
        slug = f"bank-{what}-{number}"
        bank = world.attestor(slug, "bank")
        statements = [by_clerk(bank, world, "omar", PHONE.format(number * 8 + n)) for n in range(8)]
        row, kept = attestor_named(slug), []
        close = {
            "attestor": partial(close_attestor, attestor=row, reason="stolen", by=BY),
            "key": partial(close_key, attestor=row, kid=world.keys[slug]["kid"], reason="stolen", by=BY),
            "operator": partial(close_operator, attestor=row, operator="clerk-7", reason="fraud", by=BY),
        }[what]

        def throw(close: Any = close, row: Any = row, kept: list[int] = kept) -> None:
            close()
            kept.append(Attestation.objects.filter(attestor=row).count())

        answers = at_once([throw, *(partial(send, bank, statement) for statement in statements)])
        taken = sum(getattr(one, "status_code", 0) == 201 for one in answers)
        after = Attestation.objects.filter(attestor=row).count()
        broken = kept != [after] or taken != after
        trials.failed(int(broken))
        assert not broken, (answers, kept, after)
        Enrolment.objects.all().delete()


@pytest.mark.django_db
def test_every_activation_since_the_compromise_is_listed_and_says_nothing_of_anybody(world: Any) -> None:
    activated(world, "sami")
    before = clock.now()
    world.wait(60)
    bank = world.attestor("palm-bank", "bank")
    register(world, "omar")
    assert world.bank_attest(bank, "omar").word == "activated"
    code = reserved(world, bank, "layla", PHONE.format(1))
    assert world.bank_attest(bank, "anna", birth_date="1900-01-01").word == "not_activated"
    rows = listed("--attestor", "palm-bank")
    assert [row["kind"] for row in rows] == ["opened", "reserved"]
    assert rows[0]["account"] == str(live(world, "omar").account)
    assert rows[0]["kid"] == world.keys["palm-bank"]["kid"]
    assert completed(world, "layla", code)
    later, remark = said("activations", "--since", before.isoformat(), "--attestor", "palm-bank", "--format", "json")
    told = [json.loads(line) for line in later.splitlines()]
    assert [row["kind"] for row in told] == ["opened", "opened"], "what was completed later counts from its statement"
    assert "2 activations" in remark
    everybody = said("activations", "--since", "2026-01-01")[0]
    for slug in ("omar", "layla", "sami"):
        one, record = world.cast[slug], world.person(slug)
        for personal in (one["number"], one["phone"], record["names"]["en"]["family"], record["birth_date"]):
            assert personal not in everybody
    assert len(listed()) == 3
    assert listed("--attestor", "palm-bank", "--key", "another") == []
    assert len(list(activations_since(Scope(clock.now() + timedelta(seconds=1))))) == 0


@pytest.mark.django_db
def test_one_clerk_and_one_key_are_listed_apart(world: Any) -> None:
    bank, first = world.attestor("palm-bank", "bank"), world.keys["palm-bank"]
    send(bank, by_clerk(bank, world, "omar", PHONE.format(1), operator="clerk-1"))
    second = new_key()
    bank.rotate(second)
    send(bank, by_clerk(bank, world, "layla", PHONE.format(2), operator="clerk-2"))
    of = partial(listed, "--attestor", "palm-bank")
    assert [row["operator"] for row in of("--operator", "clerk-2")] == ["clerk-2"]
    assert [row["kid"] for row in of("--key", second["kid"])] == [second["kid"]]
    assert [row["kid"] for row in of("--key", first["kid"])] == [first["kid"], second["kid"]], "with its successors"
    with pytest.raises(CommandError, match="within an --attestor"):
        listed("--operator", "clerk-2")


@pytest.mark.django_db
def test_the_accounts_of_a_compromise_are_suspended_with_a_case_and_told(world: Any, monkeypatch: Any) -> None:
    bank = world.attestor("palm-bank", "bank")
    for slug in ("omar", "layla"):
        register(world, slug)
        assert world.bank_attest(bank, slug).word == "activated"
        world.wait(31)
    activated(world, "sami")
    since = ("activations", "--since", "2026-01-01", "--attestor", "palm-bank", "--suspend")
    monkeypatch.setattr("builtins.input", lambda question: "no")
    with pytest.raises(CommandError, match="Nothing was suspended"):
        said(*since)
    assert set(Account.objects.values_list("state", flat=True)) == {"active"}
    monkeypatch.setattr("builtins.input", lambda question: "suspend")
    remark = said(*since)[1]
    assert "2 accounts suspended" in remark
    assert live(world, "sami").state == "active"
    for slug in ("omar", "layla"):
        assert live(world, slug).state == "suspended"
        world.deliver()
        assert "احتياطًا" in world.pocket.last(world.cast[slug]["phone"])
    case = Event.objects.get(type="attestor.compromise")
    assert case.count == 2
    assert case.data["attestor"] == "palm-bank"
    reasons = set(Event.objects.filter(type="account.suspend").values_list("data__reason", flat=True))
    assert reasons == {f"compromise {case.subject}"}
    assert "0 accounts suspended" in said(*since, "--yes")[1], "and again it does nothing"


@pytest.mark.django_db
def test_whoever_was_at_a_counter_since_is_not_suspended(world: Any) -> None:
    register(world, "omar")
    bank = world.attestor("palm-bank", "bank")
    assert world.bank_attest(bank, "omar").word == "activated"
    world.wait(31)
    counter = world.attestor("counter-1", "counter")
    at_counter(world, counter, "omar")
    assert [row["proven"] for row in listed("--attestor", "palm-bank")] == ["True"]
    with pytest.raises(CommandError, match="No account is left"):
        said("activations", "--since", "2026-01-01", "--attestor", "palm-bank", "--suspend", "--yes")
    assert live(world, "omar").state == "active"


def at_counter(world: Any, counter: Any, slug: str, outcome: str = "activated") -> None:
    """An officer sees the document, and the account is bound anew."""
    one = world.cast[slug]
    opened = counter.open_visit(one["kind"], one["number"], "market", "ar", "2026-11")
    counter.send_phone(opened["visit"], one["phone"])
    world.deliver()
    assert counter.send_code(opened["visit"], world.pocket.code(one["phone"]))["proven"]
    said_there = Claims(
        method="document_check",
        place="market",
        visit=opened["visit"],
        challenge=opened["challenge"],
        operator="officer-1",
        enrolment="discard",
        terms_version="2026-11",
    )
    subject = Subject(one["kind"], one["number"], one["phone"], clock.now())
    assert counter.attest(subject, said_there).word == outcome


@pytest.mark.django_db(transaction=True)
def test_two_operators_who_suspend_at_once_suspend_each_account_once(world: Any, trials: Any) -> None:
    bank = world.attestor("palm-bank", "bank")
    for slug in ("omar", "layla"):
        register(world, slug)
        assert world.bank_attest(bank, slug).word == "activated"
        world.wait(31)
    for done in range(1, trials(10) + 1):
        words = ("activations", "--since", "2026-01-01", "--attestor", "palm-bank", "--suspend", "--yes")
        answers = at_once([partial(said, *words)] * 3)
        suspended = Event.objects.filter(type="account.suspend").count()
        broken = suspended != 2 * done or any(isinstance(one, Exception) for one in answers)
        trials.failed(int(broken))
        assert not broken, answers
        Account.objects.update(state="active")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("close", "nobody", "--reason", "x"), "no such attestor"),
        (("activations", "--since", "yesterday"), "is no moment"),
        (("close", "palm-bank", "--key", "none", "--reason", "x"), "NoKey"),
        (("reopen", "palm-bank", "--reason", "x"), "CannotMove"),
        (("keys", "palm-bank", "/nowhere.json"), "nowhere"),
        (("inspected", "palm-bank"), "is no kiosk"),
        (("confirm-lift", "palm-bank", "--by", "nobody"), "in service"),
        (("code", "palm-bank", "--by", "nobody"), "in service"),
    ],
)
def test_the_console_answers_in_a_sentence(world: Any, words: tuple[str, ...], says: str) -> None:
    world.attestor("palm-bank", "bank")
    with pytest.raises(CommandError, match=says):
        said(*words)


@pytest.mark.django_db
def test_the_list_names_states_keys_and_operators(world: Any) -> None:
    world.attestor("palm-bank", "bank")
    world.attestor("kiosk-1")
    said("close", "palm-bank", "--operator", "clerk-7", "--reason", "fraud")
    shown = said("list")[0]
    assert "palm-bank  bank  open" in shown
    assert "operator clerk-7  closed" in shown
    assert "kiosk-1  kiosk  open" in shown
    assert "software unknown" in shown


@pytest.mark.django_db(transaction=True)
def test_a_rotation_under_way_leaves_no_key_that_outlives_the_closing(world: Any, monkeypatch: Any) -> None:
    """The thief's successor is written and not yet committed when the switch is thrown."""
    bank, kid = world.attestor("sea-bank", "bank"), world.keys["sea-bank"]["kid"]
    row, written, record = attestor_named("sea-bank"), threading.Event(), keeping_keys.record

    def slowly(happening: Any, **more: Any) -> None:
        record(happening, **more)
        written.set()
        time.sleep(0.5)

    def close() -> None:
        assert written.wait(timeout=20)
        close_key(attestor=row, kid=kid, reason="stolen", by=BY)

    monkeypatch.setattr(keeping_keys, "record", slowly)
    answers = at_once([partial(bank.rotate, new_key()), close])
    assert not [one for one in answers if isinstance(one, Exception)], answers
    assert AttestorKey.objects.filter(attestor=row).count() == 2
    assert not AttestorKey.objects.filter(attestor=row, closed_at__isnull=True).exists()


@pytest.mark.django_db
def test_a_rotation_that_comes_after_the_closing_is_none(world: Any, monkeypatch: Any) -> None:
    """The call was recognised before the switch was thrown."""
    bank, turn = world.attestor("sea-bank", "bank"), keeping_keys.take_turn

    def closed_meanwhile(*, key: str) -> None:
        Attestor.objects.filter(slug="sea-bank").update(state="closed")
        turn(key=key)

    monkeypatch.setattr(keeping_keys, "take_turn", closed_meanwhile)
    with pytest.raises(Exception, match="not-authorised"):
        bank.rotate(new_key())
    assert AttestorKey.objects.count() == 1


@pytest.mark.django_db
def test_a_thief_makes_no_endless_chain_of_keys(world: Any) -> None:
    bank = world.attestor("sea-bank", "bank")
    for _ in range(10):
        bank.rotate(new_key())
    with pytest.raises(Exception, match="429 cap-reached"):
        bank.rotate(new_key())
    assert len(said("close", "sea-bank", "--key", world.keys["sea-bank"]["kid"], "--reason", "x")[0].split(",")) == 11


@pytest.mark.django_db
def test_an_account_that_was_bound_anew_while_it_was_suspended_is_in_the_list(world: Any) -> None:
    """A stolen counter's key leaves its phone there, and waits for an officer who lifts."""
    activated(world, "omar")
    link = world.pocket.last(world.cast["omar"]["phone"]).rpartition("http://testserver")[2]
    assert at().post(link).status_code == 200
    world.deliver()
    world.wait(31)
    at_counter(world, world.attestor("counter-1", "counter"), "omar", "not_activated")
    row = listed("--attestor", "counter-1")
    assert [(one["kind"], one["account_state"], one["proven"]) for one in row] == [("rebound", "suspended", "False")]


@pytest.mark.django_db
def test_a_stolen_counter_key_pumps_no_codes_beyond_three_for_each_statement_of_its_cap(world: Any) -> None:
    counter, one = world.attestor("counter-1", "counter", a_day=2), world.cast["omar"]
    answers = []
    for number in range(8):
        visit = counter.open_visit(one["kind"], one["number"], "market", "ar", "2026-11")["visit"]
        answers.append(post(counter, f"/visits/{visit}/phone", {"phone": PHONE.format(number)}))
    world.deliver()
    assert [answer.is_success for answer in answers] == [True] * 6 + [False] * 2
    assert slug_of(answers[-1]) == "cap-reached"
    assert len({to for to, _ in world.pocket.texts if to.startswith(PHONE[:9])}) == 6
    world.wait(24 * 3600)
    visit = counter.open_visit(one["kind"], one["number"], "market", "ar", "2026-11")["visit"]
    assert post(counter, f"/visits/{visit}/phone", {"phone": PHONE.format(9)}).is_success
