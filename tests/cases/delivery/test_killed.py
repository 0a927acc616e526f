"""Handing over under kill -9, and two workers at once: one parcel, one move, whatever dies or races."""

from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Any

import pytest
from django.db import transaction

from bawaba.cases.answering import cleaned
from bawaba.cases.catalogue import services
from bawaba.cases.delivery.commands import note_hand_over, note_tracked, request_parcel
from bawaba.cases.delivery.handing_over import hand_over
from bawaba.cases.models import Parcel
from bawaba.cases.ports import Tracked
from bawaba.cases.queries import application
from bawaba.cases.submission import AskedBefore, Request, Submitted, submit_application
from bawaba.core import clock
from bawaba.journal.models import Event, Outbox
from bawaba.journal.ports import SYSTEM
from bawaba.payments.models import Bill
from catalogue import Asker, marked
from parcels import SLUG, depot, followed, sent_for
from payers import PERSON, at_once, pays
from payments.test_killed import forks, page_of  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)
POINTS = ("task.claimed", "case.finished", "parcel.sent", "parcel.noted", "task.done")
THREADS = 12


def happened(found: Any, move: str) -> int:
    return Event.objects.filter(type=f"parcel.{move}", subject=found.uuid).count()


def asked_for(asker: Asker) -> Submitted:
    service, facts = services()[SLUG], asker.facts(SLUG)
    answers, _ = cleaned(service, asker.offered(SLUG, facts), facts)
    mark = marked(service, facts, answers)
    asked = Request(service, asker.account, asker.key, answers, confirmed=mark)
    return submit_application(asked=asked, facts=facts, by=PERSON)


@pytest.mark.promise("A15")
def test_killed_at_any_step_it_is_one_parcel(world: Any, forks: Any, trials: Any) -> None:  # noqa: F811
    for point in islice(cycle(POINTS), max(len(POINTS), trials(30))):
        asker = Asker(world, "citizen")
        done = asked_for(asker)
        bill = Bill.objects.get(uuid=done.bill)
        Outbox.objects.filter(kind="messaging.deliver").delete()
        assert forks("start", bill) == 0
        pays(world, page_of(world, bill))
        assert forks("ask", bill) == 0
        forks.survives("work", bill, point)
        Outbox.objects.filter(ended_at=None).update(due_at=datetime(2026, 1, 1, tzinfo=UTC))
        assert forks("work", bill) == 0
        found = application(done.application)
        assert (found.state, found.parcel and found.parcel.state) == ("effected", "handed_over"), point
        (parcel,) = depot(world, found)
        assert found.parcel
        assert found.parcel.tracking == parcel["tracking"]
        assert (happened(found, "request"), happened(found, "hand_over")) == (1, 1), point


def test_clicks_in_many_threads_are_one_request(world: Any) -> None:
    asker = Asker(world, "citizen")
    results = at_once(*[lambda: asked_for(asker)] * THREADS)
    assert {type(one) for one in results} == {Submitted}, results
    assert len({one.application for one in results}) == 1
    assert Bill.objects.filter(account=asker.account).count() == 1


def test_clicks_for_two_addresses_are_one_parcel(world: Any) -> None:
    asker = Asker(world, "citizen")
    service = services()[SLUG]
    first = asker.facts(SLUG)
    asker.note("address", {**asker.noted("address"), "short": "ZZZZ0000"})
    second = asker.facts(SLUG)

    def ask(facts: Any) -> Any:
        answers, _ = cleaned(service, asker.offered(SLUG, facts), facts)
        mark = marked(service, facts, answers)
        asked = Request(service, asker.account, asker.key, answers, confirmed=mark)
        return submit_application(asked=asked, facts=facts, by=PERSON)

    results = at_once(*[lambda: ask(first), lambda: ask(second)] * (THREADS // 2))
    assert {type(one) for one in results} == {Submitted, AskedBefore}, results
    assert len({one.application for one in results if isinstance(one, Submitted)}) == 1


def test_two_workers_hand_one_parcel_over(world: Any) -> None:
    found = sent_for(Asker(world, "citizen"))
    Parcel.objects.update(state="requested", tracking="")
    Event.objects.filter(type="parcel.hand_over").delete()
    assert not [one for one in at_once(*[lambda: hand_over({"application": str(found.uuid)})] * 8) if one]
    assert len(depot(world, found)) == 1
    assert happened(found, "hand_over") == 1


def test_a_parcel_is_requested_once_and_ends_once(world: Any) -> None:
    found = sent_for(Asker(world, "citizen"))

    def again() -> None:
        with transaction.atomic():
            request_parcel(application=found.uuid, by=SYSTEM)

    def says(state: str) -> Any:
        return lambda: note_tracked(application=found.uuid, found=Tracked(state, clock.now()))

    failed = at_once(*[again] * 4, *[says("delivered")] * 4, *[says("returned")] * 4, *[says("cancelled")] * 4)
    assert not [one for one in failed if one], failed
    assert happened(found, "request") == 1
    assert sum(happened(found, end) for end in ("deliver", "return", "cancel")) == 1
    assert not note_hand_over(application=found.uuid, tracking="BP0000000000SA")
    assert followed(world, found).parcel.tracking == found.parcel.tracking
