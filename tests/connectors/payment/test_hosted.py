"""The contract of the payment port: signed notices, keys that rotate, and a provider that misbehaves in any way."""

import base64
import json
import time
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import ECKey, OctKey

from bawaba.connectors.payment.hosted import HostedPayments
from bawaba.core.text import T
from bawaba.payments.ports import BadNotice, Notice, Order, ProviderUnavailable
from bawaba_attestor import new_key, public_jwks
from connectors.sockets import MISBEHAVIOURS, misbehaving, says

CALLBACK = "http://testserver/callbacks/payment"
ORDER = Order("key", "REF-1", 15_000, "SAR", T("مخالفة", en="Fine"), "http://r/", CALLBACK, "ar")
CLAIMS = {
    "aud": CALLBACK,
    "event": "payment.captured",
    "reference": "REF-1",
    "amount_halalas": 15_000,
    "currency": "SAR",
    "provider_id": "p1",
}


class Provider:
    """Publishes keys, counts who asks for them."""

    def __init__(self) -> None:
        self.keys, self.asked, self.up = [new_key()], 0, True
        self.connector = HostedPayments("http://provider", "key", transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if not self.up:
            return httpx.Response(503)
        published = [jwk for key in self.keys for jwk in public_jwks(key)["keys"]]
        return httpx.Response(200, json={"keys": published})

    def sign(self, key: Any = None, header: dict[str, Any] | None = None, **claims: Any) -> bytes:
        chosen = key or self.keys[0]
        head = {"alg": "ES256", "typ": "payment+jwt", "kid": chosen["kid"], **(header or {})}
        head = {name: value for name, value in head.items() if value is not None}
        said = {name: value for name, value in {**CLAIMS, **claims}.items() if value is not None}
        return jws.serialize_compact(head, json.dumps(said).encode(), ECKey.import_key(chosen)).encode()

    def read(self, body: bytes) -> Notice:
        return self.connector.read(body, {}, CALLBACK)


@pytest.fixture
def provider() -> Provider:
    return Provider()


def test_a_notice_signed_for_us_is_read(provider: Provider) -> None:
    assert provider.read(provider.sign()) == Notice("REF-1", "captured", 15_000, "SAR", "p1")
    assert provider.read(provider.sign(event="payment.failed")).status == "failed"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "http://elsewhere/callbacks/payment"},
        {"aud": None},
        {"event": "payment.unheard_of"},
        {"event": None},
        {"reference": None},
        {"reference": 7},
        {"amount_halalas": "15000"},
        {"amount_halalas": 15_000.9},
        {"amount_halalas": True},
        {"amount_halalas": None},
        {"currency": None},
    ],
    ids=str,
)
def test_a_notice_that_is_not_as_agreed_is_refused(provider: Provider, claims: dict[str, Any]) -> None:
    with pytest.raises(BadNotice):
        provider.read(provider.sign(**claims))


@pytest.mark.parametrize("header", [{"typ": "JWT"}, {"typ": None}, {"kid": None}, {"kid": "other"}], ids=str)
def test_another_type_or_key_id_is_refused(provider: Provider, header: dict[str, Any]) -> None:
    with pytest.raises(BadNotice):
        provider.read(provider.sign(header=header))


def test_another_key_under_the_same_id_is_refused(provider: Provider) -> None:
    thief = new_key() | {"kid": provider.keys[0]["kid"]}
    with pytest.raises(BadNotice):
        provider.read(provider.sign(key=thief))


def test_another_algorithm_is_refused(provider: Provider) -> None:
    public = json.dumps(public_jwks(provider.keys[0])["keys"][0]).encode()
    head = {"alg": "HS256", "typ": "payment+jwt", "kid": provider.keys[0]["kid"]}
    body = jws.serialize_compact(head, json.dumps(CLAIMS).encode(), OctKey.import_key(public), algorithms=["HS256"])
    with pytest.raises(BadNotice):
        provider.read(body.encode())
    head = {"alg": "none", "typ": "payment+jwt", "kid": provider.keys[0]["kid"]}
    forged = base64.urlsafe_b64encode(json.dumps(head).encode()).rstrip(b"=")
    with pytest.raises(BadNotice):
        provider.read(forged + b"." + provider.sign().split(b".")[1] + b".")


