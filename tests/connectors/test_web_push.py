"""The contract of whoever wakes browsers, against the sandbox's service, which reads its signature by a library and nothing of its text."""

import base64
import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import time_machine
from joserfc.jwk import ECKey

from bawaba.connectors import bounded
from bawaba.connectors.bounded import BoundedTransport
from bawaba.connectors.push.web_push import WebPush
from bawaba.core.keyring import Keyring
from bawaba.journal.ports import Refused, Unavailable
from bawaba.messaging.ports import Gone, Nudge, Subscription
from bawaba_sandbox.app import create_app
from bawaba_sandbox.config import Config
from bawaba_sandbox.push.software import SoftwareBrowser

OURS = ["127.0.0.1", "10.0.0.8", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.0", "::1", "fd00::1"]
OURS += ["fe80::1", "::ffff:127.0.0.1", "224.0.0.1"]
NUDGE = Nudge('{"language": "ar"}', 86400, "normal", "letters")
SERVICE = "http://localhost:8020"
KEY = Keyring.generate("tests").private_jwks("push")[0]


def point_of(key: dict[str, Any]) -> str:
    raw = b"\x04" + b"".join(base64.urlsafe_b64decode(key[name] + "==") for name in ("x", "y"))
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.fixture
def outside(tmp_path: Path) -> Any:
    return create_app(Config(folder=tmp_path, matcher="simulated"))


@pytest.fixture
def browser(outside: Any) -> SoftwareBrowser:
    client = httpx.Client(base_url=SERVICE, transport=httpx.WSGITransport(app=outside))
    return SoftwareBrowser(SERVICE, point_of(KEY), client)


def connector(outside: Any, services: str = SERVICE) -> WebPush:
    return WebPush(services, "https://portal.example", transport=httpx.WSGITransport(app=outside))


def wake(service: WebPush, browser: SoftwareBrowser, nudge: Nudge = NUDGE, key: Any = KEY) -> None:
    service.wake(browser=Subscription(**browser.told()), nudge=nudge, key=key)


def test_the_browser_alone_reads_what_arrives(outside: Any, browser: SoftwareBrowser) -> None:
    wake(connector(outside), browser)
    kept = outside.extensions["nudges"].newest()[0]
    assert b"language" not in kept["body"]
    assert (kept["ttl"], kept["urgency"], kept["topic"]) == (86400, "normal", "letters")
    assert [one["text"] for one in browser.fetch()] == [{"language": "ar"}]
    assert browser.fetch() == [], "once"


def test_several_that_wait_are_one(outside: Any, browser: SoftwareBrowser) -> None:
    service = connector(outside)
    for language in ("ar", "ar", "en"):
        wake(service, browser, Nudge(json.dumps({"language": language}), 60, "high", "letters"))
    assert [one["text"] for one in browser.fetch()] == [{"language": "en"}]


def test_no_two_are_sealed_alike(outside: Any, browser: SoftwareBrowser) -> None:
    service = connector(outside)
    for topic in ("a", "b"):
        wake(service, browser, Nudge("{}", 60, "normal", topic))
    first, second = (one["body"] for one in outside.extensions["nudges"].newest())
    assert first[:16] != second[:16], "the salt"
    assert first[21:86] != second[21:86], "the sender's key"


def test_another_key_than_the_browser_named_is_refused(outside: Any, browser: SoftwareBrowser) -> None:
    other = ECKey.generate_key("P-256", private=True).as_dict(private=True)
    with pytest.raises(Refused, match="403"):
        wake(connector(outside), browser, key=other)
    assert browser.fetch() == []


def test_a_browser_that_left_is_gone_and_one_that_never_was_as_well(outside: Any, browser: SoftwareBrowser) -> None:
    browser.unsubscribe()
    with pytest.raises(Gone):
        wake(connector(outside), browser)
    browser.endpoint = f"{SERVICE}/push/v1/nobody"
    with pytest.raises(Gone):
        wake(connector(outside), browser)


def answered(status: int, **headers: str) -> tuple[WebPush, list[httpx.Request]]:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(status, headers={name.replace("_", "-"): text for name, text in headers.items()})

    return WebPush(SERVICE, "https://portal.example", transport=httpx.MockTransport(answer)), seen


@pytest.mark.parametrize(
    ("status", "said", "after"),
    [
        (429, "7", timedelta(seconds=7)),
        (503, "120", timedelta(seconds=120)),
        (503, "", timedelta(0)),
        (500, "never", timedelta(0)),
        (429, "-5", timedelta(0)),
        (429, "9" * 30, timedelta(0)),
        (429, "99999999", timedelta(hours=12)),
        (429, "Sat, 28 Nov 2026 12:01:00 GMT", timedelta(seconds=60)),
        (429, "Sat, 28 Nov 2026 11:00:00 GMT", timedelta(0)),
        (429, "Sat, 28 Nov 2026 12:01:00", timedelta(0)),
    ],
)
def test_later_is_later_and_when_is_heard(browser: SoftwareBrowser, status: int, said: str, after: timedelta) -> None:
    service, _ = answered(status, **({"Retry_After": said} if said else {}))
    with time_machine.travel(datetime(2026, 11, 28, 12, tzinfo=UTC), tick=False), pytest.raises(Unavailable) as found:
        wake(service, browser)
    assert found.value.after == after


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(browser: SoftwareBrowser, status: int) -> None:
    service, seen = answered(status, Location="http://127.0.0.1:6379/")
    with pytest.raises(Unavailable):
        wake(service, browser)
    assert len(seen) == 1


@pytest.mark.parametrize(("status", "error"), [(400, Refused), (413, Refused), (404, Gone), (410, Gone)])
def test_what_is_for_good(browser: SoftwareBrowser, status: int, error: type[Exception]) -> None:
    service, _ = answered(status)
    with pytest.raises(error) as found:
        wake(service, browser)
    assert isinstance(found.value, Gone) == (error is Gone)
    assert browser.endpoint not in str(found.value), "no address in a log"


def test_the_list_of_services_holds_for_what_was_kept_as_well(outside: Any, browser: SoftwareBrowser) -> None:
    with pytest.raises(Refused):
        wake(connector(outside, "push.example"), browser)
    assert browser.fetch() == []


def test_the_signature_names_the_service_the_contact_and_half_a_day(browser: SoftwareBrowser) -> None:
    service, seen = answered(201)
    wake(service, browser)
    token, key = seen[0].headers["Authorization"].removeprefix("vapid t=").split(", k=")
    said = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert (said["aud"], said["sub"]) == (SERVICE, "https://portal.example")
    assert said["exp"] - datetime.now(UTC).timestamp() == pytest.approx(12 * 3600, abs=60)
    assert key == point_of(KEY)


@pytest.mark.parametrize(
    "leads_to",
    OURS,
)
def test_a_name_that_leads_into_our_own_network_is_not_called(monkeypatch: pytest.MonkeyPatch, leads_to: str) -> None:
    """Also when another address beside it is public: the name is a stranger's."""
    told = [(0, 0, 0, "", (one, 443)) for one in ("142.250.1.95", leads_to)]
    monkeypatch.setattr(bounded.socket, "getaddrinfo", lambda *args, **more: told)
    dialled: list[str] = []
    monkeypatch.setattr(socket, "create_connection", lambda address, *args, **more: dialled.append(address))
    client = httpx.Client(transport=BoundedTransport(1.0, public_only=True))
    with pytest.raises(httpx.TransportError):
        client.post("https://push.example/x")
    assert dialled == []


def test_what_was_judged_is_what_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is asked once: a second answer, another one, would be a way in."""
    monkeypatch.setattr(bounded.socket, "getaddrinfo", lambda *args, **more: [(0, 0, 0, "", ("142.250.1.95", 443))])
    dialled: list[Any] = []

    def dial(address: Any, *args: Any, **more: Any) -> None:
        dialled.append(address)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", dial)
    with pytest.raises(httpx.TransportError):
        httpx.Client(transport=BoundedTransport(1.0, public_only=True)).post("https://push.example/x")
    assert set(dialled) == {("142.250.1.95", 443)}
