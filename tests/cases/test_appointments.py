"""Appointments: a seat has one person whoever clicks when, a person one appointment an agency, and moving never loses both."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from appointments import PERSON, booked, office, slot, wanted
from bawaba.cases.appointments import commands, settling
from bawaba.cases.appointments.clockwork import GRACE, remind, settle_past
from bawaba.cases.appointments.commands import book_appointment, cancel_appointment, move_appointment
from bawaba.cases.appointments.models import Appointment
from bawaba.cases.appointments.ports import CannotBook, NoAppointment
from bawaba.cases.appointments.queries import free_slots, held_by
from bawaba.cases.appointments.reactions import release_with_account
from bawaba.cases.appointments.rules import may_arrive
from bawaba.cases.appointments.settling import note_arrival
from bawaba.cases.catalogue import services
from bawaba.cases.checklist import gather
from bawaba.core import clock
from bawaba.documents.models import Document
from bawaba.documents.queries import verify_text
from bawaba.identity.accounts.commands import move_account
from bawaba.identity.accounts.models import Account
from bawaba.identity.accounts.queries import applicant
from bawaba.journal.models import Event
from bawaba.messaging.models import Message
from bawaba.messaging.rules import Wishes
from bawaba.messaging.wishing import set_wishes
from officers import appointed
from payers import account_of
from people import activated
from races import at_once

pytestmark = pytest.mark.django_db
RACE = pytest.mark.django_db(transaction=True)
CROWD = 50
NOBODY: frozenset[str] = frozenset()


@pytest.fixture
def layla(world: Any) -> Any:
    activated(world, "layla")
    return world


def refusals(results: list[Any]) -> list[str]:
    assert all(not isinstance(one, Exception) or isinstance(one, CannotBook) for one in results), results
    return [one.reason for one in results if isinstance(one, CannotBook)]


@RACE
def test_fifty_on_the_last_seats_of_a_slot_fill_it_and_no_more(layla: Any) -> None:
    of, account = office(capacity=3), account_of(layla, "layla")
    at = slot(of)
    results = at_once([lambda: book_appointment(wanted=wanted(account, of, at), by=PERSON) for _ in range(CROWD)])
    assert refusals(results) == ["full"] * (CROWD - of.capacity)
    rows = Appointment.objects.filter(office=of.slug, state="booked")
    assert sorted(rows.values_list("seat", flat=True)) == [0, 1, 2]
    assert Event.objects.filter(type="appointment.book").count() == of.capacity, "losers leave nothing behind"
    assert Document.objects.filter(kind="appointment-slip").count() == of.capacity
    assert Message.objects.filter(template="appointment-booked", channel="inbox").count() == of.capacity


@RACE
def test_fifty_who_move_to_one_slot_each_keep_exactly_one_seat(layla: Any) -> None:
    of, account = office(capacity=5), account_of(layla, "layla")
    begins = [slot(of, 3, place) for place in range(CROWD // of.capacity)]
    handles = [book_appointment(wanted=wanted(account, of, at), by=PERSON) for at in begins for _ in range(of.capacity)]
    goal = slot(of, 4)
    results = at_once(
        [
            lambda one=one: move_appointment(appointment=one, account=account, office=of, starts_at=goal, by=PERSON)
            for one in handles
        ]
    )
    assert refusals(results) == ["full"] * (CROWD - of.capacity)
    rows = Appointment.objects.filter(office=of.slug)
    assert rows.count() == rows.filter(state="booked", seat__isnull=False).count() == CROWD
    assert sorted(rows.filter(starts_at=goal).values_list("seat", flat=True)) == list(range(of.capacity))
    slips = Document.objects.filter(kind="appointment-slip", state="valid")
    assert set(slips.values_list("uuid", flat=True)) == set(rows.values_list("document", flat=True))


@RACE
def test_fifty_who_swap_between_two_slots_never_share_a_seat(layla: Any) -> None:
    of, account = office(capacity=30), account_of(layla, "layla")
    ends = (slot(of, 3), slot(of, 4))
    handles = [book_appointment(wanted=wanted(account, of, ends[n % 2]), by=PERSON) for n in range(CROWD)]
    results = at_once(
        [
            lambda n=n, one=one: move_appointment(
                appointment=one, account=account, office=of, starts_at=ends[1 - n % 2], by=PERSON
            )
            for n, one in enumerate(handles)
        ]
    )
    assert set(refusals(results)) <= {"full"}
    seats = list(Appointment.objects.filter(office=of.slug, state="booked").values_list("starts_at", "seat"))
    assert len(seats) == len(set(seats)) == CROWD
    assert all(0 <= seat < of.capacity for _, seat in seats)


@RACE
def test_one_person_in_many_tabs_has_one_appointment(layla: Any) -> None:
    of, account = office(capacity=CROWD), account_of(layla, "layla")
    slots = [slot(of, 3, place) for place in range(5)]
    results = at_once(
        [lambda n=n: book_appointment(wanted=wanted(account, of, slots[n % 5], "layla"), by=PERSON) for n in range(20)]
    )
    (row,) = Appointment.objects.filter(office=of.slug)
    assert set(refusals(results)) == {"other"}
    assert {one for one in results if not isinstance(one, Exception)} == {row.uuid}, "a double click meets the first"
    assert Event.objects.filter(type="appointment.book").count() == 1


@RACE
def test_a_cancelled_seat_goes_to_one_of_those_who_wait(layla: Any) -> None:
    of, account = office(capacity=1), account_of(layla, "layla")
    first = book_appointment(wanted=wanted(account, of, slot(of)), by=PERSON)
    cancel_appointment(appointment=first, account=account, by=PERSON)
    results = at_once([lambda: book_appointment(wanted=wanted(account, of, slot(of)), by=PERSON) for _ in range(10)])
    assert refusals(results) == ["full"] * 9


@RACE
def test_cancelling_and_moving_at_once_ends_one_way(layla: Any) -> None:
    of, account = office(), account_of(layla, "layla")
    one = book_appointment(wanted=wanted(account, of, slot(of)), by=PERSON)
    goal = slot(of, 5)
    at_once(
        [lambda: cancel_appointment(appointment=one, account=account, by=PERSON)] * 5
        + [lambda: move_appointment(appointment=one, account=account, office=of, starts_at=goal, by=PERSON)] * 5
    )
    row = Appointment.objects.get(uuid=one)
    assert (row.state, row.seat) == ("cancelled", None)
    assert not Document.objects.filter(kind="appointment-slip", state="valid").exists()
    assert Event.objects.filter(type="appointment.cancel").count() == 1


@RACE
def test_one_appointment_moved_in_fifty_tabs_has_one_seat_and_one_valid_slip(layla: Any, settings: Any) -> None:
    settings.LIMITS = replace(settings.LIMITS, appointment_changes=CROWD)
    of, account = office(capacity=1), account_of(layla, "layla")
    one = booked(layla, "layla", of, slot(of, 3))
    goals = [slot(of, 4 + n % 5, n // 5) for n in range(CROWD)]
    results = at_once(
        [
            lambda at=at: move_appointment(appointment=one, account=account, office=of, starts_at=at, by=PERSON)
            for at in goals
        ]
    )
    won, row = results.count(None), Appointment.objects.get()
    assert won >= 1
    assert set(refusals(results)) <= {"full"}
    assert (row.state, row.seat, row.turn) == ("booked", 0, won)
    assert row.starts_at in goals
    assert Event.objects.filter(type="appointment.move").count() == won
    assert Document.objects.get(kind="appointment-slip", state="valid").uuid == row.document


@RACE
def test_closing_the_account_while_it_is_moved_leaves_no_seat_and_no_slip(layla: Any) -> None:
    of, account = office(capacity=1), account_of(layla, "layla")
    one, goal = booked(layla, "layla", of, slot(of)), slot(of, 5)
    at_once(
        [lambda: release_with_account({"subject": str(account)})] * 5
        + [lambda: move_appointment(appointment=one, account=account, office=of, starts_at=goal, by=PERSON)] * 5
    )
    row = Appointment.objects.get(uuid=one)
    assert (row.state, row.seat) == ("cancelled", None)
    assert not Document.objects.filter(kind="appointment-slip", state="valid").exists()
    assert Event.objects.filter(type="appointment.release").count() == 1


@RACE
def test_booking_and_closing_the_account_at_once_leaves_no_seat(layla: Any, trials: Any) -> None:
    account, key = account_of(layla, "layla"), layla.cast["layla"]["person_key"]

    def close() -> None:
        move_account(account=account, move="close", by=PERSON)
        release_with_account({"subject": str(account)})

    for _ in range(trials(20)):
        Account.objects.filter(uuid=account).update(state="active")
        of = office(capacity=1)
        book = [lambda of=of: book_appointment(wanted=wanted(account, of, slot(of), key), by=PERSON)] * 3
        results = at_once([close, *book])
        assert results[0] is None
        assert set(refusals(results[1:])) <= {"asleep"}
        assert not Appointment.objects.filter(seat__isnull=False).exists()
        assert not Document.objects.filter(kind="appointment-slip", state="valid").exists()


def test_an_account_that_is_closed_between_the_look_and_the_booking_books_nothing(
    layla: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    of, account = office(capacity=1), account_of(layla, "layla")

    def closed_meanwhile(_: Any) -> None:
        move_account(account=account, move="close", by=PERSON)
        release_with_account({"subject": str(account)})

    monkeypatch.setattr(commands, "_patient", closed_meanwhile)
    with pytest.raises(CannotBook) as refused:
        book_appointment(wanted=wanted(account, of, slot(of)), by=PERSON)
    assert refused.value.reason == "asleep"
    assert not Appointment.objects.exists()


def test_a_closed_account_gives_its_seats_back_and_its_person_may_book_anew(layla: Any) -> None:
    of, key = office(capacity=1), layla.cast["layla"]["person_key"]
    booked(layla, "layla", of, slot(of))
    release_with_account({"subject": str(account_of(layla, "layla"))})
    layla.wait(31)
    activated(layla, "sami")
    again = wanted(account_of(layla, "sami"), of, slot(of), key)
    assert book_appointment(wanted=again, by=PERSON)
    layla.deliver()
    assert not any("أُلغي موعدك" in text for _, text in layla.pocket.texts), "nobody is left to be told"


def test_a_person_has_one_an_agency_whoever_of_the_family_books_it(layla: Any) -> None:
    of, key = office(), layla.cast["layla"]["person_key"]
    booked(layla, "layla", of, slot(of))
    layla.wait(31)
    activated(layla, "sami")
    for at in (slot(of), slot(of, 4)):
        with pytest.raises(CannotBook) as refused:
            book_appointment(wanted=wanted(account_of(layla, "sami"), of, at, key), by=PERSON)
        assert refused.value.reason == "other"


def test_who_gives_up_very_many_waits_until_tomorrow(layla: Any, settings: Any) -> None:
    of, account = office(), account_of(layla, "layla")
    most = settings.LIMITS.appointment_changes
    for _ in range(most):
        one = booked(layla, "layla", of, slot(of))
        cancel_appointment(appointment=one, account=account, by=PERSON)
    with pytest.raises(CannotBook) as refused:
        booked(layla, "layla", of, slot(of))
    assert refused.value.reason == "often"
    layla.wait(timedelta(days=1, minutes=1).total_seconds())
    one = booked(layla, "layla", of, slot(of))
    for turn in range(most):
        move_appointment(appointment=one, account=account, office=of, starts_at=slot(of, 4 + turn), by=PERSON)
    with pytest.raises(CannotBook) as refused:
        move_appointment(appointment=one, account=account, office=of, starts_at=slot(of, 3), by=PERSON)
    assert refused.value.reason == "often"
    Account.objects.filter(uuid=account).update(state="asleep")
    cancel_appointment(appointment=one, account=account, by=PERSON)  # giving it back is always possible


def test_what_is_no_slot_cannot_be_had(layla: Any) -> None:
    account, tomorrow = account_of(layla, "layla"), (clock.now() + timedelta(days=1)).astimezone(clock.RIYADH).date()
    of = office(closed={tomorrow: services()["appointments"].title})
    good = slot(of, 3)
    bad = [clock.now() - timedelta(hours=1), slot(of, 3) - timedelta(days=2), good + timedelta(minutes=1)]
    bad += [good + timedelta(days=60), good.replace(year=2020), good + timedelta(seconds=1)]
    one = book_appointment(wanted=wanted(account, of, good), by=PERSON)
    for at in bad:
        with pytest.raises(CannotBook) as refused:
            book_appointment(wanted=wanted(account, of, at), by=PERSON)
        assert refused.value.reason == "slot"
        with pytest.raises(CannotBook):
            move_appointment(appointment=one, account=account, office=of, starts_at=at, by=PERSON)
    assert Appointment.objects.get().starts_at == good


def test_moving_gives_the_old_seat_back_and_voids_the_old_slip(layla: Any) -> None:
    of, account = office(capacity=1), account_of(layla, "layla")
    one = booked(layla, "layla", of, slot(of))
    old = Document.objects.get()
    move_appointment(appointment=one, account=account, office=of, starts_at=slot(of, 4), by=PERSON)
    free = dict(free_slots(of))
    assert (free[slot(of)], free[slot(of, 4)]) == (1, 0)
    new = Document.objects.exclude(pk=old.pk).get()
    assert (verify_text(old.seal).word, verify_text(new.seal).word) == ("superseded", "valid")
    assert verify_text(new.seal).shown["until"] == slot(of, 4).date().isoformat()
    move_appointment(appointment=one, account=account, office=of, starts_at=slot(of), by=PERSON)
    assert Document.objects.filter(state="valid").count() == 1, "back where it was: a third slip, not the first"


def test_only_to_an_office_of_the_same_agency_and_only_ones_own(layla: Any) -> None:
    of, account = office(), account_of(layla, "layla")
    one = booked(layla, "layla", of, slot(of))
    layla.wait(31)
    other = office(agency="traffic")
    with pytest.raises(CannotBook):
        move_appointment(appointment=one, account=account, office=other, starts_at=slot(other), by=PERSON)
    activated(layla, "sami")
    stranger = account_of(layla, "sami")
    with pytest.raises(NoAppointment):
        move_appointment(appointment=one, account=stranger, office=of, starts_at=slot(of, 4), by=PERSON)
    with pytest.raises(NoAppointment):
        cancel_appointment(appointment=one, account=stranger, by=PERSON)
    booked(layla, "layla", other, slot(other))
    assert Appointment.objects.filter(state="booked").count() == 2, "one an agency"


def test_an_account_that_sleeps_books_nothing(layla: Any) -> None:
    of, account = office(), account_of(layla, "layla")
    Account.objects.filter(uuid=account).update(state="asleep")
    with pytest.raises(CannotBook) as refused:
        booked(layla, "layla", of, slot(of))
    assert refused.value.reason == "asleep"


def test_a_reminder_comes_once_a_day_before_and_again_after_a_move(layla: Any) -> None:
    of, account = office(), account_of(layla, "layla")
    one = booked(layla, "layla", of, slot(of, 3))
    letters = Message.objects.filter(template="appointment-reminder", channel="sms")
    remind(clock.now())
    assert not letters.exists()
    layla.wait((slot(of, 3) - clock.now() - timedelta(hours=20)).total_seconds())
    for _ in range(2):
        remind(clock.now())
    assert letters.count() == 1
    move_appointment(appointment=one, account=account, office=of, starts_at=slot(of, 3), by=PERSON)
    layla.wait(timedelta(days=2, hours=12).total_seconds())
    remind(clock.now())
    assert letters.count() == 2
    layla.deliver()
    assert any("تذكير بموعدك" in text for _, text in layla.pocket.texts)


@pytest.mark.parametrize(
    ("wishes", "early", "late", "times"),
    [
        (Wishes(lead_hours=168), 167, 20, 1),
        (Wishes(lead_hours=48), 47, 20, 1),
        (Wishes(lead_hours=2), 20, 1, 1),
        (Wishes(reminders=False), 20, 1, 0),
        (Wishes(lead_hours=24), 30, 20, 1),
    ],
)
def test_a_reminder_comes_when_the_person_wants_it(
    layla: Any, wishes: Wishes, early: int, late: int, times: int
) -> None:
    of = office()
    booked(layla, "layla", of, slot(of, 9))
    set_wishes(subject=account_of(layla, "layla"), wishes=wishes)
    letters, told = Message.objects.filter(template="appointment-reminder", channel="inbox"), []
    for hours in (200, early, late):
        layla.wait((slot_start(of) - clock.now() - timedelta(hours=hours)).total_seconds())
        remind(clock.now())
        told.append(letters.count())
    expected = {168: [0, 1, 1], 48: [0, 1, 1], 2: [0, 0, 1], 24: [0, 0, times]}
    assert told == expected[wishes.lead_hours]


def slot_start(of: Any) -> Any:
    return Appointment.objects.get(office=of.slug).starts_at


def test_who_wants_it_a_week_before_and_books_later_has_it_a_day_before(layla: Any) -> None:
    of = office()
    set_wishes(subject=account_of(layla, "layla"), wishes=Wishes(lead_hours=168))
    booked(layla, "layla", of, slot(of, 4))
    letters = Message.objects.filter(template="appointment-reminder", channel="inbox")
    remind(clock.now())
    assert not letters.exists()
    layla.wait((slot_start(of) - clock.now() - timedelta(hours=20)).total_seconds())
    for _ in range(2):
        remind(clock.now())
    assert letters.count() == 1


@RACE
def test_ten_workers_remind_once(layla: Any) -> None:
    of = office()
    booked(layla, "layla", of, slot(of, 3))
    layla.wait((slot(of, 3) - clock.now() - timedelta(hours=20)).total_seconds())
    at_once([lambda: remind(clock.now())] * 10)
    assert Message.objects.filter(template="appointment-reminder", channel="sms").count() == 1


@pytest.mark.parametrize(("arrives", "ends"), [(True, "held"), (False, "missed")])
def test_an_officer_sees_the_person_arrive_and_the_clock_does_the_rest(layla: Any, *, arrives: bool, ends: str) -> None:
    of, account = office(), account_of(layla, "layla")
    noor = appointed(layla, "noor", "passports")
    one, key = booked(layla, "layla", of, slot(of, 3)), layla.cast["layla"]["person_key"]
    with pytest.raises(CannotBook):
        note_arrival(appointment=one, officer=noor, household=NOBODY, by=PERSON)  # not its day yet
    layla.wait((Appointment.objects.get().starts_at - clock.now() + timedelta(minutes=1)).total_seconds())
    if arrives:
        for _ in range(2):
            note_arrival(appointment=one, officer=noor, household=NOBODY, by=PERSON)
        assert Event.objects.filter(type="appointment.arrive").count() == 1
    settle_past(clock.now())
    assert Appointment.objects.get().state == ("arrived" if arrives else "booked")
    layla.wait((GRACE + timedelta(hours=1)).total_seconds())
    settle_past(clock.now())
    assert Appointment.objects.get().state == ends
    with pytest.raises(CannotBook):
        cancel_appointment(appointment=one, account=account, by=PERSON)
    assert set(held_by(key)) == ({"passports"} if arrives else set())
    facts = gather(frozenset({"appointments"}), applicant(account), key)
    assert set(facts.received) == set(held_by(key))
    assert isinstance(facts.today, date)


def test_an_officer_notes_no_arrival_at_another_agency_nor_their_own(layla: Any) -> None:
    of = office()
    one = booked(layla, "layla", of, slot(of, 3))
    layla.wait((Appointment.objects.get().starts_at - clock.now()).total_seconds())
    for officer in (
        appointed(layla, "noor", "traffic"),
        appointed(layla, "layla", "passports", user_name="layla.officer"),
    ):
        with pytest.raises(NoAppointment):
            note_arrival(appointment=one, officer=officer, household=NOBODY, by=PERSON)
    assert Appointment.objects.get().state == "booked"


def test_an_officer_notes_no_arrival_of_their_family(layla: Any) -> None:
    of = office()
    one = booked(layla, "layla", of, slot(of, 3))
    layla.wait((Appointment.objects.get().starts_at - clock.now()).total_seconds())
    noor, family = appointed(layla, "noor", "passports"), frozenset({layla.cast["layla"]["person_key"]})
    with pytest.raises(NoAppointment):
        note_arrival(appointment=one, officer=noor, household=family, by=PERSON)
    assert Appointment.objects.get().state == "booked"


def test_one_that_is_moved_to_another_day_in_the_moment_of_arrival_has_not_arrived(
    layla: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    of, account = office(), account_of(layla, "layla")
    one, noor = booked(layla, "layla", of, slot(of, 3, 20)), appointed(layla, "noor", "passports")
    layla.wait((Appointment.objects.get().starts_at - clock.now() - timedelta(hours=1)).total_seconds())

    def moved_meanwhile(*asked: Any) -> bool:
        move_appointment(appointment=one, account=account, office=of, starts_at=slot(of, 5), by=PERSON)
        return may_arrive(*asked)

    monkeypatch.setattr(settling, "may_arrive", moved_meanwhile)
    note_arrival(appointment=one, officer=noor, household=NOBODY, by=PERSON)
    assert Appointment.objects.get().state == "booked"
    assert not Event.objects.filter(type="appointment.arrive").exists()
