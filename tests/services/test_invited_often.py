"""Whoever asks a stranger again and again does not ring their phone each time; the letters are all there."""

from typing import Any

import pytest

from bawaba.identity.accounts.invited import RINGS
from bawaba.messaging.models import Message
from delegations import end, offer
from payers import account_of
from people import activated, logged_in
from sales import PRICE, Sale, car_of

pytestmark = pytest.mark.django_db
OFTEN = RINGS[0][0]


def told(channel: str, subject: Any, template: str = "counterparty-invited") -> int:
    return Message.objects.filter(template=template, channel=channel, subject=subject).count()


def test_a_price_that_changes_with_every_click_rings_a_few_times(world: Any) -> None:
    with car_of(world, "layla") as car:
        sale = Sale(world, car)
        for more in range(OFTEN + 3):
            sale.offer(PRICE + more)
        noor = sale.account("noor")
        assert (told("inbox", noor), told("sms", noor)) == (OFTEN + 3, OFTEN)
        world.wait(86_401)
        sale.seller_page = logged_in(world, "layla")
        sale.offer(PRICE - 1)
        assert told("sms", noor) == OFTEN + 1


def test_an_offer_that_is_withdrawn_and_made_again_rings_a_few_times(world: Any) -> None:
    for slug in ("layla", "noor"):
        activated(world, slug)
        world.wait(31)
    noor = account_of(world, "noor")
    for _ in range(OFTEN + 2):
        handle = offer(world, "layla", world.cast["noor"]["number"])
        world.deliver()
        end(world, handle, "layla")
    assert told("inbox", noor, "delegation-offered") == OFTEN + 2
    assert told("sms", noor, "delegation-offered") == OFTEN
