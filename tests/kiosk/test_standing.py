"""What stands in the mall when it may not activate: the screens say so in both languages and name the others."""

import io
import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from flask.testing import FlaskClient
from typer.testing import CliRunner

import bawaba_kiosk.cli as program
from bawaba.identity.accounts.models import Account
from bawaba.identity.attestation.binding import issue_binding_code
from bawaba.identity.attestation.closing import close_attestor
from bawaba.identity.attestation.loading import load_attestor
from bawaba.identity.attestation.models import Kiosk
from bawaba.identity.attestation.moving import attestor_named
from bawaba.identity.attestation.queries import attestor_view
from bawaba.journal.ports import Actor
from bawaba_attestor import Attestor
from bawaba_kiosk.app import create_app
from bawaba_kiosk.config import Config
from bawaba_kiosk.device import Device
from bawaba_kiosk.standing import Standing
from people import register
from web.desk.test_attestors import working_as
from worlds import KIOSK

pytestmark = pytest.mark.django_db
BY = Actor("operator", "console")
NAMED = {"ar": "جهاز الميناء", "en": "Harbour kiosk"}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(
        portal="http://testserver", slug="kiosk-7", key_file=tmp_path / "key.json", tamper_file=tmp_path / "opened"
    )


@pytest.fixture
def enrolled(world: Any, config: Config, monkeypatch: pytest.MonkeyPatch) -> str:
    """A technician with a code at the device."""
    load_attestor(described={**KIOSK, "slug": "kiosk-7"}, by=BY)
    code = issue_binding_code(attestor=attestor_named("kiosk-7"), by=BY)
    line = lambda url, slug, key: Attestor(url, slug, key, transport=world.portal_transport())  # noqa: E731
    monkeypatch.setattr(program, "Attestor", line)
    monkeypatch.setattr(program, "Config", lambda: config)
    done = CliRunner().invoke(program.main, ["enrol"], input=f"{code}\n")
    assert done.exit_code == 0, done.output
    return code


@pytest.fixture
def screen(world: Any, enrolled: str, config: Config) -> FlaskClient:
    device = Device(config)
    line = Attestor("http://testserver", "kiosk-7", device.key, transport=world.portal_transport())
    return create_app(config, attestor=line, device=device, fingers={}).test_client()


def others(world: Any) -> None:
    """Another kiosk, and a counter."""
    there = {**KIOSK["places"][0], "latitude": 24.8, "name": NAMED}
    world.attestor("kiosk-8", places=[there])
    world.attestor("counter-1", "counter", places=[{**there, "name": {"ar": "مكتب الشمال", "en": "North counter"}}])


def test_a_technician_enrols_the_device_and_only_its_public_half_leaves(
    world: Any, enrolled: str, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        logging, "raiseExceptions", False
    )  # a handler of another test writes to a stream that is closed
    device = Device(config)
    assert device.place["name"]["en"] == "Grand Market"
    assert config.key_file.stat().st_mode & 0o077 == 0
    assert "d" in device.key
    again = CliRunner().invoke(program.main, ["enrol", "--code", enrolled])
    assert again.exit_code == 0, "the same a moment later is whoever lost the answer"
    wrong = CliRunner().invoke(program.main, ["enrol", "--code", "0000-0000-0000-0000"])
    assert wrong.exit_code == 1
    assert "code-wrong" in wrong.output
    assert "Traceback" not in wrong.output
    heard = Standing(
        Attestor("http://testserver", "kiosk-7", device.key, transport=world.portal_transport()), device
    ).report()
    assert heard.state == "open"
    assert Kiosk.objects.get().software == device.software


