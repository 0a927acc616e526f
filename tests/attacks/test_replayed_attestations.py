"""A statement counts once: byte for byte, re-signed, from elsewhere, for another visit, too early, too late."""

import base64
import json
import secrets
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from bawaba.identity.accounts.models import Account
from bawaba.identity.attestation.models import Attestation
from bawaba_attestor import new_key, public_jwks
from people import register
from races import at_once
from wires import NO_KEY, kiosk_stated, send, signed, slug_of, stated


def effects() -> tuple[int, int]:
    return Attestation.objects.count(), Account.objects.count()


@pytest.fixture
def bank(world: Any) -> Any:
    register(world, "omar")
    return world.attestor("palm-bank", "bank")


@pytest.mark.promise("A16")
@pytest.mark.django_db
def test_the_same_bytes_under_the_same_key_get_the_stored_answer(world: Any, bank: Any) -> None:
    statement = stated(world, bank, "omar")
    first = send(bank, statement, "k")
    assert (first.status_code, first.json()["outcome"]) == (201, "activated")
    for _ in range(3):
        again = send(bank, statement, "k")
        assert (again.status_code, again.content) == (201, first.content)
    assert effects() == (1, 1)


@pytest.mark.promise("A16")
@pytest.mark.django_db
def test_the_same_statement_under_another_key_is_refused_for_ever(world: Any, bank: Any) -> None:
    statement = stated(world, bank, "omar", exp=int(datetime.now(UTC).timestamp()) + 119)
    send(bank, statement, "k")
    assert slug_of(send(bank, statement, "another")) == "attestation-replayed"
    assert slug_of(send(bank, stated(world, bank, "omar"), "k")) == "idempotency-key-reused"
    world.wait(130)
    late = send(bank, statement, "third")
    assert (late.status_code, slug_of(late)) == (400, "statement-invalid")
    assert effects() == (1, 1)


@pytest.mark.promise("A16")
@pytest.mark.django_db
def test_a_jti_signed_again_is_refused(world: Any, bank: Any) -> None:
    jti = secrets.token_urlsafe(16)
    send(bank, stated(world, bank, "omar", jti=jti))
    again = send(bank, stated(world, bank, "omar", jti=jti, place="elsewhere"))
    assert (again.status_code, slug_of(again)) == (409, "attestation-replayed")


@pytest.mark.promise("A16")
@pytest.mark.django_db
def test_another_attestor_cannot_send_it(world: Any, bank: Any) -> None:
    statement = stated(world, bank, "omar")
    other = world.attestor("sea-bank", "bank")
    assert send(other, statement).status_code in {400, 401}
    assert effects() == (0, 0)


@pytest.mark.promise("A16", "A18")
@pytest.mark.django_db
def test_a_challenge_is_for_one_visit_of_one_kiosk_and_one_use(world: Any) -> None:
    kiosk, other = world.attestor("kiosk-1"), world.attestor("kiosk-2")
    visit = world.visit(kiosk, "omar")
    world.wait(31)
    second = world.visit(kiosk, "omar")
    foreign = send(other, kiosk_stated(world, other, "omar", visit))
    assert (foreign.status_code, slug_of(foreign)) == (400, "statement-invalid")
    crossed = send(kiosk, kiosk_stated(world, kiosk, "omar", {**visit, "challenge": second["challenge"]}))
    assert (crossed.status_code, slug_of(crossed)) == (400, "statement-invalid")
    assert send(kiosk, kiosk_stated(world, kiosk, "omar", visit)).status_code == 201
    again = send(kiosk, kiosk_stated(world, kiosk, "omar", visit))
    assert (again.status_code, slug_of(again)) == (409, "challenge-spent")


@pytest.mark.promise("A18")
@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "status"), [(4 * 60 + 50, 201), (5 * 60 + 1, 409)])
def test_a_challenge_lives_five_minutes(world: Any, seconds: int, status: int) -> None:
    kiosk = world.attestor("kiosk-1")
    visit = world.visit(kiosk, "omar")
    world.wait(seconds)
    assert send(kiosk, kiosk_stated(world, kiosk, "omar", visit)).status_code == status


@pytest.mark.promise("A18")
@pytest.mark.django_db
def test_a_challenge_has_a_hundred_and_twenty_eight_bits(world: Any) -> None:
    kiosk = world.attestor("kiosk-1")
    one = world.cast["omar"]
    seen = {kiosk.open_visit(one["kind"], one["number"], "market", "ar", "v")["challenge"] for _ in range(20)}
    assert len(seen) == 20
    assert all(len(base64.urlsafe_b64decode(challenge + "==")) == 16 for challenge in seen)


