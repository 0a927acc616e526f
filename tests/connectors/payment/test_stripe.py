"""Stripe Checkout: signatures, replays, declines, pending money, and a provider that misbehaves in any way."""

import json
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from bawaba.connectors.payment.stripe import SESSIONS, StripeCheckout
from bawaba.core.text import T
from bawaba.payments.ports import BadNotice, Notice, Order, PayOut, ProviderUnavailable
from connectors.sockets import MISBEHAVIOURS, misbehaving, says
from stripes import DAY, KEY, SECRET, Stripe, signed

CALLBACK = "http://testserver/callbacks/payment"
ORDER = Order("key-1", "REF-1", 15_050, "SAR", T("مخالفة", en="Fine"), "http://testserver/r", CALLBACK, "ar")


@pytest.fixture
def stripe() -> Stripe:
    return Stripe()


@pytest.fixture
def connector(stripe: Stripe) -> StripeCheckout:
    return StripeCheckout("http://stripe", KEY, SECRET, transport=httpx.WSGITransport(app=stripe.app))


def read(connector: StripeCheckout, body: bytes, **headers: str) -> Notice:
    return connector.read(body, headers or signed(body), CALLBACK)


def event(stripe: Stripe, kind: str, **other: Any) -> bytes:
    (session,) = stripe.sessions.values()
    return stripe.event(f"checkout.session.{kind}", {**session, **other})


def test_a_declined_card_ends_nothing_and_another_one_pays(stripe: Stripe, connector: StripeCheckout) -> None:
    connector.start(ORDER)
    stripe.pays("REF-1", card="failed")
    assert connector.status("REF-1") == Notice("REF-1", "pending", 15_050, "SAR", "ch_2")
    stripe.pays("REF-1")
    assert connector.status("REF-1") == Notice("REF-1", "captured", 15_050, "SAR", "ch_3")


def test_a_page_that_expired_after_a_decline_is_over_though_its_event_was_lost(
    stripe: Stripe, connector: StripeCheckout
) -> None:
    connector.start(ORDER)
    stripe.pays("REF-1", card="failed")
    stripe.expire("cs_test_1")
    assert connector.status("REF-1") == Notice("REF-1", "failed", 15_050, "SAR", "ch_2")
    stripe.sessions["cs_test_1"]["client_reference_id"] = "REF-2"
    assert connector.status("REF-1").status == "pending", "another payment's page says nothing of this one"


@pytest.mark.parametrize("odd", [{"payment_intent": None}, {"payment_intent": 7}, {"status": "pending"}], ids=str)
def test_what_may_still_come_is_not_over_with_its_page(
    stripe: Stripe, connector: StripeCheckout, odd: dict[str, Any]
) -> None:
    connector.start(ORDER)
    stripe.pays("REF-1", card="failed", **odd)
    stripe.expire("cs_test_1")
    assert connector.status("REF-1").status == "pending"


def test_a_page_that_is_only_remembered_is_not_led_to_once_it_has_ended(
    stripe: Stripe, connector: StripeCheckout
) -> None:
    first = connector.start(ORDER)
    with time_machine.travel(time.time() + DAY + 60, tick=True):
        second = connector.start(ORDER)
        assert second != first
        assert connector.start(ORDER) == second, "the same for every click"
        for _ in range(SESSIONS - 2):
            _all_end(stripe)
            connector.start(ORDER)
        _all_end(stripe)
        with pytest.raises(ProviderUnavailable):
            connector.start(ORDER)
        assert len(stripe.sessions) == SESSIONS


def _all_end(stripe: Stripe) -> None:
    for _, (answered, _) in stripe.keys.values():
        answered["expires_at"] = 1


def test_money_that_is_still_to_come_is_not_taken_as_paid(stripe: Stripe, connector: StripeCheckout) -> None:
    connector.start(ORDER)
    stripe.pays("REF-1", card="pending")
    assert connector.status("REF-1").status == "pending"
    assert read(connector, event(stripe, "completed")).status == "pending"
    for odd in ("no_payment_required", None, True):
        assert read(connector, event(stripe, "completed", payment_status=odd)).status == "pending"
    paid = event(stripe, "async_payment_succeeded", payment_status="paid")
    assert read(connector, paid) == Notice("REF-1", "captured", 15_050, "SAR", "cs_test_1")
    for ending in ("async_payment_failed", "expired"):
        assert read(connector, event(stripe, ending)).status == "failed"


