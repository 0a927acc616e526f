"""Out of the escrow: once a key, never more than is held, and not both to the seller and back to the buyer."""

from typing import Any

import pytest
from django.db import transaction

from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM, Unavailable
from bawaba.payments import releasing
from bawaba.payments.commands import refund_bill, release_escrow
from bawaba.payments.models import Escrow
from bawaba.payments.ports import PayOut, ProviderUnavailable
from bawaba_sandbox.pay.store import Payments
from payers import at_once
from sales import FEES, PRICE, Sale, car_of

pytestmark = pytest.mark.django_db
START = {"amount_halalas": 1000, "currency": "SAR", "return_url": "http://r/", "callback_url": "http://c/"}


@pytest.fixture
def held(world: Any) -> Any:
    """A sale of which the price is held; nothing was carried out yet."""
    with car_of(world, "layla") as car:
        sale = Sale(world, car)
        sale.offer()
        sale.agree()
        sale.pay()
        yield sale


def release(sale: Sale) -> None:
    with transaction.atomic():
        release_escrow(bill=sale.bill.uuid, by=SYSTEM)


def pay_out(sale: Sale) -> None:
    releasing.pay_out({"bill": str(sale.bill.uuid)})


def test_released_however_often_it_is_tried_it_leaves_once(held: Sale) -> None:
    for _ in range(3):
        release(held)
        pay_out(held)
    assert held.book() == {"status": "captured", "held": FEES, "released": PRICE * 100}
    assert Escrow.objects.get().state == "released"
    assert Event.objects.filter(type="escrow.pay_out").count() == 1


def test_a_worker_that_dies_after_the_provider_answered_pays_nothing_twice(
    held: Sale, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def dies(**told: Any) -> None:
        raise Killed

    release(held)
    with monkeypatch.context() as patch:
        patch.setattr(releasing, "note_pay_out", dies)
        for _ in range(2):
            with pytest.raises(Killed):
                pay_out(held)
    assert Escrow.objects.get().state == "releasing"
    pay_out(held)
    assert held.book()["released"] == PRICE * 100
    assert Escrow.objects.get().state == "released"


def test_while_the_provider_is_silent_the_price_waits(held: Sale) -> None:
    release(held)
    held.world.app.extensions["switches"]["pay"] = "down"
    with pytest.raises(Unavailable):
        pay_out(held)
    assert (Escrow.objects.get().state, held.book()["released"]) == ("releasing", 0)
    held.world.app.extensions["switches"].clear()
    held.world.wait(11)
    pay_out(held)
    assert Escrow.objects.get().state == "released"


def test_before_it_is_paid_nothing_is_released(world: Any) -> None:
    with car_of(world, "layla") as car:
        sale = Sale(world, car)
        sale.offer()
        sale.agree()
        release(sale)
        pay_out(sale)
        assert Escrow.objects.get().state == "agreed"


@pytest.mark.parametrize("first", [release, "refund"])
def test_what_went_one_way_does_not_go_the_other(held: Sale, first: Any) -> None:
    def refund(sale: Sale) -> None:
        with transaction.atomic():
            refund_bill(bill=sale.bill.uuid, by=SYSTEM)

    order = [release, refund] if first is release else [refund, release]
    for step in order:
        step(held)
    held.world.app.extensions["switches"]["register"] = "down"  # what was paid for is not carried out meanwhile
    held.world.deliver()
    assert held.book()["released"] == (PRICE * 100 if first is release else 0)
    assert Escrow.objects.get().state == ("released" if first is release else "given_back")


@pytest.fixture
def book(tmp_path: Any) -> Any:
    payments = Payments(tmp_path / "pay.sqlite3")
    return payments, payments.start("k", {"reference": "R-1", **START})


def test_the_provider_pays_out_once_a_key_and_never_more_than_it_holds(book: Any) -> None:
    payments, payment = book
    assert not payments.pay_out("a", payment, 600, "1"), "nothing was captured"
    payments.move(payment["id"], "pending", "captured")
    assert all(payments.pay_out("a", payment, 600, "1") for _ in range(3))
    assert not payments.pay_out("a", payment, 601, "1"), "the same key for something else"
    assert not payments.pay_out("b", payment, 401, "1")
    assert payments.released(payment["id"]) == 600
    assert not payments.move(payment["id"], "captured", "refunded"), "what is gone cannot go back"


def test_of_ten_that_pay_out_at_once_one_does(book: Any) -> None:
    payments, payment = book
    payments.move(payment["id"], "pending", "captured")
    done = at_once(*[lambda key=key: payments.pay_out(f"k{key}", payment, 1000, "1") for key in range(10)])
    assert sorted(done) == [False] * 9 + [True]
    assert payments.released(payment["id"]) == 1000


def test_an_answer_about_another_amount_is_no_answer(world: Any, held: Sale, monkeypatch: pytest.MonkeyPatch) -> None:
    connector = releasing.provider()
    said = {"reference": "R", "status": "released", "amount_halalas": 1, "currency": "SAR"}
    monkeypatch.setattr(connector, "_call", lambda *asked: said)
    with pytest.raises(ProviderUnavailable):
        connector.pay_out(PayOut("k", "R", 2, "SAR", "1"))