@given(st.binary(max_size=200))
def test_no_body_breaks_it(body: bytes) -> None:
    with pytest.raises(BadNotice):
        Provider().read(body)


def test_any_changed_character_of_the_body_or_signature_is_found(provider: Provider) -> None:
    body = provider.sign()
    dot = body.index(b".")
    for place in range(dot + 1, len(body) - 2, 7):
        changed = body[:place] + (b"A" if body[place : place + 1] != b"A" else b"B") + body[place + 1 :]
        with pytest.raises(BadNotice):
            provider.read(changed)


def test_a_new_key_of_the_provider_is_fetched_when_a_notice_names_it(provider: Provider, world: Any) -> None:
    provider.read(provider.sign())
    provider.keys.insert(0, new_key())
    world.wait(31)
    assert provider.read(provider.sign()).status == "captured"
    assert provider.asked == 2


def test_notices_under_unknown_keys_cause_no_storm_of_fetches(provider: Provider) -> None:
    for _ in range(50):
        with pytest.raises(BadNotice):
            provider.read(provider.sign(key=new_key()))
    assert provider.asked == 1


def test_a_key_that_was_taken_back_is_believed_for_an_hour_at_most(provider: Provider, world: Any) -> None:
    stolen = provider.keys[0]
    provider.read(provider.sign())
    provider.keys[:] = [new_key()]
    world.wait(3601)
    with pytest.raises(BadNotice):
        provider.read(provider.sign(key=stolen))


def test_while_keys_cannot_be_fetched_the_provider_is_told_to_come_again(provider: Provider) -> None:
    provider.up = False
    with pytest.raises(ProviderUnavailable):
        provider.read(provider.sign())
    provider.up = True
    assert provider.read(provider.sign()).status == "captured"


@pytest.mark.promise("A42")
@pytest.mark.parametrize("how", MISBEHAVIOURS)
def test_however_it_misbehaves_a_call_ends_in_time_and_in_our_words(how: str) -> None:
    with misbehaving(MISBEHAVIOURS[how]) as address:
        began = time.monotonic()
        with pytest.raises(ProviderUnavailable):
            HostedPayments(address, "key").start(ORDER)
        assert time.monotonic() - began < 2.7


@pytest.mark.parametrize(
    "body", [b"{}", b'{"hosted_url": 7}', b'{"hosted_url": "javascript:alert(1)"}', b'{"hosted_url": "//evil"}']
)
def test_an_address_that_is_none_is_no_answer(body: bytes) -> None:
    with misbehaving(says(body)) as address, pytest.raises(ProviderUnavailable):
        HostedPayments(address, "key").start(ORDER)


@pytest.mark.parametrize("body", [b"{}", b'{"reference": "REF-1", "status": "captured", "amount_halalas": "15000"}'])
def test_a_status_that_is_none_is_no_answer(body: bytes) -> None:
    with misbehaving(says(body)) as address:
        for ask in (lambda p: p.status("REF-1"), lambda p: p.refund("REF-1", "k")):
            with pytest.raises(ProviderUnavailable):
                ask(HostedPayments(address, "key"))


def test_a_payment_that_it_never_heard_of_is_none_and_its_refund_is_not_forgotten() -> None:
    with misbehaving(says(b"{}", 404)) as address:
        assert HostedPayments(address, "key").status("REF-1") is None
        with pytest.raises(ProviderUnavailable):
            HostedPayments(address, "key").refund("REF-1", "k")
        with pytest.raises(ProviderUnavailable):
            HostedPayments(address, "key").start(ORDER)


@pytest.mark.promise("A42")
def test_after_five_silences_it_is_not_asked_any_more() -> None:
    with misbehaving(MISBEHAVIOURS["500"]) as address:
        connector = HostedPayments(address, "key")
        for _ in range(5):
            with pytest.raises(ProviderUnavailable):
                connector.status("REF-1")
        with pytest.raises(ProviderUnavailable, match="resting"):
            connector.status("REF-1")