def test_an_amount_or_currency_is_told_as_it_was_taken(stripe: Stripe, connector: StripeCheckout) -> None:
    connector.start(ORDER)
    stripe.pays("REF-1", amount=15_049, currency="usd")
    assert connector.status("REF-1") == Notice("REF-1", "captured", 15_049, "USD", "ch_2")
    said = read(connector, event(stripe, "completed", payment_status="paid", amount_total=1, currency="kwd"))
    assert (said.halalas, said.currency) == (1, "KWD")


def test_a_refund_under_way_is_asked_about_until_it_is_through(stripe: Stripe, connector: StripeCheckout) -> None:
    connector.start(ORDER)
    stripe.pays("REF-1")
    stripe.refund_status = "pending"
    assert connector.refund("REF-1", "r").status == "captured"
    assert connector.refund("REF-1", "r").status == "captured"
    stripe.refunds[0]["status"] = "succeeded"
    assert connector.refund("REF-1", "r").status == "refunded"
    assert len(stripe.refunds) == 1
    assert connector.refund("REF-1", "another key").status == "refunded"
    assert len(stripe.refunds) == 1


def test_what_somebody_gave_back_by_hand_in_part_is_not_taken_for_the_whole(stripe: Stripe, connector: StripeCheckout) -> None:  # fmt: skip
    connector.start(ORDER)
    stripe.pays("REF-1", amount_refunded=50)
    charge = stripe.charges[0]
    stripe.refunds.append(
        {"id": "re_0", "charge": charge["id"], "amount": 50, "currency": "sar", "status": "succeeded"}
    )
    stripe.refund_status = "pending"
    assert connector.refund("REF-1", "r").status == "captured"
    stripe.refunds[-1]["status"] = "succeeded"
    for _ in range(2):
        assert connector.refund("REF-1", "r") == Notice("REF-1", "refunded", 15_050, "SAR", charge["id"])
    assert [one["amount"] for one in stripe.refunds] == [50, 15_000]


def test_another_click_that_is_being_worked_on_is_waited_for(stripe: Stripe, connector: StripeCheckout) -> None:
    stripe.busy = 2
    assert connector.start(ORDER).startswith("https://checkout.stripe.com/")
    assert len(stripe.sessions) == 1
    stripe.busy = 100
    began = time.monotonic()
    with pytest.raises(ProviderUnavailable):
        connector.start(ORDER)
    assert time.monotonic() - began < 1.5


def test_only_what_our_endpoint_was_sent_a_moment_ago_is_read(stripe: Stripe, connector: StripeCheckout) -> None:
    connector.start(ORDER)
    body = event(stripe, "completed", payment_status="paid")
    assert read(connector, body, **signed(body, age=290)).status == "captured"
    right = signed(body)["Stripe-Signature"]
    rolled = right + "," + signed(body, "whsec_old")["Stripe-Signature"].split(",")[1]
    assert connector.read(body, {"stripe-signature": rolled}, CALLBACK).status == "captured"
    stamp, mac = right.split(",")[:2]
    for wrong in (
        "",
        stamp,
        mac,
        f"{stamp},v1=",
        f"{stamp},v0={mac[3:]}",
        f"{stamp},v1={mac[3:-1]}",
        f"t=,{mac}",
        f"t=١٢٣,{mac}",
        f"t=-1,{mac}",
        f"t={'9' * 400},{mac}",
        f"t={int(time.time()) + 1},{mac}",
        f"{stamp},v1=é",
        signed(body, "whsec_other")["Stripe-Signature"],
        signed(body, age=301)["Stripe-Signature"],
        signed(body, age=-301)["Stripe-Signature"],
        signed(body + b" ")["Stripe-Signature"],
    ):
        with pytest.raises(BadNotice):
            connector.read(body, {"Stripe-Signature": wrong}, CALLBACK)
    with pytest.raises(BadNotice):
        connector.read(body, {}, CALLBACK)


def test_an_event_that_says_nothing_of_a_payment_changes_nothing(stripe: Stripe, connector: StripeCheckout) -> None:
    for kind, thing in (("charge.refunded", {"id": "ch_1"}), ("customer.created", {}), ("payout.paid", {"amount": 1})):
        assert read(connector, stripe.event(kind, thing)) == Notice("", "pending", 0, "", "")


