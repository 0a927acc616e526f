"""A parcel: asked for once, handed over once, followed to its end, and never a word that is not true."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from bawaba.cases.answering import cleaned
from bawaba.cases.catalogue import services
from bawaba.cases.delivery import tracking
from bawaba.cases.delivery.commands import note_tracked
from bawaba.cases.delivery.handing_over import hand_over
from bawaba.cases.delivery.rules import LATEST, SOONEST, next_question
from bawaba.cases.models import Application, Parcel
from bawaba.cases.ports import Tracked
from bawaba.cases.queries import application
from bawaba.cases.submission import AskedBefore, NotEntitled
from bawaba.core import clock
from bawaba.journal.models import Event, Outbox
from bawaba.journal.ports import Unavailable
from bawaba.messaging.models import Message
from bawaba.payments.models import Attempt, Bill
from catalogue import Asker, halalas, marked
from parcels import FEE, SLUG, clerk_moves, depot, followed, sent_for, switch
from people import activated, logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker(world: Any) -> Asker:
    return Asker(world, "citizen")


def letters(asker: Asker, template: str) -> int:
    return Message.objects.filter(subject=asker.account, template=template, channel="sms").count()


def events(found: Any, move: str) -> int:
    return Event.objects.filter(type=f"parcel.{move}", subject=found.uuid).count()


def page_of(client: Client, found: Any) -> str:
    answer = client.get(f"/applications/{found.uuid}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_card_is_paid_for_handed_over_and_followed_to_the_door(world: Any, asker: Asker) -> None:
    found = sent_for(asker)
    assert (found.state, halalas(found)) == ("effected", FEE)
    assert found.parcel
    assert found.parcel.state == "handed_over"
    (parcel,) = depot(world, found)
    assert parcel["tracking"] == found.parcel.tracking
    assert parcel["told"]["address"]["short"] == asker.noted("address")["short"]
    assert parcel["told"]["phone"] == world.cast[asker.slug]["phone"]
    clerk_moves(world, found, "on_its_way")
    found = followed(world, found)
    assert found.parcel.state == "on_its_way"
    assert found.parcel.set_out_at.isoformat() == depot(world, found)[0]["at"]
    assert letters(asker, "parcel-on-its-way") == 1
    clerk_moves(world, found, "delivered")
    found = followed(world, found)
    assert found.parcel.state == "delivered"
    assert letters(asker, "parcel-delivered") == 1
    for move in ("request", "hand_over", "set_out", "deliver"):
        assert events(found, move) == 1, move


def test_its_page_says_where_it_is_and_when(world: Any, asker: Asker) -> None:
    found, client = sent_for(asker), logged_in(world, asker.slug)
    page = page_of(client, found)
    assert found.parcel.tracking in page
    assert "الشحنة لدى شركة التوصيل" in page
    clerk_moves(world, found, "on_its_way", "delivered")
    followed(world, found)
    page = page_of(client, found)
    assert "سُلّمت شحنتك" in page
    assert "شحنتك في الطريق" not in page
    assert page.count("<small>") >= 3, "each step has its time"
    assert "نُفّذ في السجل" not in page, "nothing of it is in a register"
    list_of_mine = client.get("/applications/").content.decode()
    assert "أُنجز" in list_of_mine


def test_it_may_be_an_issued_document_too_but_only_ones_own(world: Any, asker: Asker) -> None:
    asker.apply("personal-record")
    offered = {option.value for option in _options(asker)}
    paper = next(one for one in offered if one.startswith("paper:"))
    other = Asker(world, "citizen")
    assert paper not in {option.value for option in _options(other)}
    assert other.problems(SLUG, item=paper) == {"item"}
    assert sent_for(asker, item=paper).parcel


def _options(asker: Asker) -> Any:
    facts = asker.facts(SLUG)
    return next(iter(_service().fields)).options(facts)


def _service() -> Any:
    return services()[SLUG]


def test_a_card_that_has_ended_is_not_offered(world: Any, asker: Asker) -> None:
    before = {option.value.split(":")[1] for option in _options(asker)}
    asker.spoil("card ended")
    assert before - {option.value.split(":")[1] for option in _options(asker)} == {"national_id"}


def test_without_an_address_on_record_it_says_so_and_how_to_mend_it(world: Any, asker: Asker) -> None:
    asker.spoil("no address")
    assert "A national address is on record" in asker.unmet(SLUG)
    page = logged_in(world, asker.slug).get(f"/services/{SLUG}").content.decode()
    assert "/services/national-address/apply" in page


def test_the_address_is_the_one_that_was_confirmed(world: Any, asker: Asker) -> None:
    confirmed = asker.noted("address")["short"]

    def moves_house() -> None:
        asker.note("address", {**asker.noted("address"), "short": "ZZZZ0000"})

    found = asker.apply(SLUG, meanwhile=moves_house)
    assert depot(world, found)[0]["told"]["address"]["short"] == confirmed


def test_an_address_that_changed_before_submission_is_confirmed_anew(world: Any, asker: Asker) -> None:
    old = asker.noted("address")["short"]
    asker.note("address", {**asker.noted("address"), "short": "ZZZZ0000"})
    assert asker.problems(SLUG, address=old) == {"address"}


def test_the_same_document_is_not_sent_twice_at_once_and_again_once_it_has_arrived(world: Any, asker: Asker) -> None:
    found = sent_for(asker)
    with pytest.raises(AskedBefore):
        sent_for(asker)
    asker.note("address", {**asker.noted("address"), "short": "ZZZZ0000"})  # not even to another address
    with pytest.raises(AskedBefore):
        sent_for(asker)
    clerk_moves(world, found, "on_its_way", "returned")
    assert followed(world, found).parcel.state == "returned"
    assert letters(asker, "parcel-returned") == 1
    assert Bill.objects.get(uuid=found.bill).state == "paid", "it was driven there"
    again = sent_for(asker)
    assert again.uuid != found.uuid
    assert depot(world, again)


def tick(asker: Asker, review: str) -> dict[str, str]:
    """Of a page that was opened before another was faster: by now its review would show no sentence to tick."""
    service, facts = services()[SLUG], asker.facts(SLUG)
    answers, _ = cleaned(service, asker.offered(SLUG, facts), facts)
    return {"mark": marked(service, facts, answers, draft=UUID(review.split("/")[2])), "confirmed": "yes"}


def test_two_clicks_through_the_pages_are_one_parcel(world: Any, asker: Asker) -> None:
    client = logged_in(world, asker.slug)
    facts = asker.facts(SLUG)
    posted = asker.offered(SLUG, facts)
    review = client.post(f"/services/{SLUG}/apply", posted)["Location"]
    sent = tick(asker, review)
    first, second = client.post(review, sent)["Location"], client.post(review, sent)["Location"]
    assert first == second
    other_tab = client.post(f"/services/{SLUG}/apply", posted)["Location"]
    assert client.post(other_tab, tick(asker, other_tab))["Location"] == first
    assert Application.objects.filter(account=asker.account, service=SLUG, bill__isnull=False).count() == 1


def test_the_page_says_that_it_was_asked_for_before(world: Any, asker: Asker) -> None:
    sent_for(asker)
    client = logged_in(world, asker.slug)
    review = client.post(f"/services/{SLUG}/apply", asker.offered(SLUG, asker.facts(SLUG)))["Location"]
    answer = client.post(review, tick(asker, review))
    assert answer.status_code == 200
    assert "قدّمت هذا الطلب من قبل" in answer.content.decode()


def test_while_the_courier_is_down_the_request_is_kept_and_the_page_says_so(world: Any, asker: Asker) -> None:
    switch(world, "down")
    found = sent_for(asker)
    assert (found.state, found.parcel.state) == ("effected", "requested")
    page = page_of(client := logged_in(world, asker.slug), found)
    assert "شركة التوصيل لا تجيب الآن" in page
    assert "أُنجز طلبك" not in page
    switch(world, "up")
    world.wait(600)
    world.deliver()
    assert application(found.uuid).parcel.state == "handed_over"
    assert len(depot(world, found)) == 1
    assert "لا تجيب الآن" not in page_of(client, found)


def test_while_the_courier_is_down_what_it_said_last_is_shown_as_such(world: Any, asker: Asker) -> None:
    found = sent_for(asker)
    clerk_moves(world, found, "on_its_way")
    switch(world, "down")
    found = followed(world, found)
    assert (found.parcel.state, found.parcel.silent) == ("handed_over", True)
    assert "آخر ما أفادت به" in page_of(logged_in(world, asker.slug), found)
    switch(world, "up")
    found = followed(world, found, 3600)
    assert (found.parcel.state, found.parcel.silent) == ("on_its_way", False)


def test_what_the_courier_refuses_is_called_off_told_and_paid_back(world: Any, asker: Asker) -> None:
    asker.note("address", {**asker.noted("address"), "post_code": "99999"})
    found = sent_for(asker)
    assert found.parcel.state == "cancelled"
    assert letters(asker, "parcel-cancelled") == 1
    assert Bill.objects.get(uuid=found.bill).state == "refunded"
    assert not depot(world, found)
    assert "يُعاد إليك ما دفعته" in page_of(logged_in(world, asker.slug), found)
    asker.note("address", {**asker.noted("address"), "post_code": "12345"})
    assert sent_for(asker).parcel.state == "handed_over", "it may be asked for again"


def test_what_the_courier_calls_off_later_is_paid_back_once(world: Any, asker: Asker) -> None:
    found = sent_for(asker)
    clerk_moves(world, found, "cancelled")
    followed(world, found)
    followed(world, found)
    assert application(found.uuid).parcel.state == "cancelled"
    assert Attempt.objects.get(bill__uuid=found.bill).state == "refunded"
    assert events(found, "cancel") == 1


def test_a_courier_that_repeats_itself_or_goes_backwards_changes_nothing(world: Any, asker: Asker) -> None:
    found = sent_for(asker)
    now = clock.now()
    for state in ("on_its_way", "on_its_way", "handed_over", "delivered", "on_its_way", "returned", "cancelled"):
        note_tracked(application=found.uuid, found=Tracked(state, now))
    assert application(found.uuid).parcel.state == "delivered"
    for move, times in {"set_out": 1, "deliver": 1, "return": 0, "cancel": 0}.items():
        assert events(found, move) == times, move
    assert Bill.objects.get(uuid=found.bill).state == "paid"


def test_a_courier_whose_clock_is_wrong_delivers_neither_before_it_was_asked_nor_tomorrow(asker: Asker) -> None:
    found = sent_for(asker)
    note_tracked(application=found.uuid, found=Tracked("on_its_way", clock.now() - timedelta(days=400)))
    note_tracked(application=found.uuid, found=Tracked("delivered", clock.now() + timedelta(days=2)))
    parcel = application(found.uuid).parcel
    assert parcel.requested_at <= parcel.set_out_at <= parcel.ended_at <= clock.now()


def test_a_parcel_that_was_handed_over_is_not_handed_over_again(world: Any, asker: Asker) -> None:
    found = sent_for(asker)
    hand_over({"application": str(found.uuid)})
    Parcel.objects.update(state="requested", tracking="")  # as if the worker had died before it noted it
    hand_over({"application": str(found.uuid)})
    assert len(depot(world, found)) == 1
    assert application(found.uuid).parcel.tracking == depot(world, found)[0]["tracking"]


def test_a_silent_courier_is_not_asked_about_every_parcel(world: Any, asker: Asker, monkeypatch: Any) -> None:
    sent_for(asker)
    sent_for(Asker(world, "citizen"))
    asked: list[str] = []

    class Silent:
        def status(self, number: str) -> Any:
            asked.append(number)
            raise Unavailable

    monkeypatch.setattr(tracking, "courier", Silent)
    world.wait(20)
    tracking.follow_parcels(clock.now())
    assert len(asked) == 1


def test_it_is_asked_soon_after_a_move_and_seldom_later() -> None:
    days = [next_question(timedelta(days=number)) for number in (1, 5, 30)]
    assert set(days) == {LATEST}
    assert next_question(timedelta(0)) == SOONEST
    assert SOONEST < next_question(timedelta(minutes=10)) < LATEST


def test_another_person_sees_nothing_of_it(world: Any, asker: Asker) -> None:
    found = sent_for(asker)
    activated(world, "sami")
    sami = logged_in(world, "sami")
    assert sami.get(f"/applications/{found.uuid}").status_code == 404
    assert sami.get(f"/bills/{found.bill}").status_code == 404
    assert found.parcel.tracking not in sami.get("/applications/").content.decode()


def test_nothing_of_the_person_is_in_the_events_or_tasks_of_a_parcel(world: Any, asker: Asker) -> None:
    found = sent_for(asker)
    told = depot(world, found)[0]["told"]
    kept = str(list(Event.objects.filter(subject=found.uuid).values_list("data", flat=True)))
    kept += str(list(Outbox.objects.values_list("payload", flat=True)))
    for personal in (told["phone"], told["address"]["short"], told["name"]["ar"], told["name"]["en"]):
        assert personal not in kept
    assert not re.search("street|district", kept)


def test_whoever_is_not_entitled_to_an_address_is_not_asked_for_one(world: Any) -> None:
    assert "visitor" not in _service().open_to
    asker = Asker(world, "citizen")
    asker.spoil("asleep")
    with pytest.raises(NotEntitled):
        sent_for(asker)
