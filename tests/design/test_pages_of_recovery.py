"""A lost phone from the first page to the last, relatives, printed codes, a new phone's code: with rows, small and large."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bawaba.core import clock
from design.test_pages_with_rows import Look, beside_a_browser, look
from people import activated, at, logged_in
from recoveries import (
    NEW,
    STEPS,
    begin,
    come_back,
    link_to,
    names,
    reference_on,
    row_of,
    trusts,
    type_sheet,
    vouch,
    who,
    with_sheet,
)

__all__ = ["beside_a_browser", "look"]

pytestmark = pytest.mark.django_db
CODES = "/settings/recovery-codes"


class MakesCodes(Client):
    """Codes are shown once: every look at the page makes its own."""

    def get(self, path: str, *said: Any, **more: Any) -> Any:
        if path == CODES:
            seen = re.findall(r'name="seen" value="(\d+)"', super().get(path).content.decode())[0]
            self.post(path, {"seen": seen})
        return super().get(path, *said, **more)


def test_a_lost_phone_from_the_first_page_to_the_last(world: Any, look: Look) -> None:
    codes = with_sheet(world)
    omar = trusts(world, "layla", "omar")
    world.attestor("kiosk-1")
    inside = logged_in(world, "layla")
    look(at(), "/recover", "recover", needs="button[value=phone]")
    look(at(), "/recover", "recover-wrong", needs="#number-error", typed={"number": "12", "wants": "phone"})
    client = begin(world)
    look(client, STEPS, "recover-steps", needs="a[href='/recover/sheet']")
    look(client, "/recover/sheet", "recover-sheet", needs="#code")
    look(client, "/recover/sheet", "recover-sheet-wrong", needs="#code-error", typed={"code": "x"})
    type_sheet(client, codes[0])
    look(client, STEPS, "recover-steps-phone", needs="a[href='/recover/phone']")
    look(client, "/recover/phone", "recover-phone", needs="#phone")
    look(client, "/recover/phone", "recover-phone-wrong", needs="#phone-error", typed={"phone": "5"})
    assert client.post("/recover/phone", {"phone": NEW})["Location"] == "/recover/phone/code"
    look(client, "/recover/phone/code", "recover-phone-code", needs="#code")
    world.deliver()
    assert client.post("/recover/phone/code", {"code": world.pocket.code(NEW)})["Location"] == STEPS
    look(client, STEPS, "recover-steps-relative", needs="a[href='/recover/steps']")
    look(omar, "/relatives/", "relatives-trusting", needs="a[href$='/vouch']")
    reference = reference_on(client)
    vouching = _vouching(omar)
    look(omar, vouching, "relative-vouch", needs="#reference")
    look(omar, vouching, "relative-vouch-wrong", needs="#reference-error", typed={"reference": "x"})
    vouch(omar, who(world), reference)
    world.deliver()
    look(client, STEPS, "recover-waits", needs=".notice")
    look(inside, "/relatives/", "relatives-waits", needs="form[action='/recover/stop']")
    stop, back = link_to(world, who(world).phone, "stop"), link_to(world, NEW, "back")
    look(at(), stop, "recover-stop", needs=".btn.danger")
    look(at(), back, "recover-back", needs="#send button")
    until = row_of(client).cools_until
    world.wait((until - clock.now() + timedelta(minutes=1)).total_seconds())
    client = come_back(world)
    look(client, STEPS, "recover-ripe", needs="a[href='/recover/finish']")
    look(client, "/recover/finish", "recover-finish", needs="#password")
    assert at().post(stop).status_code == 200
    look(at(), stop, "recover-stop-late", needs=".notice")
    look(at(), back, "recover-back-late", needs="a[href='/recover']")


def test_stopped_and_a_forgotten_password(world: Any, look: Look) -> None:
    codes = with_sheet(world)
    client = begin(world, wants="password")
    type_sheet(client, codes[0])
    look(client, STEPS, "recover-forgotten", needs="a[href='/recover/phone']")
    look(client, "/recover/phone", "recover-forgotten-phone", needs="#phone")


def test_relatives_who_are_named(world: Any, look: Look) -> None:
    activated(world, "layla")
    activated(world, "omar")
    layla = logged_in(world, "layla")
    look(layla, "/relatives/", "relatives-none", needs="a[href='/relatives/name']")
    look(layla, "/relatives/name", "relative-name", needs="#number-error", typed={"number": "x"})
    names(world, "layla", "omar")
    look(layla, "/relatives/?said=named", "relatives-named", needs=".notice")
    look(logged_in(world, "omar"), "/relatives/", "relatives-asked", needs="form[action$='/accept']")


def test_new_codes_on_the_screen_and_on_paper(world: Any, look: Look) -> None:
    activated(world, "layla")
    client = MakesCodes()
    logged_in(world, "layla", client)
    look(client, CODES, "codes-made", needs="ul.names code")
    world.wait(86_400)  # the budget of a day
    logged_in(world, "layla", client)
    look(client, CODES, "codes-printed", needs=".sheet ol code", act=lambda page: page.emulate_media(media="print"))


def test_the_code_of_a_new_phone(world: Any, look: Look) -> None:
    activated(world, "layla")
    layla = logged_in(world, "layla")
    assert layla.post("/settings/phone", {"phone": NEW})["Location"] == "/settings/phone/code"
    look(layla, "/settings/phone/code", "phone-code", needs="#code")
    look(layla, "/settings/phone/code", "phone-code-wrong", needs="#code-error", typed={"code": "x"})


def _vouching(relative: Client) -> str:
    page = relative.get("/relatives/").content.decode()
    return page.split('/vouch"')[0].rsplit('href="', 1)[1] + "/vouch"
