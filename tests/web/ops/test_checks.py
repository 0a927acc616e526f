"""``bawaba check`` finds what does not fit together; ``--deploy`` what a demo left behind."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks

from bawaba.core.keyring import Keyring
from bawaba.web.ops import checks
from bawaba.web.ops.checks import is_loopback


def ids(found: list[Any]) -> list[str]:
    return [one.id for one in found]


def test_the_house_as_it_stands_has_nothing_to_complain_about() -> None:
    assert run_checks() == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1", "0.0.0.0", "demo.localhost"])
def test_this_machine_is_recognised(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["register.example", "10.0.0.7", "localhost.example", ""])
def test_other_machines_are_not_taken_for_this_one(host: str) -> None:
    assert not is_loopback(host)


def test_every_connector_that_leads_to_a_demo_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = checks.connectors_lead_outside()
    assert {one.msg.split()[1] for one in found} == set(settings.CONNECTORS)
    far = {name: {**one, "OPTIONS": {"url": "https://outside.example/v1"}} for name, one in settings.CONNECTORS.items()}
    monkeypatch.setattr(settings, "CONNECTORS", far)
    assert checks.connectors_lead_outside() == []


def test_keys_of_a_demo_and_keys_that_others_can_read_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "keyring.json"
    monkeypatch.setattr(settings.BAWABA, "keyring_file", path)
    assert ids(checks.keys_are_ours()) == ["bawaba.E030"]
    Keyring.generate("demo").save(path)
    assert ids(checks.keys_are_ours()) == ["bawaba.E031"]
    Keyring.generate("operator").save(path)
    path.chmod(0o644)  # saved anew it is its owner's alone again
    assert ids(checks.keys_are_ours()) == ["bawaba.E032"]
    path.chmod(0o600)
    assert checks.keys_are_ours() == []


@pytest.mark.parametrize(
    ("backend", "found"),
    [("nowhere.Register", "bawaba.E010"), ("bawaba.connectors.email.smtp.Smtp", "bawaba.E011")],
)
def test_a_connector_that_does_not_fit_its_port_is_named(
    backend: str, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {"BACKEND": backend, "OPTIONS": {"url": "smtp://x:1", "sender": "a@b.example"}}
    monkeypatch.setattr(settings, "CONNECTORS", settings.CONNECTORS | {"register": wrong})
    assert ids(checks.connectors_fit()) == [found]


def test_a_shelf_that_does_not_load_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise SyntaxError("a file of somebody")

    monkeypatch.setattr(checks, "populations", broken)
    assert ids(checks.shelves_load())[:1] == ["bawaba.E001"]


def test_the_command_fails_on_a_demo(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    Keyring.generate("demo").save(path)
    told = {**os.environ, "BAWABA_KEYRING_FILE": str(path)}
    command = [sys.executable, "-m", "django", "check", "--deploy", "--settings", "bawaba.config.settings"]
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert {"bawaba.E020", "bawaba.E031", "bawaba.E040"} <= set(done.stderr.replace("(", " ").replace(")", " ").split())


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://10.0.0.1", ["bawaba.E041"]),
        ("https://[2001:db8::1]:8443", ["bawaba.E041"]),
        ("https://portal.example", []),
        ("http://localhost:8000", []),
    ],
)
def test_an_address_for_which_no_passkey_can_be_made_is_no_address(
    url: str, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.BAWABA, "public_url", url)
    assert ids(checks.the_address_is_a_name()) == found


@pytest.mark.parametrize(
    ("services", "found"),
    [
        ("fcm.googleapis.com push.apple.com", 0),
        ("", 0),
        ("http://localhost:8020", 1),
        ("127.0.0.1 push.example https://a.b", 2),
    ],
)
def test_browsers_are_woken_through_names_alone(monkeypatch: pytest.MonkeyPatch, services: str, found: int) -> None:
    monkeypatch.setattr(settings, "BAWABA", settings.BAWABA.model_copy(update={"push_services": services}))
    assert [one.id for one in checks.browsers_are_woken_outside()] == ["bawaba.E021"] * found
