"""The one contract of the payment port: every connector, against its provider on a real socket."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from werkzeug.serving import make_server

from bawaba.connectors.payment.hosted import HostedPayments
from bawaba.connectors.payment.stripe import StripeCheckout
from bawaba.core.text import T
from bawaba.payments.ports import BadNotice, Notice, Order, PaymentProvider, ProviderUnavailable
from bawaba_sandbox.app import create_app
from bawaba_sandbox.config import Config
from bawaba_sandbox.pay.callbacks import notice, signing_key
from payers import at_once
from stripes import KEY, SECRET, Stripe, signed

CALLBACK = "http://testserver/callbacks/payment"
ORDER = Order("key-1", "REF-1", 15_050, "SAR", T("مخالفة", en="Fine"), "http://testserver/r", CALLBACK, "ar")


class Sandbox:
    """The sandbox's provider and the connector that speaks its contract."""

    def __init__(self, folder: Path) -> None:
        self.app = create_app(
            Config(folder=folder, url="http://sandbox", portal="http://testserver", matcher="simulated")
        )
        self.app.extensions["callback_transport"] = httpx.MockTransport(lambda request: httpx.Response(204))
        self.payments = self.app.extensions["payments"]
        self.key = signing_key(folder)

    def connector(self, address: str) -> PaymentProvider:
        return HostedPayments(f"{address}/pay/v1", "demo-payment-key")

    def pays(self, url: str) -> None:
        assert self.app.test_client().post(urlsplit(url).path, data={"card": "4111111111111111"}).status_code == 302

    def notice(self, status: str, **other: Any) -> tuple[bytes, dict[str, str]]:
        payment = {**self.payments.by_reference("REF-1"), **other}
        return notice(payment, f"payment.{status}", self.key).encode(), {}

    def breaks(self) -> None:
        self.app.extensions["switches"]["pay"] = "down"

    def count(self) -> int:
        return int(self.payments.by_reference("REF-1") is not None)


class Checkout:
    """Stripe as documented, and the connector that speaks its API."""

    def __init__(self, folder: Path) -> None:
        del folder
        self.stripe = Stripe()
        self.app = self.stripe.app

    def connector(self, address: str) -> PaymentProvider:
        return StripeCheckout(address, KEY, SECRET)

    def pays(self, url: str) -> None:
        self.stripe.pays(self.stripe.sessions[url.rpartition("/")[2]]["client_reference_id"])

    def notice(self, status: str, **other: Any) -> tuple[bytes, dict[str, str]]:
        kind = {"captured": "completed", "failed": "expired"}[status]
        (session,) = self.stripe.sessions.values()
        body = self.stripe.event(f"checkout.session.{kind}", {**session, **other})
        return body, signed(body)

    def breaks(self) -> None:
        self.stripe.up = False

    def count(self) -> int:
        return len(self.stripe.sessions)


@pytest.fixture(params=[Sandbox, Checkout])
def outside(request: Any, tmp_path: Path) -> Any:
    return request.param(tmp_path)


@pytest.fixture
def provider(outside: Any) -> Iterator[PaymentProvider]:
    server = make_server("127.0.0.1", 0, outside.app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield outside.connector(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()


def said(found: Notice | None) -> tuple[str, str, int, str]:
    assert found is not None
    return found.reference, found.status, found.halalas, found.currency


def test_a_payment_is_begun_captured_and_given_back_to_the_halala(outside: Any, provider: PaymentProvider) -> None:
    assert provider.status("REF-1") is None
    url = provider.start(ORDER)
    assert urlsplit(url).scheme in ("http", "https")
    outside.pays(url)
    captured = ("REF-1", "captured", 15_050, "SAR")
    assert said(provider.status("REF-1")) == captured
    assert said(provider.read(*outside.notice("captured"), CALLBACK)) == captured
    for _ in range(2):
        assert said(provider.refund("REF-1", "refund-1")) == ("REF-1", "refunded", 15_050, "SAR")
    assert said(provider.status("REF-1"))[1] == "refunded"


def test_two_clicks_are_one_payment_in_whatever_language(outside: Any, provider: PaymentProvider) -> None:
    orders = [ORDER, replace(ORDER, language="en")] * 3
    urls = at_once(*[lambda order=order: provider.start(order) for order in orders])
    assert len(set(urls)) == 1, urls
    assert outside.count() == 1


def test_one_payment_says_nothing_of_another(outside: Any, provider: PaymentProvider) -> None:
    outside.pays(provider.start(ORDER))
    provider.start(replace(ORDER, key="key-2", reference="REF-12"))
    other = provider.status("REF-12")
    assert other is None or other.status == "pending"
    assert provider.status("REF") is None


def test_a_notice_that_was_changed_is_not_believed(outside: Any, provider: PaymentProvider) -> None:
    provider.start(ORDER)
    body, headers = outside.notice("failed")
    assert provider.read(body, headers, CALLBACK).status == "failed"
    other = b"y" if body[-30:-29] == b"x" else b"x"
    for changed in (body[:-30] + other + body[-29:], body[: len(body) // 2], b""):
        with pytest.raises(BadNotice):
            provider.read(changed, headers, CALLBACK)


def test_what_it_never_captured_cannot_come_back(outside: Any, provider: PaymentProvider) -> None:
    with pytest.raises(ProviderUnavailable):
        provider.refund("REF-1", "refund-1")


def test_while_it_is_down_every_call_says_so(outside: Any, provider: PaymentProvider) -> None:
    provider.start(ORDER)
    outside.breaks()
    for ask in (lambda: provider.start(ORDER), lambda: provider.status("REF-1"), lambda: provider.refund("REF-1", "k")):
        with pytest.raises(ProviderUnavailable):
            ask()
