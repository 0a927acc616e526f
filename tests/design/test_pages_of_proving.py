"""Who one is, asked and answered: at the door, before something sensitive, by a link of a letter; every state that can be seen."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from bawaba.core import clock
from bawaba.messaging.models import Message
from catalogue import day
from delegations import offer
from design.test_pages_with_rows import Look, beside_a_browser, look
from passkeys import registered
from people import PASSWORD, activated, at, give_details, logged_in
from phone_apps import made_codes, with_app

__all__ = ["beside_a_browser", "look"]

pytestmark = pytest.mark.django_db
STALE = 5 * 60 + 1
WRONG = {"code": "000000"}


def _able(page: Any) -> None:
    """A browser without a secure address knows no passkeys: as the page is in one that does."""
    page.evaluate(
        "document.querySelectorAll('[data-none]').forEach((one) => { one.hidden = true });"
        "document.querySelectorAll('[data-passkey] button').forEach((one) => { one.disabled = false });"
        "document.querySelectorAll('[data-by-passkey]').forEach((one) => { one.hidden = false })"
    )


def test_at_the_door(world: Any, look: Look) -> None:
    activated(world, "omar")
    with_app(omar := logged_in(world, "omar"))
    made_codes(omar)
    look(at(), "/login", "login-wrong", needs=".summary-of-errors", typed={"name": "omar", "password": "x"}, act=_able)
    world.wait(61)
    client = at()
    assert give_details(client, "omar")
    look(client, "/login/code?way=recovery", "login-code-recovery", needs="#code")
    look(client, "/login/code?way=totp", "login-code-wrong", needs="#code-error", typed=WRONG)


@pytest.mark.parametrize("first", ["sms", "totp"])
def test_proving_again_in_every_way_and_when_it_fails(world: Any, look: Look, first: str) -> None:
    """With a passkey beside the password; a wrong password, a wrong code; and with an app, a message that nobody takes."""
    activated(world, "omar")
    client = logged_in(world, "omar")
    if first == "totp":
        with_app(client)
        made_codes(client)
        registered(client)
    world.wait(STALE)
    kept = client.post("/settings/recovery-codes", {"seen": "0"})["Location"]
    fields = dict(one.split("=") for one in kept.split("?")[1].split("&"))
    wrong = fields | {"next": "/settings/recovery-codes", "password": "x"}
    look(client, "/confirm", f"confirm-wrong-{first}", needs="#password-error", typed=wrong, act=_able)
    told = client.post(kept, {"password": PASSWORD})["Location"]
    look(client, told, f"confirm-code-sent-{first}", needs="#code")
    if first == "totp":
        told = client.post("/confirm/sms", fields | {"next": "/settings/recovery-codes"})["Location"]
        world.wait(20)
        look(client, told, "confirm-code-late", needs=".notice")
    look(client, told, f"confirm-code-wrong-{first}", needs="#code-error", typed=WRONG)
    world.wait(STALE)
    look(client, told, f"confirm-code-none-{first}", needs="#code")


def test_a_letter_that_asks_whether_it_was_you_and_where_its_link_leads(world: Any, look: Look) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    letter = Message.objects.filter(channel="inbox", template="account-activated").latest("pk").uuid
    look(client, "/inbox?shelf=security", "inbox-security", needs=".card.letter")
    look(client, f"/inbox/{letter}", "letter-not-you", needs="a[href*='/not-you/']")
    page = client.get(f"/inbox/{letter}").content.decode()
    link = re.findall(r'href="http://testserver(/not-you/[^"]+)"', page)[0]
    look(at(), link, "not-you", needs=".btn.danger")
    at().post(link)
    look(at(), link, "not-you-late", needs=".notice")
    look(at(), link.rsplit("/", 1)[0] + "/nothing", "not-you-unknown", needs=".notice")


def test_a_delegation_is_offered_and_what_is_missing(world: Any, look: Look) -> None:
    activated(world, "layla")
    activated(world, "omar")
    client, friend = logged_in(world, "layla"), logged_in(world, "omar")
    look(client, "/acting", "acting-nobody", needs="a[href='/delegations/offer']")
    look(client, "/acting/acts", "acts-none", needs=".empty")
    look(client, "/delegations/offer", "offer", needs="#receiver")
    look(client, "/delegations/offer", "offer-wrong", needs="#receiver-error", typed={"receiver": "12"})
    number, last = world.cast["omar"]["number"], clock.today() + timedelta(days=60)
    typed = {"receiver": number, "services": ["renew-iqama"], **day("last", last), "last_calendar": "gregorian"}
    missing = typed | {"confirm": "yes", "mark": "0"}
    look(client, "/delegations/offer", "offer-unconfirmed", needs="#confirmed-error", typed=missing)
    offer(world, "layla", number)
    look(client, "/delegations/?said=offered", "delegations-given", needs=".notice")
    look(friend, "/delegations/?said=unconfirmed", "acceptance-missing", needs=".notice.bad")


def test_the_wait_for_another_code_is_counted_in_the_digits_of_the_reader(shown: Any) -> None:
    page = shown("/design/code")
    for panel, left in (("ar", "٠:٢"), ("en", "0:2")):
        expect(page.locator(f"#code-{panel}-light-wait")).to_contain_text(left)
