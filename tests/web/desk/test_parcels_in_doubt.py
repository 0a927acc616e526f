"""A courier that was silent for a month may have the parcel: an officer finds out, and nothing goes back by itself."""

from typing import Any

import pytest
from django.test import Client

from bawaba.cases.delivery.doubts import PAGE, doubts_for
from bawaba.cases.delivery.handing_over import give_up, hand_over
from bawaba.cases.models import Parcel
from bawaba.cases.queries import ApplicationView, application
from bawaba.journal.models import Event
from bawaba.messaging.models import Message
from bawaba.payments.models import Bill
from catalogue import Asker
from officers import appointed, at_desk
from parcels import depot, sent_for, silent_for_a_month, switch
from payers import at_once
from people import leads_on, logged_in

pytestmark = pytest.mark.django_db
LIST = "/desk/parcels"


@pytest.fixture
def asker(world: Any) -> Asker:
    return Asker(world, "citizen")


@pytest.fixture
def doubted(world: Any, asker: Asker) -> ApplicationView:
    return silent_for_a_month(world, asker)


@pytest.fixture
def noor(world: Any, doubted: Any) -> Client:
    appointed(world, "noor", "general")
    return at_desk("noor")


def moves(found: ApplicationView, move: str) -> int:
    return Event.objects.filter(type=f"parcel.{move}", subject=found.uuid).count()


def test_after_a_month_of_silence_nothing_goes_back_by_itself_and_the_person_is_told(
    world: Any, asker: Asker, doubted: ApplicationView
) -> None:
    assert doubted.parcel
    assert (doubted.parcel.state, moves(doubted, "doubt")) == ("in_doubt", 1)
    assert doubted.parcel.ended_at is None
    assert Bill.objects.get(uuid=doubted.bill).state == "paid"
    page = logged_in(world, asker.slug).get(f"/applications/{doubted.uuid}").content.decode()
    assert "وموظف يتابع شحنتك" in page
    assert "تعذّر توصيل شحنتك" not in page
    assert Message.objects.filter(subject=asker.account, template="parcel-in-doubt", channel="sms").count() == 1


def test_a_parcel_that_the_courier_had_taken_is_found_by_its_key_and_not_sent_twice(
    world: Any, doubted: ApplicationView, noor: Client
) -> None:
    switch(world, "up")
    Parcel.objects.update(state="requested")
    world.wait(600)
    hand_over({"application": str(doubted.uuid)})  # taken, and its answer was lost
    Parcel.objects.update(state="in_doubt", tracking="", handed_over_at=None)
    page = noor.get(LIST).content.decode()
    assert doubted.reference in page.replace("-", "")
    assert noor.post(f"{LIST}/{doubted.uuid}/try-again")["Location"] == LIST
    world.deliver()
    found = application(doubted.uuid)
    assert found.parcel
    assert found.parcel.state == "handed_over"
    (taken,) = depot(world, found)
    assert taken["tracking"] == found.parcel.tracking
    assert moves(found, "try_again") == 1
    assert doubted.reference not in noor.get(LIST).content.decode().replace("-", "")


def test_an_officer_gives_the_fee_back_once_and_the_same_may_be_sent_for_again(
    world: Any, asker: Asker, doubted: ApplicationView, noor: Client
) -> None:
    for _ in range(2):
        assert noor.post(f"{LIST}/{doubted.uuid}/give-back")["Location"] == LIST
    assert noor.post(f"{LIST}/{doubted.uuid}/try-again")["Location"] == LIST
    world.deliver()
    found = application(doubted.uuid)
    assert found.parcel
    assert found.parcel.state == "cancelled"
    assert found.parcel.ended_at
    assert Bill.objects.get(uuid=doubted.bill).state == "refunded"
    assert (moves(doubted, "give_back"), moves(doubted, "try_again")) == (1, 0)
    assert Event.objects.get(type="parcel.give_back").actor_kind == "officer"
    assert Message.objects.filter(subject=asker.account, template="parcel-cancelled", channel="sms").count() == 1
    switch(world, "up")
    world.wait(600)
    again = sent_for(asker).parcel
    assert again
    assert again.state == "handed_over"


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_decide_differently_at_once_one_does(world: Any, trials: Any) -> None:
    found = silent_for_a_month(world, Asker(world, "citizen"))
    noor, layla = (appointed(world, slug, "general") for slug in ("noor", "layla"))
    desks = [at_desk("noor"), at_desk("layla")] * 2
    deeds = ["give-back", "try-again"] * 2
    work = [lambda d=d, w=w: d.post(f"{LIST}/{found.uuid}/{w}") for d, w in zip(desks, deeds, strict=True)]
    assert {one.status_code for one in at_once(*work)} == {302}
    assert moves(found, "give_back") + moves(found, "try_again") == 1
    assert noor.officer != layla.officer


def test_what_the_courier_refuses_still_goes_back_at_once(world: Any, asker: Asker) -> None:
    switch(world, "down")
    found = sent_for(asker)
    give_up({"application": str(found.uuid)}, "refused")
    world.deliver()
    refused = application(found.uuid).parcel
    assert refused
    assert refused.state == "cancelled"
    assert Bill.objects.get(uuid=found.bill).state == "refunded"


def test_another_agency_a_person_and_a_deed_of_nobodys_change_nothing(
    world: Any, asker: Asker, doubted: ApplicationView, noor: Client
) -> None:
    appointed(world, "layla", "traffic")
    other = at_desk("layla")
    assert doubted.reference not in other.get(LIST).content.decode().replace("-", "")
    assert other.post(f"{LIST}/{doubted.uuid}/give-back").status_code == 404
    assert noor.post(f"{LIST}/{doubted.uuid}/deliver").status_code == 404
    assert noor.post(f"{LIST}/{doubted.uuid}/hand_over").status_code == 404
    assert logged_in(world, asker.slug).post(f"{LIST}/{doubted.uuid}/give-back").status_code == 302
    assert Parcel.objects.get().state == "in_doubt"


def test_nobody_decides_about_their_own_or_while_nobody_knows_their_family(
    world: Any, asker: Asker, doubted: ApplicationView, noor: Client
) -> None:
    appointed(world, asker.slug, "general", user_name="own")
    assert at_desk("own").post(f"{LIST}/{doubted.uuid}/give-back").status_code == 404
    world.app.extensions["switches"]["register"] = "down"
    try:
        page = noor.post(f"{LIST}/{doubted.uuid}/give-back")
    finally:
        world.app.extensions["switches"]["register"] = "up"
    assert page.status_code == 200
    assert "السجل لا يجيب" in page.content.decode()
    assert leads_on(noor, page.content.decode())
    assert Parcel.objects.get().state == "in_doubt"


def test_the_list_goes_on_by_key(world: Any, doubted: ApplicationView, monkeypatch: pytest.MonkeyPatch) -> None:
    second = silent_for_a_month(world, Asker(world, "citizen"))
    officer = appointed(world, "noor", "general")
    first, *_ = doubts_for(officer)
    assert first.application == doubted.uuid
    assert [one.application for one in doubts_for(officer, first.number)] == [second.uuid]
    assert PAGE == 30
