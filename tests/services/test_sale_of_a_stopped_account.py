"""A sale of an account that was suspended, frozen or closed meanwhile: whoever broke in sells nothing after their victim has noticed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bawaba.identity.accounts.commands import freeze_account, move_account
from bawaba.journal.models import Event
from bawaba.journal.ports import Actor
from bawaba.messaging.models import Message
from payers import hosted, pays
from sales import Sale, car_of

pytestmark = pytest.mark.django_db
PERSON = Actor("person")


def suspended(sale: Sale) -> None:
    move_account(account=sale.account("layla"), move="suspend", reason="repudiated", by=PERSON)


def closed(sale: Sale) -> None:
    move_account(account=sale.account("layla"), move="close", by=PERSON)


def frozen(sale: Sale) -> None:
    freeze_account(account=sale.account("layla"), by=PERSON)


STOPPED = (suspended, closed, frozen)


@pytest.fixture
def sale(world: Any) -> Iterator[Sale]:
    """Layla offers her car to Noor."""
    with car_of(world, "layla") as car:
        made = Sale(world, car)
        made.offer()
        yield made


def test_an_offer_is_withdrawn_with_the_account_that_made_it(sale: Sale) -> None:
    closed(sale)
    sale.world.deliver()
    assert sale.agree().status_code == 404
    assert (sale.row.state, sale.row.counterparty, sale.row.bill) == ("cancelled", None, None)


@pytest.mark.parametrize("stop", [suspended, frozen])
def test_nobody_agrees_with_an_account_that_was_stopped(sale: Sale, stop: Any) -> None:
    seller = sale.account("layla")
    stop(sale)
    sale.world.deliver()
    answer = sale.agree()
    assert answer.status_code == 200
    assert "لا يمكن إتمامه الآن من الطرف الآخر" in answer.content.decode()
    assert (sale.row.state, sale.row.counterparty, sale.row.bill) == ("awaiting_counterparty", None, None)
    assert sale.row.account == seller


@pytest.mark.parametrize("stop", STOPPED)
def test_what_is_paid_after_it_was_stopped_moves_no_car_and_goes_back_whole(sale: Sale, stop: Any) -> None:
    sale.agree()
    page = hosted(sale.buyer_page, f"/bills/{sale.bill.uuid}")
    stop(sale)
    pays(sale.world, page)
    sale.world.deliver()
    assert (sale.row.state, sale.owner()) == ("refused", "layla")
    assert sale.book() == {"status": "refunded", "held": 0, "released": 0}
    assert "تعذّر إتمام الطلب" in sale.buyer_reads()
    noor = sale.account("noor")
    assert Message.objects.filter(template="counterparty-refused", subject=noor, channel="inbox").count() == 1


def test_what_is_tried_again_for_long_is_looked_at_each_time(sale: Sale) -> None:
    sale.agree()
    switches = sale.world.app.extensions["switches"]
    switches["register"] = "down"
    sale.pay()
    sale.world.deliver()
    assert sale.row.state == "failed"
    suspended(sale)
    switches.clear()
    sale.world.wait(timedelta(minutes=30).total_seconds())
    sale.world.deliver()
    assert (sale.row.state, sale.owner()) == ("refused", "layla")
    assert Event.objects.filter(subject=sale.row.uuid, type="application.stop").count() == 1
    assert sale.book()["status"] == "refunded"