@pytest.mark.parametrize("other", [{"client_reference_id": None}, {"client_reference_id": 7}, {"amount_total": "15050"}, {"amount_total": 150.5}, {"amount_total": True}, {"amount_total": None}, {"currency": None}], ids=str)  # fmt: skip
def test_an_event_that_is_not_as_documented_is_refused(
    stripe: Stripe, connector: StripeCheckout, other: dict[str, Any]
) -> None:
    connector.start(ORDER)
    with pytest.raises(BadNotice):
        read(connector, event(stripe, "completed", **{"payment_status": "paid", **other}))


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{}", b'{"type": 1}', b'{"type": "x", "data": 7}', b"[" * 100_000, b"\xff"], ids=lambda one: str(one[:20]))  # fmt: skip
def test_a_signed_body_that_is_none_is_refused(connector: StripeCheckout, body: bytes) -> None:
    with pytest.raises(BadNotice):
        read(connector, body)


ANY = StripeCheckout(
    "http://stripe", KEY, SECRET
)  # one for all examples: making it reads the certificates of the machine


@given(st.binary(max_size=200), st.text(max_size=80))
def test_no_body_or_header_breaks_it(body: bytes, header: str) -> None:
    with pytest.raises(BadNotice):
        ANY.read(body, {"Stripe-Signature": header}, CALLBACK)


def test_without_a_secret_it_is_not_made() -> None:
    with pytest.raises(ValueError, match="secret"):
        StripeCheckout("http://stripe", KEY, "")


def test_it_holds_no_prices_and_says_so(connector: StripeCheckout) -> None:
    assert not connector.pays_out
    with pytest.raises(ProviderUnavailable):
        connector.pay_out(PayOut("k", "REF-1", 1, "SAR", "1012345678"))


CALLS: list[Callable[[StripeCheckout], Any]] = [
    lambda c: c.start(ORDER),
    lambda c: c.status("REF-1"),
    lambda c: c.refund("REF-1", "k"),
]


@pytest.mark.promise("A42")
@pytest.mark.parametrize("how", MISBEHAVIOURS)
def test_however_it_misbehaves_a_call_ends_in_time_and_in_our_words(how: str) -> None:
    with misbehaving(MISBEHAVIOURS[how]) as address:
        for ask in CALLS:
            began = time.monotonic()
            with pytest.raises(ProviderUnavailable):
                ask(StripeCheckout(address, KEY, SECRET))
            assert time.monotonic() - began < 2.7


@pytest.mark.parametrize("url", [None, 7, "javascript:alert(1)", "//evil", ""])
def test_an_address_that_is_none_is_no_answer(url: Any) -> None:
    with misbehaving(says(json.dumps({"url": url}).encode())) as address, pytest.raises(ProviderUnavailable):
        StripeCheckout(address, KEY, SECRET).start(ORDER)


@pytest.mark.parametrize("data", [None, {}, [7], [{"transfer_group": "REF-1", "status": "succeeded"}], [{"transfer_group": "REF-1", "status": "succeeded", "id": 7, "amount": "1", "currency": "sar"}]], ids=str)  # fmt: skip
def test_a_list_that_is_none_is_no_answer(data: Any) -> None:
    with misbehaving(says(json.dumps({"data": data}).encode())) as address:
        for ask in CALLS[1:]:
            with pytest.raises(ProviderUnavailable):
                ask(StripeCheckout(address, KEY, SECRET))


def test_charges_of_another_payment_are_not_believed_to_be_this_one() -> None:
    other = {"transfer_group": "REF-2", "status": "succeeded", "id": "ch_1", "amount": 15_050, "currency": "sar"}
    with misbehaving(says(json.dumps({"data": [other]}).encode())) as address:
        assert StripeCheckout(address, KEY, SECRET).status("REF-1") is None


@pytest.mark.promise("A42")
def test_after_five_silences_it_is_not_asked_any_more() -> None:
    with misbehaving(MISBEHAVIOURS["500"]) as address:
        connector = StripeCheckout(address, KEY, SECRET)
        for _ in range(5):
            with pytest.raises(ProviderUnavailable):
                connector.status("REF-1")
        with pytest.raises(ProviderUnavailable, match="resting"):
            connector.status("REF-1")
