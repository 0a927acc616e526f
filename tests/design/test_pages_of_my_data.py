"""My data, who looked at it, what I agreed to, and the helpline: with rows, in both languages, small and large."""

from typing import Any

import pytest
from django.test import Client

from agencies import Agency
from bawaba.cases import deskwork
from bawaba.cases.helpline import code_of
from bawaba.cases.models import Application
from bawaba.identity.staff.commands import assign_post
from bawaba.registers.ports import RegisterUnavailable
from design.test_pages_with_rows import Look, beside_a_browser, look
from officers import CONSOLE, appointed, at_desk, event_permit
from people import activated, logged_in

__all__ = ["beside_a_browser", "look"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    client = logged_in(world, "layla")
    agency = Agency()
    agency.read(agency.tokens(client, scope="openid profile identity phone")["access_token"])
    return client


def test_my_data_who_looked_and_what_i_agreed_to(
    world: Any, layla: Client, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle = event_permit(world, "layla")
    deskwork.look_at(application=handle, officer=appointed(world, "noor", "public_security"))
    look(layla, "/my-data", "my-data", needs="a[href*='correct-record']", act=lambda page: page.click("main summary"))
    look(layla, "/my-data/tracker", "tracker", needs="main ol.rows li")
    look(layla, "/my-data/tracker?before=1", "tracker-empty", needs="main a[href='/my-data']")
    look(layla, "/my-data/consents", "consents", needs="a[href='/terms/2026-11']")
    look(layla, f"/applications/{handle}", "application-with-code", needs="main h1")

    def down(*said: Any, **more: Any) -> None:
        raise RegisterUnavailable("down")

    monkeypatch.setattr(world.register, "_ask", down)
    look(layla, "/my-data", "my-data-stale", needs="main .notice")


def test_the_helpline(world: Any, layla: Client, look: Look) -> None:
    handle = event_permit(world, "layla")
    assign_post(officer=appointed(world, "noor").officer, agency="portal", role="helpline", by=CONSOLE)
    desk, reference = at_desk("noor"), Application.objects.get(uuid=handle).reference
    look(desk, "/desk/", "helpline-desk", needs="main a[href='/desk/helpline']")
    look(desk, "/desk/helpline", "helpline", needs="#reference")
    look(desk, "/desk/helpline", "helpline-wrong", needs="#reference-error", typed={"reference": "x"})
    told = {"reference": reference, "code": code_of(handle)}
    look(desk, "/desk/helpline", "helpline-found", needs="dl.summary", typed=told)
