"""The client library repeats a call whose answer was lost under its key, and names the attestation it cannot tell about."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bawaba.identity.accounts.models import Account
from bawaba.identity.attestation.models import Attestation, Call
from bawaba_attestor import Unavailable, client
from people import register
from worlds import served

pytestmark = pytest.mark.django_db


class Between(httpx.BaseTransport):
    """A network that hands every request over and may lose the answers of attestations."""

    def __init__(self, loses: Callable[[int], Exception | None]) -> None:
        self._portal, self._loses, self.sent = httpx.WSGITransport(app=served), loses, 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._portal.handle_request(request)
        if request.method == "POST" and request.url.path.endswith("/attestations"):
            self.sent += 1
            lost = self._loses(self.sent)
            if lost is not None:
                raise lost
        return answer


@pytest.fixture
def bank(world: Any, monkeypatch: Any) -> Any:
    monkeypatch.setattr(client.time, "sleep", lambda seconds: None)
    register(world, "omar")
    return world.attestor("palm-bank", "bank")


def through(bank: Any, loses: Callable[[int], Exception | None]) -> Between:
    network = Between(loses)
    bank._client = httpx.Client(base_url="http://testserver", transport=network)
    return network


@pytest.mark.parametrize("how", [httpx.ReadTimeout("slow"), httpx.ReadError("reset")])
def test_a_lost_answer_is_asked_for_again_and_has_one_effect(world: Any, bank: Any, how: Exception) -> None:
    network = through(bank, lambda sent: how if sent == 1 else None)
    assert world.bank_attest(bank, "omar").word == "activated"
    assert network.sent == 2
    assert (Attestation.objects.count(), Account.objects.count()) == (1, 1)


def test_when_every_answer_is_lost_the_outcome_can_be_asked_by_its_jti(world: Any, bank: Any) -> None:
    through(bank, lambda sent: httpx.ReadTimeout("slow"))
    with pytest.raises(Unavailable) as lost:
        world.bank_attest(bank, "omar")
    assert bank.outcome(lost.value.jti)["outcome"] == "activated"


def test_the_first_try_still_under_way_is_waited_for(world: Any, bank: Any, monkeypatch: Any) -> None:
    """409 idempotency-in-flight is our own first call; it is no refusal."""
    network = through(bank, lambda sent: None)
    handle = network.handle_request

    def first_died(request: httpx.Request) -> httpx.Response:
        if network.sent == 0 and request.url.path.endswith("/attestations"):
            answer = handle(request)
            Call.objects.update(status=0, body="")  # as if it had not yet answered
            raise httpx.ReadTimeout(str(answer.status_code))
        return handle(request)

    monkeypatch.setattr(network, "handle_request", first_died)
    with pytest.raises(Unavailable) as lost:
        world.bank_attest(bank, "omar")
    assert bank.outcome(lost.value.jti)["outcome"] == "activated"


def test_the_library_is_small() -> None:
    folder = client.__file__.rpartition("/")[0]
    names = ("__init__", "client", "keys", "statement")
    assert sum(len(open(f"{folder}/{name}.py").readlines()) for name in names) < 300  # noqa: SIM115, PTH123
