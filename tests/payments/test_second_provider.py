"""The same bill, pages and callbacks with Stripe behind the port."""

from typing import Any

import httpx
import pytest
from django.test import Client

from bawaba.cases import checklist
from bawaba.cases.catalogue import services
from bawaba.cases.checklist import check, may_submit
from bawaba.cases.facts import Facts
from bawaba.connectors.payment.stripe import StripeCheckout
from bawaba.core import clock
from bawaba.payments import paying, reconciliation, releasing
from bawaba.payments.models import Attempt, Bill
from bawaba.web.portal import callbacks
from payers import apply_for, new_violations
from people import activated, logged_in
from samples import APPLICANT, NOW, TODAY
from stripes import KEY, SECRET, Stripe, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def stripe(world: Any, monkeypatch: pytest.MonkeyPatch) -> Stripe:
    made = Stripe()
    connector = StripeCheckout("http://stripe", KEY, SECRET, transport=httpx.WSGITransport(app=made.app))
    for asks in (paying, reconciliation, releasing, callbacks, checklist):
        monkeypatch.setattr(asks, "provider", lambda: connector)
    activated(world, "omar")
    return made


def owes(world: Any, client: Client) -> Bill:
    address = apply_for(client, new_violations(world, "omar", 1))
    assert client.post(f"{address}/pay")["Location"].startswith("https://checkout.stripe.com/")
    return Bill.objects.get(uuid=address.rpartition("/")[2])


def reference(bill: Bill) -> str:
    return Attempt.objects.get(bill=bill).reference


def told(body: bytes, headers: dict[str, str]) -> int:
    named = {"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()}
    return Client().post("/callbacks/payment", body, content_type="application/json", **named).status_code


def test_it_is_paid_by_the_webhook_once_however_often_it_comes(world: Any, stripe: Stripe) -> None:
    bill = owes(world, client := logged_in(world, "omar"))
    body = stripe.event("checkout.session.completed", stripe.pays(reference(bill)))
    assert {told(body, signed(body)) for _ in range(3)} == {204}
    world.deliver()
    bill.refresh_from_db()
    assert bill.state == "paid"
    assert Attempt.objects.filter(bill=bill).count() == 1
    assert "أُنجز طلبك" in client.get(f"/applications/{bill.subject}").content.decode()


def test_two_clicks_are_one_session_and_the_way_back_asks(world: Any, stripe: Stripe) -> None:
    client = logged_in(world, "omar")
    bill = owes(world, client)
    first = client.post(f"/bills/{bill.uuid}/pay")["Location"]
    client.post("/settings/save", {"language": "en"})
    assert client.post(f"/bills/{bill.uuid}/pay")["Location"] == first
    assert len(stripe.sessions) == 1
    stripe.pays(reference(bill), card="failed")
    assert client.get(f"/bills/{bill.uuid}/returned")["Location"].startswith(f"/bills/{bill.uuid}")
    stripe.pays(reference(bill))
    assert client.get(f"/bills/{bill.uuid}/returned")["Location"] == f"/applications/{bill.subject}"


def test_a_forged_a_replayed_and_a_strangers_event_pay_nothing(world: Any, stripe: Stripe) -> None:
    bill = owes(world, logged_in(world, "omar"))
    session = next(iter(stripe.sessions.values())) | {"payment_status": "paid"}
    body = stripe.event("checkout.session.completed", session)
    assert told(body, {}) == 400
    assert told(body, signed(body, "whsec_thief")) == 400
    assert told(body, signed(body, age=600)) == 400
    other = stripe.event("checkout.session.completed", {**session, "client_reference_id": "SOMEBODY-ELSES"})
    assert told(other, signed(other)) == 204
    bill.refresh_from_db()
    assert bill.state == "due"


@pytest.mark.parametrize("wrong", [{"amount_total": 1}, {"currency": "usd"}], ids=str)
def test_another_amount_or_currency_is_not_taken_as_paid_and_goes_back(
    world: Any, stripe: Stripe, wrong: dict[str, Any]
) -> None:
    bill = owes(world, logged_in(world, "omar"))
    body = stripe.event("checkout.session.completed", {**stripe.pays(reference(bill)), **wrong})
    assert told(body, signed(body)) == 204
    world.deliver()
    bill.refresh_from_db()
    assert (bill.state, Attempt.objects.get(bill=bill).state) == ("due", "refunded")
    assert [one["status"] for one in stripe.refunds] == ["succeeded"]


def test_a_session_that_expired_leaves_the_bill_to_be_paid_anew(world: Any, stripe: Stripe) -> None:
    client = logged_in(world, "omar")
    bill = owes(world, client)
    body = stripe.event("checkout.session.expired", next(iter(stripe.sessions.values())))
    assert told(body, signed(body)) == 204
    assert client.post(f"/bills/{bill.uuid}/pay").status_code == 302
    assert len(stripe.sessions) == 2


def test_a_page_that_expired_after_a_decline_leaves_the_bill_to_be_paid_anew_though_its_event_was_lost(
    world: Any, stripe: Stripe
) -> None:
    client = logged_in(world, "omar")
    bill = owes(world, client)
    first = reference(bill)
    stripe.pays(first, card="failed")
    stripe.expire("cs_test_1")
    world.wait(121)
    reconciliation.ask_provider(clock.now())
    assert Attempt.objects.get(bill=bill).state == "failed"
    assert f'action="/bills/{bill.uuid}/pay"' in client.get(f"/bills/{bill.uuid}").content.decode()
    assert client.post(f"/bills/{bill.uuid}/pay").status_code == 302
    second = Attempt.objects.get(bill=bill, state="started").reference
    assert second != first
    body = stripe.event("checkout.session.expired", stripe.sessions["cs_test_1"])  # it comes after all, days later
    assert told(body, signed(body)) == 204
    paid = stripe.event("checkout.session.completed", stripe.pays(second))
    assert told(paid, signed(paid)) == 204
    world.deliver()
    bill.refresh_from_db()
    assert bill.state == "paid"
    assert sorted(Attempt.objects.filter(bill=bill).values_list("state", flat=True)) == ["captured", "failed"]


def test_who_clicks_before_the_clock_looks_is_not_led_to_a_page_that_has_ended(world: Any, stripe: Stripe) -> None:
    client = logged_in(world, "omar")
    bill = owes(world, client)
    stripe.pays(reference(bill), card="failed")
    stripe.expire("cs_test_1")
    assert client.post(f"/bills/{bill.uuid}/pay")["Location"].endswith("/" + list(stripe.sessions)[-1])
    assert len(stripe.sessions) == 2


def test_while_it_is_down_the_bill_is_kept(world: Any, stripe: Stripe) -> None:
    client = logged_in(world, "omar")
    address = apply_for(client, new_violations(world, "omar", 1))
    stripe.up = False
    answer = client.post(f"{address}/pay")
    assert answer.status_code == 503
    assert "فاتورتك محفوظة" in answer.content.decode()


def test_what_needs_a_price_to_be_held_is_not_offered(stripe: Stripe) -> None:
    known, name = Facts(APPLICANT, NOW, TODAY), "The price is held until the transfer"
    sale, fines = services()["sell-vehicle"], services()["pay-violations"]
    assert name in {one.title.en for one in check(sale, known)}
    assert not may_submit(sale, known)
    assert name not in {one.title.en for one in check(fines, known)}
