"""The life of a delegation: each move once, whoever else moves in the same moment; twenty open at most."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.accounts.faces import faces
from bawaba.identity.delegation import commands
from bawaba.identity.delegation.clockwork import lapse_delegations
from bawaba.identity.delegation.models import Delegation
from bawaba.identity.delegation.queries import givers_for, is_in_force, power_of
from bawaba.identity.delegation.reactions import end_with_account
from bawaba.identity.delegation.rules import CannotDelegate
from bawaba.journal.models import Event
from bawaba.messaging.models import Message
from delegations import IQAMA, PERSON, accept, end, face_of, offer
from payers import account_of
from people import activated
from races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(world: Any) -> Any:
    """Omar gives, Khalid receives."""
    for slug in ("omar", "khalid"):
        activated(world, slug)
        world.wait(31)
    return world


def state(handle: Any) -> str:
    return str(Delegation.objects.get(uuid=handle).state)


def number_of(world: Any, slug: str) -> str:
    return str(world.cast[slug]["number"])


def in_force(world: Any, handle: Any, service: str = IQAMA) -> bool:
    return is_in_force(delegation=handle, receiver=account_of(world, "khalid"), service=service)


def events(handle: Any) -> list[str]:
    return list(Event.objects.filter(subject=handle).order_by("pk").values_list("type", flat=True))


def test_offered_accepted_and_revoked_with_an_event_and_a_message_a_step(two: Any) -> None:
    handle = offer(two, "omar", number_of(two, "khalid"))
    assert not in_force(two, handle), "nothing is in force before it was accepted"
    two.deliver()
    accept(two, handle, "khalid")
    assert in_force(two, handle)
    two.deliver()
    end(two, handle, "omar")
    assert not in_force(two, handle)
    two.deliver()
    assert events(handle) == ["delegation.offer", "delegation.accept", "delegation.revoke"]
    told = Message.objects.filter(channel="sms", template__startswith="delegation").values_list("template", "subject")
    khalid, omar = account_of(two, "khalid"), account_of(two, "omar")
    expected = [("delegation-offered", khalid), ("delegation-accepted", omar), ("delegation-ended", khalid)]
    assert sorted(told) == sorted(expected)


@pytest.mark.parametrize(
    ("moves", "ends_as"),
    [
        (["decline"], "declined"),
        (["omar"], "withdrawn"),
        (["accept", "omar"], "revoked"),
        (["accept", "khalid"], "resigned"),
    ],
)
def test_each_side_can_end_it_and_after_that_nothing_moves(two: Any, moves: list[str], ends_as: str) -> None:
    handle, khalid = offer(two, "omar", number_of(two, "khalid")), face_of(two, "khalid")
    does = {
        "accept": lambda: accept(two, handle, "khalid"),
        "decline": lambda: commands.decline_delegation(delegation=handle, receiver=khalid, by=PERSON),
        "omar": lambda: end(two, handle, "omar"),
        "khalid": lambda: end(two, handle, "khalid"),
    }
    for move in moves:
        does[move]()
    assert state(handle) == ends_as
    for again in does.values():
        with pytest.raises(commands.IllegalMove):
            again()
    assert state(handle) == ends_as


def test_only_the_holder_of_the_number_can_answer_and_only_the_two_can_end(two: Any) -> None:
    activated(two, "sami")
    handle = offer(two, "omar", number_of(two, "khalid"))
    for attempt in (lambda: accept(two, handle, "sami"), lambda: accept(two, handle, "omar")):
        with pytest.raises(commands.IllegalMove):
            attempt()
    for slug in ("sami", "khalid"):
        with pytest.raises(commands.IllegalMove):
            end(two, handle, slug)
    assert state(handle) == "offered"
    power = power_of(face_of(two, "sami"))
    assert [power.given, power.received, power.offers] == [[], [], []]


def test_an_offer_to_nobody_is_written_like_any_other_and_nobody_is_told(two: Any) -> None:
    known, unknown = offer(two, "omar", number_of(two, "khalid")), offer(two, "omar", "1999999991")
    seen = {one.uuid: one for one in power_of(face_of(two, "omar")).given}
    assert seen[known].state == seen[unknown].state == "offered"
    two.deliver()
    assert Message.objects.filter(template="delegation-offered", channel="sms").count() == 1
    assert events(known) == events(unknown)


def test_what_was_confirmed_is_kept_sealed_and_the_number_stands_nowhere(two: Any) -> None:
    handle = offer(two, "omar", number_of(two, "khalid"))
    row = Delegation.objects.filter(uuid=handle).values().get()
    assert number_of(two, "khalid") not in repr(row)
    assert "أسمح".encode() not in bytes(row["sentence"])
    assert power_of(face_of(two, "khalid")).offers[0].sentence.ar == "أسمح"


@pytest.mark.parametrize(
    ("number", "services", "days", "why"),
    [
        ("own", (IQAMA,), 30, "self"),
        ("1999999991", (), 30, "services"),
        ("1999999991", (IQAMA,), -1, "past"),
        ("1999999991", (IQAMA,), 367, "long"),
    ],
)
def test_an_offer_that_makes_no_sense_is_not_written(
    two: Any, number: str, services: tuple[str, ...], days: int, why: str
) -> None:
    target = number_of(two, "omar") if number == "own" else number
    offered = commands.Offer(target, services, clock.today() + timedelta(days=days), commands.TOO_MANY)
    with pytest.raises(CannotDelegate) as refused:
        commands.offer_delegation(giver=face_of(two, "omar"), offer=offered, by=PERSON)
    assert refused.value.reason == why
    assert not Delegation.objects.exists()


def test_on_its_last_day_it_holds_and_a_day_later_it_does_not_even_before_the_clock_came_by(two: Any) -> None:
    handle = offer(two, "omar", number_of(two, "khalid"), days=2)
    waiting = offer(two, "omar", number_of(two, "khalid"), "exit-reentry-visa", days=2)
    accept(two, handle, "khalid")
    two.wait(timedelta(days=2).total_seconds())
    assert in_force(two, handle)
    lapse_delegations(clock.now())
    assert (state(handle), state(waiting)) == ("active", "offered")
    two.wait(timedelta(days=1).total_seconds())
    assert not in_force(two, handle)
    assert not givers_for(account_of(two, "khalid"), IQAMA)
    assert not power_of(face_of(two, "khalid")).offers
    with pytest.raises(commands.IllegalMove):
        accept(two, waiting, "khalid")
    for _ in range(2):
        lapse_delegations(clock.now())
    assert (state(handle), state(waiting)) == ("lapsed", "lapsed")
    assert events(handle).count("delegation.lapse") == 1


def test_it_names_services_and_lets_nobody_use_another(two: Any) -> None:
    handle = offer(two, "omar", number_of(two, "khalid"))
    accept(two, handle, "khalid")
    assert in_force(two, handle)
    assert not in_force(two, handle, "exit-reentry-visa")
    assert not givers_for(account_of(two, "khalid"), "exit-reentry-visa")


def test_the_twenty_first_is_refused_until_one_has_ended(two: Any) -> None:
    handles = [offer(two, "omar", f"1{number:09d}") for number in range(commands.MOST_OPEN)]
    with pytest.raises(CannotDelegate) as refused:
        offer(two, "omar", "1999999991")
    assert refused.value.reason == "many"
    end(two, handles[7], "omar")
    offer(two, "omar", "1999999991")
    assert Delegation.objects.filter(state="offered").count() == commands.MOST_OPEN


def test_a_closed_account_ends_what_it_gave_and_what_it_received(two: Any) -> None:
    given, received = offer(two, "omar", number_of(two, "khalid")), offer(two, "khalid", number_of(two, "omar"))
    accept(two, received, "omar")
    for _ in range(2):
        end_with_account({"subject": str(account_of(two, "omar"))})
    assert (state(given), state(received)) == ("ended", "ended")
    assert Event.objects.filter(type="delegation.end").count() == 2


def test_who_was_erased_has_no_face(two: Any) -> None:
    assert faces([]) == {}
    assert set(faces([account_of(two, "omar")])) == {account_of(two, "omar")}


@pytest.mark.django_db(transaction=True)
def test_accepting_and_withdrawing_at_once_is_one_of_the_two(two: Any, trials: Any) -> None:
    khalid, omar = face_of(two, "khalid"), account_of(two, "omar")
    seen: Counter[str] = Counter()
    for trial in range(trials(50)):
        handle = offer(two, "omar", khalid.identifier, days=trial)
        results = at_once(
            [
                lambda h=handle: commands.accept_delegation(
                    delegation=h, receiver=khalid, sentence=T("أقبل", en="I accept"), by=PERSON
                ),
                lambda h=handle: commands.end_delegation(delegation=h, account=omar, by=PERSON),
            ]
        )
        ended, recorded = state(handle), events(handle)[1:]
        seen[ended] += 1
        assert all(one is None or isinstance(one, commands.IllegalMove) for one in results), results
        assert (ended, recorded) in [
            ("active", ["delegation.accept"]),
            ("withdrawn", ["delegation.withdraw"]),
            ("revoked", ["delegation.accept", "delegation.revoke"]),
        ]
        if ended == "active":
            end(two, handle, "omar")
    assert sum(seen.values()) == trials(50)


@pytest.mark.django_db(transaction=True)
def test_twenty_are_the_most_however_many_are_offered_at_once(two: Any) -> None:
    for number in range(commands.MOST_OPEN - 3):
        offer(two, "omar", f"1{number:09d}")
    results = at_once([lambda n=number: offer(two, "omar", f"1{n:09d}") for number in range(100, 108)])
    refused = [one for one in results if isinstance(one, CannotDelegate)]
    assert len(refused) == 5, results
    assert Delegation.objects.filter(state="offered").count() == commands.MOST_OPEN


@pytest.mark.django_db(transaction=True)
def test_the_same_offer_clicked_eight_times_at_once_is_one(two: Any) -> None:
    results = at_once([lambda: offer(two, "omar", "1999999991")] * 8)
    assert len(set(results)) == 1, results
    assert Delegation.objects.count() == 1
    assert Event.objects.filter(type="delegation.offer").count() == 1


@pytest.mark.django_db(transaction=True)
def test_using_and_revoking_at_once_has_an_order(two: Any, trials: Any) -> None:
    khalid, omar = account_of(two, "khalid"), account_of(two, "omar")

    def use(handle: Any) -> None:
        with commands.transaction.atomic():
            commands.use_delegation(delegation=handle, receiver=khalid, service=IQAMA, application=handle, by=PERSON)

    for trial in range(trials(30)):
        handle = offer(two, "omar", number_of(two, "khalid"), days=trial)
        accept(two, handle, "khalid")
        used, revoked = at_once(
            [
                lambda h=handle: use(h),
                lambda h=handle: commands.end_delegation(delegation=h, account=omar, by=PERSON),
            ]
        )
        assert revoked is None
        assert used is None or isinstance(used, commands.IllegalMove), used
        assert events(handle)[2:] == (["delegation.use"] if used is None else []) + ["delegation.revoke"]
