"""The payment provider at its edges: one payment a reference, one capture under parallel clicks, a refund once."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from bawaba_attestor import new_key
from bawaba_sandbox.app import create_app
from bawaba_sandbox.config import Config
from bawaba_sandbox.pay.callbacks import notice, send_callbacks, signing_key

AUTH = {"Authorization": "Bearer demo-payment-key"}
ORDER = {
    "reference": "REF-1",
    "amount_halalas": 15000,
    "currency": "SAR",
    "return_url": "http://portal/bills/1/returned",
    "callback_url": "http://portal/callbacks/payment",
    "description": {"ar": "مخالفة", "en": "Violation"},
}
GOOD, DECLINED = "4111 1111 1111 1111", "4000000000000002"


class Merchant(httpx.BaseTransport):
    """Takes callbacks, or is away."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.status = 200

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.heard.append(request.content.decode())
        return httpx.Response(self.status)


@pytest.fixture
def merchant() -> Merchant:
    return Merchant()


@pytest.fixture
def app(tmp_path: Path, merchant: Merchant) -> Iterator[Any]:
    return create_app(Config(folder=tmp_path, matcher="simulated"), callback_transport=merchant)


def start(app: Any, key: str = "k-1", **more: Any) -> Any:
    return app.test_client().post("/pay/v1/payments", json={**ORDER, **more}, headers={**AUTH, "Idempotency-Key": key})


def state(app: Any, reference: str = "REF-1") -> str:
    return str(app.test_client().get(f"/pay/v1/payments/{reference}", headers=AUTH).json["status"])


def click(app: Any, number: str, card: str = GOOD, do: str = "pay") -> Any:
    return app.test_client().post(f"/pay/{number}", data={"card": card, "do": do})


def events(app: Any, merchant: Merchant) -> list[str]:
    keys = KeySet.import_key_set(app.test_client().get("/pay/v1/jwks").json)
    return [
        json.loads(jws.deserialize_compact(body, keys, algorithms=["ES256"]).payload)["event"]
        for body in merchant.heard
    ]


def together(count: int, work: Any) -> list[Any]:
    answers, barrier = [], threading.Barrier(count)

    def one() -> None:
        barrier.wait()
        answers.append(work())

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_twenty_parallel_starts_are_one_payment(app: Any) -> None:
    answers = together(20, lambda: start(app))
    assert {one.status_code for one in answers} == {201}
    assert len({one.json["id"] for one in answers}) == 1


def test_the_same_reference_under_another_key_is_the_same_payment(app: Any) -> None:
    assert start(app, "k-1").json["id"] == start(app, "k-2").json["id"]


@pytest.mark.parametrize(
    ("key", "more"),
    [
        ("", {}),
        ("k", {"amount_halalas": 0}),
        ("k", {"amount_halalas": -5}),
        ("k", {"amount_halalas": "much"}),
        ("k", {"currency": None}),
    ],
)
def test_an_order_that_is_not_complete_is_refused(app: Any, key: str, more: dict[str, Any]) -> None:
    body = {name: value for name, value in {**ORDER, **more}.items() if value is not None}
    headers = {**AUTH, **({"Idempotency-Key": key} if key else {})}
    assert app.test_client().post("/pay/v1/payments", json=body, headers=headers).status_code == 422


def test_without_the_key_nothing_is_told(app: Any) -> None:
    start(app)
    assert app.test_client().get("/pay/v1/payments/REF-1").status_code == 401


def test_twenty_parallel_clicks_capture_once_and_notify_once(app: Any, merchant: Merchant) -> None:
    number = start(app).json["id"]
    answers = together(20, lambda: click(app, number))
    assert {one.headers["Location"] for one in answers} == {ORDER["return_url"]}
    assert state(app) == "captured"
    assert set(events(app, merchant)) == {"payment.captured"}
    assert app.extensions["payments"].callbacks_to_send() == []


@pytest.mark.parametrize(("card", "do"), [(DECLINED, "pay"), ("1234", "pay"), ("", "pay"), (GOOD, "cancel")])
def test_a_declined_card_charges_nothing_and_is_told(app: Any, merchant: Merchant, card: str, do: str) -> None:
    number = start(app).json["id"]
    click(app, number, card, do)
    assert state(app) == "failed"
    assert events(app, merchant) == ["payment.failed"]
    click(app, number)  # too late
    assert state(app) == "failed"


def test_a_refund_is_given_once(app: Any, merchant: Merchant) -> None:
    click(app, start(app).json["id"])
    refund = lambda: app.test_client().post("/pay/v1/payments/REF-1/refunds", headers=AUTH)  # noqa: E731 - said twenty times
    assert {one.json["status"] for one in together(20, refund)} == {"refunded"}
    send_callbacks(app.extensions["payments"], signing_key(app.config["SANDBOX"].folder), merchant)
    assert events(app, merchant).count("payment.refunded") == 1


def test_what_was_not_captured_is_not_refunded(app: Any) -> None:
    start(app)
    assert app.test_client().post("/pay/v1/payments/REF-1/refunds", headers=AUTH).json["status"] == "pending"
    assert app.test_client().post("/pay/v1/payments/NONE/refunds", headers=AUTH).status_code == 404


def test_a_callback_that_is_not_taken_comes_again_five_times(app: Any, merchant: Merchant) -> None:
    merchant.status = 503
    click(app, start(app).json["id"])
    key = signing_key(app.config["SANDBOX"].folder)
    for _ in range(9):
        send_callbacks(app.extensions["payments"], key, merchant)
    assert len(merchant.heard) == 5


def test_a_notice_under_another_key_is_not_the_providers(app: Any) -> None:
    start(app)
    payment = app.extensions["payments"].by_reference("REF-1")
    forged = notice(payment, "payment.captured", new_key())
    with pytest.raises((JoseError, ValueError)):
        jws.deserialize_compact(
            forged, KeySet.import_key_set(app.test_client().get("/pay/v1/jwks").json), algorithms=["ES256"]
        )
    genuine = ECKey.import_key(signing_key(app.config["SANDBOX"].folder))
    assert jws.deserialize_compact(notice(payment, "x", signing_key(app.config["SANDBOX"].folder)), genuine)


def test_down_it_answers_nobody_and_up_again_it_does(app: Any) -> None:
    control = app.test_client()
    control.post("/pay/control", json={"mode": "down"})
    assert start(app).status_code == 503
    control.post("/pay/control", json={"mode": "up"})
    assert start(app).status_code == 201


def test_the_hosted_page_never_keeps_the_card(app: Any, tmp_path: Path) -> None:
    click(app, start(app).json["id"])
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"4111" not in path.read_bytes(), path