@pytest.mark.promise("A17")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("issued", "expires", "good"),
    [
        (-121, -1, False),
        (-121, 1, False),
        (-119, 1, True),
        (-60, 60, True),
        (-60, 61, False),
        (0, 110, True),
        (0, 120, True),
        (0, 121, False),
        (9, 100, True),
        (11, 100, False),
        (61, 100, False),
        (0, -1, False),
    ],
)
def test_the_clocks_window(world: Any, bank: Any, issued: int, expires: int, good: bool) -> None:
    moment = datetime.now(UTC).replace(microsecond=0)
    now = int(moment.timestamp())
    with time_machine.travel(moment, tick=False):  # a second that passes on a busy machine is none of the ten
        statement = stated(world, bank, "omar", iat=now + issued, nbf=now + issued, exp=now + expires)
        answer = send(bank, statement)
    assert answer.status_code == (201 if good else 400), answer.text


@pytest.mark.promise("A17")
@pytest.mark.django_db
@pytest.mark.parametrize(
    "times",
    [
        {"iat": float("nan"), "exp": float("nan")},
        {"exp": float("inf")},
        {"iat": float("-inf")},
        {"iat": "now"},
        {"exp": None},
        {"iat": True},
        {"exp": NO_KEY},
        {"iat": NO_KEY},
        {"nbf": 4_000_000_000},
        {"iat": [], "exp": {}},
    ],
    ids=str,
)
def test_a_time_that_is_none_is_refused(world: Any, bank: Any, times: dict[str, Any]) -> None:
    answer = send(bank, stated(world, bank, "omar", **times))
    assert (answer.status_code, slug_of(answer)) == (400, "statement-invalid")
    assert effects() == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "more",
    [
        {"header": {"typ": "client-auth+jwt"}},
        {"header": {"typ": "JWT"}},
        {"header": {"jwk": {"kty": "oct", "k": "AA"}}},
        {"header": {"jku": "https://example.com/keys"}},
        {"header": {"x5u": "https://example.com/cert"}},
        {"header": {"kid": "unknown"}},
        {"header": {"kid": ""}},
        {"aud": "https://elsewhere.example"},
        {"aud": ["http://testserver"]},
        {"iss": "sea-bank"},
        {"iss": NO_KEY},
        {"jti": NO_KEY},
        {"jti": ""},
        {"jti": "x" * 65},
        {"jti": "\x00"},
        {"method": "fingerprint"},
        {"personal": "x"},
        {"personal": NO_KEY},
        {"place": "x" * 100},
    ],
    ids=str,
)
def test_confusing_headers_and_claims_are_refused(world: Any, bank: Any, more: dict[str, Any]) -> None:
    answer = send(bank, stated(world, bank, "omar", **more))
    assert answer.status_code in {400, 401}
    slug_of(answer)
    assert effects() == (0, 0)


@pytest.mark.django_db
def test_no_algorithm_and_a_public_key_as_a_secret_are_refused(world: Any, bank: Any) -> None:
    statement = stated(world, bank, "omar")
    _, body, _ = statement.split(".")

    def encoded(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    for algorithm in ("none", "HS256", "RS256"):
        header = encoded({"alg": algorithm, "typ": "activation+jwt", "kid": bank._key["kid"]})
        assert send(bank, f"{header}.{body}.").status_code in {400, 401}
        assert send(bank, f"{header}.{body}.AAAA").status_code in {400, 401}
    stranger = new_key() | {"kid": bank._key["kid"]}
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    assert send(bank, signed(claims, stranger)).status_code == 401
    assert public_jwks(stranger)["keys"][0]["kid"] == bank._key["kid"]
    assert effects() == (0, 0)


@pytest.mark.promise("A20")
@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_calls_under_one_key_have_one_effect_and_one_answer(world: Any, trials: Any) -> None:
    bank = world.attestor("palm-bank", "bank")
    for number in range(trials(20)):
        statement = stated(world, bank, "omar", phone=f"+96650000{2000 + number}")
        before = Attestation.objects.count()
        answers = at_once([lambda s=statement, k=f"key-{number}": send(bank, s, k)] * 20)
        done = [one for one in answers if getattr(one, "status_code", 0) == 201]
        waits = [one for one in answers if one not in done]
        assert done
        assert {one.content for one in done} == {done[0].content}
        assert {slug_of(one) for one in waits} <= {"idempotency-in-flight"}
        assert all("Retry-After" in one.headers for one in waits)
        assert send(bank, statement, f"key-{number}").content == done[0].content
        assert Attestation.objects.count() == before + 1
