"""A kiosk reports; what is wrong with it puts it into quarantine, where it activates nobody; two people lift that."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.conf import settings

from bawaba.core import clock
from bawaba.identity.accounts.models import Account
from bawaba.identity.attestation import quarantine
from bawaba.identity.attestation.lifting import CannotLift, confirm_lift, propose_lift, refuse_lift
from bawaba.identity.attestation.models import Attestation, Attestor, Kiosk
from bawaba.identity.attestation.moving import attestor_named
from bawaba.identity.attestation.quarantine import note_inspection, watch_kiosks
from bawaba.identity.attestation.queries import places
from bawaba.identity.attestation.rules import Report, version_of, wrong_with
from bawaba.identity.staff.commands import assign_post, move_officer
from bawaba.identity.staff.queries import OfficerView, officer_in_service
from bawaba.journal.models import Event
from bawaba.journal.ports import Actor
from bawaba_attestor import Problem
from officers import appointed
from people import register
from races import at_once
from wires import kiosk_stated, post, send, slug_of, stated

pytestmark = pytest.mark.django_db
BY = Actor("operator", "console")


def beat(kiosk: Any, *, tampered: bool = False, software: str = "0.1.0", late: float = 0.0) -> dict[str, Any]:
    moment = datetime.now(UTC) - timedelta(seconds=late)
    found: dict[str, Any] = kiosk.heartbeat(software, moment.isoformat(), tampered=tampered)
    return found


def state() -> str:
    return str(Attestor.objects.get(slug="kiosk-1").state)


def staff(world: Any, slug: str, role: str) -> OfficerView:
    officer = appointed(world, slug)
    assign_post(officer=officer.officer, agency="portal", role=role, by=BY)
    return officer_in_service(officer.officer)


@pytest.fixture
def kiosk(world: Any) -> Any:
    return world.attestor("kiosk-1")


@pytest.fixture
def shut(kiosk: Any) -> Any:
    """In quarantine, and mended since."""
    beat(kiosk, tampered=True)
    assert beat(kiosk) == {
        "state": "quarantined",
        "reasons": ["tampered"],
        "inspect_by": str(Kiosk.objects.get().inspect_by),
        "minimum_version": "",
    }, "mended is not lifted"
    return kiosk


def lift(**who: OfficerView) -> None:
    row = attestor_named("kiosk-1")
    propose_lift(attestor=row, officer=who["proposes"], place="desk")
    confirm_lift(attestor=row, officer=who["confirms"], place="desk")


@pytest.mark.parametrize(
    ("report", "minimum", "wrong"),
    [
        (Report("1.9", 0, tampered=False), "", []),
        (Report("", 0, tampered=False), "", []),
        (Report("1.10.2", 30, tampered=False), "1.9", []),
        (Report("1.9", 31, tampered=False), "1.10", ["software", "clock"]),
        (Report("latest", 0, tampered=False), "0.1", ["software"]),
        (Report("", 0, tampered=True), "0.1", ["tampered", "software"]),
        (Report("٩", 0, tampered=False), "0.1", ["software"]),
    ],
)
def test_what_is_wrong_with_a_kiosk(report: Report, minimum: str, wrong: list[str]) -> None:
    assert wrong_with(report, minimum, 30) == wrong


def test_versions_are_numbers() -> None:
    assert version_of("1.10") > version_of("1.9.9") > version_of("1.9") > version_of("1.x")


def test_a_healthy_kiosk_hears_that_it_is_open(kiosk: Any) -> None:
    assert beat(kiosk)["state"] == "open"
    assert (Kiosk.objects.get().software, state()) == ("0.1.0", "open")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [({"tampered": True}, "tampered"), ({"late": 45}, "clock"), ({"software": "0.0.9"}, "software")],
)
def test_each_reason_shuts_it_in_the_same_call(
    world: Any, kiosk: Any, monkeypatch: Any, wrong: dict[str, Any], reason: str
) -> None:
    monkeypatch.setattr(settings.BAWABA, "kiosk_minimum_version", "0.1")
    answer = beat(kiosk, **wrong)
    assert (answer["state"], answer["reasons"]) == ("quarantined", [reason])
    assert state() == "quarantined"
    assert Event.objects.get(type="attestor.quarantine").data == {"reasons": reason}
    assert not places("kiosk"), "nobody is sent to it"


def test_in_quarantine_it_does_nothing_but_report_and_name_the_others(world: Any, kiosk: Any) -> None:
    register(world, "layla")
    visit = world.visit(kiosk, "layla")
    statement = kiosk_stated(world, kiosk, "layla", visit)
    beat(kiosk, tampered=True)
    answer = send(kiosk, statement)
    assert (answer.status_code, slug_of(answer)) == (403, "kiosk-quarantined")
    for path, body in (
        ("/visits", {}),
        (f"/visits/{visit['visit']}/code", {"code": "123456"}),
        ("/keys/rotation", {"proof": "x"}),
    ):
        assert slug_of(post(kiosk, path, body)) == "kiosk-quarantined"
    with pytest.raises(Problem, match="403 kiosk-quarantined"):
        kiosk.activity()
    assert kiosk.places() == []
    assert not Account.objects.exists()
    assert not Attestation.objects.exists()


def test_a_bank_has_no_heartbeat(world: Any) -> None:
    with pytest.raises(Problem, match="403 not-authorised"):
        beat(world.attestor("sea-bank", "bank"))


@pytest.mark.parametrize("body", [{}, {"software": "1", "clock": "now", "tampered": False}])
def test_a_misshapen_report_is_a_problem_and_no_quarantine(kiosk: Any, body: dict[str, Any]) -> None:
    assert slug_of(post(kiosk, "/heartbeat", body)) == "request-invalid"
    naive = {"software": "1", "clock": "2026-11-28T09:00:00", "tampered": False}
    assert slug_of(post(kiosk, "/heartbeat", naive)) == "request-invalid"
    far = {"software": "1", "clock": "0001-01-01T00:00:00+00:00", "tampered": False}
    assert post(kiosk, "/heartbeat", far).json()["reasons"] == ["clock"]


def test_the_clock_finds_the_silent_and_those_that_nobody_looked_at(kiosk: Any) -> None:
    now = clock.now()
    for minutes in range(0, 12 * 60 + 5, 5):
        watch_kiosks(now + timedelta(minutes=minutes - 60 * 24))  # watched all day
    assert state() == "open"
    Kiosk.objects.update(due_at=now - timedelta(seconds=1), watched_at=now - timedelta(minutes=1))
    watch_kiosks(now)
    assert (state(), Kiosk.objects.get().reasons) == ("quarantined", ["silent"])


def test_a_kiosk_that_speaks_while_the_clock_looks_is_not_shut(kiosk: Any, monkeypatch: Any) -> None:
    """Found silent, and heard before its turn came."""
    now, turn = clock.now(), quarantine.take_turn
    Kiosk.objects.update(due_at=now - timedelta(seconds=1), watched_at=now - timedelta(minutes=1))

    def heard_meanwhile(*, key: str) -> None:
        Kiosk.objects.update(due_at=now + timedelta(hours=12))
        turn(key=key)

    monkeypatch.setattr(quarantine, "take_turn", heard_meanwhile)
    watch_kiosks(now)
    assert state() == "open"


def test_a_missed_inspection(world: Any, kiosk: Any) -> None:
    Kiosk.objects.update(inspect_by=clock.today() - timedelta(days=1))
    watch_kiosks(clock.now())
    assert (state(), Kiosk.objects.get().reasons) == ("quarantined", ["inspection"])
    until = note_inspection(attestor=attestor_named("kiosk-1"), by=BY)
    assert until == clock.today() + timedelta(days=90)
    assert state() == "quarantined", "looked at is not lifted"
    lift(proposes=staff(world, "khalid", "technician"), confirms=staff(world, "noor", "operator"))
    assert beat(kiosk)["state"] == "open"


def test_what_nobody_listened_for_is_no_silence(kiosk: Any) -> None:
    now = clock.now()
    Kiosk.objects.update(due_at=now - timedelta(days=3), watched_at=now - timedelta(days=3))
    watch_kiosks(now)
    assert state() == "open", "the portal itself was away"
    assert Kiosk.objects.get().due_at == now + timedelta(hours=12)
    for minutes in range(5, 12 * 60, 5):
        watch_kiosks(now + timedelta(minutes=minutes))
    assert state() == "open"


@pytest.mark.promise("A34")
def test_two_people_lift_it_and_the_statement_is_taken_then(world: Any, shut: Any) -> None:
    technician, operator = staff(world, "khalid", "technician"), staff(world, "noor", "operator")
    lift(proposes=technician, confirms=operator)
    assert beat(shut) == beat(shut) | {"state": "open", "reasons": []}
    told = Event.objects.get(type="attestor.confirm_lift")
    assert (told.actor, told.data) == (str(operator.officer), {"proposed_by": str(technician.officer)})
    assert world.visit(shut, "layla")["proven"]


@pytest.mark.promise("A34")
def test_nobody_lifts_alone_and_nobody_without_the_role(world: Any, shut: Any) -> None:
    operator, technician, officer = (
        staff(world, "noor", "operator"),
        staff(world, "khalid", "technician"),
        appointed(world, "anna", "traffic"),
    )
    row = attestor_named("kiosk-1")
    for act, who, reason in (
        (propose_lift, officer, "not_allowed"),
        (confirm_lift, operator, "proposer_gone"),
        (propose_lift, operator, ""),
        (propose_lift, technician, "moved"),
        (confirm_lift, operator, "same_person"),
        (confirm_lift, technician, "not_allowed"),
        (refuse_lift, officer, "not_allowed"),
        (refuse_lift, technician, ""),
        (confirm_lift, operator, "proposer_gone"),
    ):
        if reason:
            with pytest.raises(CannotLift, match=reason):
                act(attestor=row, officer=who, place="desk")
        else:
            act(attestor=row, officer=who, place="desk")
    assert state() == "quarantined"


@pytest.mark.promise("A34")
def test_a_role_that_changes_midway_counts_as_it_is_now(world: Any, shut: Any) -> None:
    technician, operator = staff(world, "khalid", "technician"), staff(world, "noor", "operator")
    row = attestor_named("kiosk-1")
    propose_lift(attestor=row, officer=technician, place="desk")
    move_officer(officer=technician.officer, move="suspend", by=BY)
    with pytest.raises(CannotLift, match="proposer_gone"):
        confirm_lift(attestor=row, officer=operator, place="desk")
    move_officer(officer=technician.officer, move="reinstate", by=BY)
    assign_post(officer=operator.officer, agency="portal", role="technician", by=BY)
    with pytest.raises(CannotLift, match="not_allowed"):
        confirm_lift(attestor=row, officer=officer_in_service(operator.officer), place="desk")
    assert state() == "lifting"


def test_while_it_is_still_wrong_nothing_is_lifted_and_a_relapse_begins_anew(world: Any, kiosk: Any) -> None:
    technician, operator = staff(world, "khalid", "technician"), staff(world, "noor", "operator")
    row = attestor_named("kiosk-1")
    beat(kiosk, tampered=True)
    with pytest.raises(CannotLift, match="still_wrong") as refused:
        propose_lift(attestor=row, officer=technician, place="desk")
    assert refused.value.still == ("tampered",)
    beat(kiosk)
    propose_lift(attestor=row, officer=technician, place="desk")
    beat(kiosk, tampered=True)
    assert (state(), Attestor.objects.get(slug="kiosk-1").proposed_by) == ("quarantined", None)
    beat(kiosk)
    with pytest.raises(CannotLift, match="proposer_gone"):
        confirm_lift(attestor=row, officer=operator, place="desk")


@pytest.mark.promise("A34")
@pytest.mark.django_db(transaction=True)
def test_confirmed_and_refused_by_many_in_the_same_second_one_wins(world: Any, trials: Any) -> None:
    technician, operator, other = (
        staff(world, who, role) for who, role in (("khalid", "technician"), ("noor", "operator"), ("anna", "operator"))
    )
    for number in range(trials(20)):
        slug = f"kiosk-{number}"
        beat(world.attestor(slug), tampered=True)
        beat(world.attestor(slug))
        row = attestor_named(slug)
        propose_lift(attestor=row, officer=operator, place="desk")
        acts = [
            partial(confirm_lift, attestor=row, officer=who, place="desk") for who in (operator, other, operator, other)
        ]
        acts += [partial(refuse_lift, attestor=row, officer=technician, place="desk")]
        answers = at_once(acts)
        won = [index for index, one in enumerate(answers) if one is None]
        events = Event.objects.filter(subject=row.uuid, type__in=["attestor.confirm_lift", "attestor.refuse_lift"])
        now = Attestor.objects.get(pk=row.pk).state
        broken = (
            len(won) != 1
            or won[0] in (0, 2)
            or events.count() != 1
            or now != ("quarantined" if won[0] == 4 else "open")
        )
        trials.failed(int(broken))
        assert not broken, (answers, now)


@pytest.mark.django_db(transaction=True)
def test_a_heartbeat_and_a_statement_in_the_same_second_wait_in_no_ring(world: Any, trials: Any) -> None:
    """Either the statement was first, or the quarantine was and the statement did nothing; never both, never an error."""
    for number in range(trials(20)):
        slug = f"kiosk-{number}"
        kiosk = world.attestor(slug)
        world.wait(31)
        visit = world.visit(kiosk, "layla")
        statement = kiosk_stated(world, kiosk, "layla", visit)
        answers = at_once([partial(send, kiosk, statement), partial(beat, kiosk, tampered=True)])
        taken = getattr(answers[0], "status_code", 0)
        kept = Attestation.objects.filter(attestor__slug=slug).count()
        broken = answers[1]["state"] != "quarantined" or (taken, kept) not in ((201, 1), (403, 0), (401, 0))
        trials.failed(int(broken))
        assert not broken, answers


def test_a_bank_in_its_place_is_not_touched(world: Any, shut: Any) -> None:
    bank = world.attestor("sea-bank", "bank")
    assert send(bank, stated(world, bank, "layla")).status_code == 201