@pytest.mark.parametrize(
    ("settings", "forgotten"),
    [
        ({}, ["reader", "case_switch"]),
        ({"reader": "libfprint"}, ["case_switch"]),
        ({"tamper_file": Path("opened")}, ["reader"]),
        ({"reader": "libfprint", "tamper_file": Path("opened")}, []),
    ],
    ids=["none", "no switch", "no reader", "both"],
)
def test_a_kiosk_whose_settings_were_forgotten_says_so_and_its_operators_see_it(
    world: Any, enrolled: str, config: Config, settings: dict[str, Any], forgotten: list[str]
) -> None:
    left = Config(
        portal=config.portal, slug=config.slug, key_file=config.key_file, **{"tamper_file": Path(), **settings}
    )
    device = Device(left)
    line = Attestor("http://testserver", "kiosk-7", device.key, transport=world.portal_transport())
    assert Standing(line, device).report().state == "open", "it goes on"
    found = attestor_view("kiosk-7")
    assert found is not None
    assert (found.reader, found.forgotten) == (left.reader, forgotten)
    out = io.StringIO()
    call_command("attestors", "list", stdout=out)
    assert ("settings forgotten: " + ", ".join(forgotten) in out.getvalue()) == bool(forgotten)
    operator = working_as(world, "noor", "operator")
    listed, page = (str(operator.get(path).content.decode()) for path in ("/desk/attestors", "/desk/attestors/kiosk-7"))
    assert ("Settings missing" in listed) == bool(forgotten)
    for name, said in (("reader", "BAWABA_KIOSK_READER"), ("case_switch", "BAWABA_KIOSK_TAMPER_FILE")):
        assert (said in page) == (name in forgotten)


def test_a_kiosk_of_an_older_program_says_nothing_of_it_and_nothing_is_made_up(world: Any, enrolled: str) -> None:
    found = attestor_view("kiosk-7")
    assert found is not None
    assert (found.reader, found.forgotten) == ("", [])


def test_an_opened_case_shuts_the_screens_at_once_and_they_say_so_in_both_languages(
    world: Any, screen: FlaskClient, config: Config
) -> None:
    others(world)
    assert 'action="/begin"' in screen.get("/").text
    config.tamper_file.touch()
    page = screen.get("/").text
    assert 'data-closed="quarantined"' in page
    assert 'action="/begin"' not in page
    for said in (
        "لا يفعّل أحدًا",
        "activates nobody",
        "tampered",
        "Harbour kiosk",
        "جهاز الميناء",
        "North counter",
        "/places",
    ):
        assert said in page
    assert "Grand Market" not in page, "nobody is sent to where they stand"


def test_shut_in_the_middle_of_a_visit_it_says_so_in_its_language_and_forgets(world: Any, screen: FlaskClient) -> None:
    register(world, "layla")
    others(world)
    screen.post("/begin", data={"language": "en"})
    number = world.cast["layla"]["number"]
    screen.post("/number", data={"number": number})
    Kiosk.objects.filter(attestor__slug="kiosk-7").update(inspect_by="2020-01-01")
    line = screen.application.extensions["attestor"]
    line.heartbeat("0.1.0", "2020-01-01T00:00:00+00:00", tampered=False)
    answer = screen.post("/consent", follow_redirects=True)
    assert answer.status_code == 503
    assert "This kiosk is out of service" in answer.text
    assert "هذا الجهاز متوقف" not in answer.text
    assert "inspection<" in answer.text, "what is wrong now, not what was"
    assert number not in answer.text
    assert screen.get("/number", follow_redirects=True).request.path == "/"
    assert not Account.objects.exists()


def test_a_closed_kiosk_says_that_it_is_not_accepted(world: Any, screen: FlaskClient) -> None:
    close_attestor(attestor=attestor_named("kiosk-7"), reason="stolen", by=BY)
    page = screen.get("/").text
    assert 'data-closed="unknown"' in page
    assert "does not accept this kiosk" in page


def test_before_it_is_enrolled_it_serves_nobody(world: Any, config: Config) -> None:
    device = Device(config)
    line = Attestor("http://testserver", "kiosk-7", device.key, transport=world.portal_transport())
    page = create_app(config, attestor=line, device=device, fingers={}).test_client().get("/").text
    assert 'data-closed="unknown"' in page
    assert 'action="/begin"' not in page


def test_another_device_in_its_place_ends_the_first(
    world: Any, screen: FlaskClient, config: Config, tmp_path: Path
) -> None:
    assert 'action="/begin"' in screen.get("/").text
    code = issue_binding_code(attestor=attestor_named("kiosk-7"), by=BY)
    other = Device(Config(portal="http://testserver", slug="kiosk-7", key_file=tmp_path / "other.json"))
    Attestor("http://testserver", "kiosk-7", other.key, transport=world.portal_transport()).enrol(code)
    assert 'data-closed="unknown"' in screen.get("/").text
