"""At an agency's own site through the portal: known there by a name of its own, logged out, and the consent withdrawn."""

import re
import time
from html import unescape
from urllib.parse import urlencode

from bawaba_sandbox.rehearsal.browser import Browser, Unexpected
from bawaba_sandbox.rehearsal.people import PATIENCE, Addresses
from bawaba_sandbox.rehearsal.stories.booking import found_in
from bawaba_sandbox.rehearsal.stories.telling import Story, active, require

SITE = "/municipality/"
SUB = re.compile(r'<code dir="ltr" class="long">([\w-]+)</code>')
HIDDEN = re.compile(r'<input type="hidden" name="(?!csrf)(\w+)" value="([^"]*)"')
WITHDRAW = re.compile(r'action="(/agencies/[\w-]+/revoke)"')
OUTSIDE, REFUSED = "ادخل بحساب البوابة", "لم توافق في البوابة"
ELSEWHERE = "https://elsewhere.example/back"


def known_at_an_agency(at: Addresses) -> None:
    """Agreed and known; withdrawn, and asked anew; known again by the same name; logged out from there."""
    person = active(at)
    page = person.browser
    _ask(page, at)
    _answer(page, "yes")
    page.must_show(person.number)
    name = found_in(page, SUB)
    require(name not in (person.number, person.user_name), "the agency knows more than a name of its own")
    page.open("/agencies/")
    page.send(found_in(page, WITHDRAW), {})
    page.must_show("سُحبت الموافقة")
    _wait_until_told(page, at)
    _ask(page, at)
    _answer(page, "no")
    page.must_show(REFUSED)
    _ask(page, at)
    _answer(page, "yes")
    require(found_in(page, SUB) == name, "the agency knows the same person by another name")
    _log_out_from_there(page, at)
    page.open("/home")
    page.must_be_at("/login")


def sent_nowhere_else(at: Addresses) -> None:
    """An address that is not the agency's own: nobody is sent there, by a plain request or beside one that was pushed."""
    page = active(at).browser
    asked = {"client_id": "municipality", "response_type": "code", "scope": "openid", "redirect_uri": ELSEWHERE}
    _refused(page, asked)
    _ask(page, at)
    pushed = next(one.url for one in page.page.history if one.url.path == "/oidc/authorize")
    _refused(page, asked | {"request_uri": pushed.params["request_uri"]})
    _ask(page, at)
    page.must_be_at("/oidc/continue")
    _answer(page, "yes")
    page.must_be_at(SITE)


def _ask(page: Browser, at: Addresses) -> None:
    page.open(f"{at.outside}{SITE}")
    page.send(f"{at.outside}{SITE}enter", {"what": "permits"})


def _answer(page: Browser, word: str) -> None:
    page.must_be_at("/oidc/continue")
    page.send("/oidc/continue", {**_hidden(page), word: "1"})
    page.move_on()


def _log_out_from_there(page: Browser, at: Addresses) -> None:
    page.send(f"{at.outside}{SITE}leave", {})
    page.must_be_at("/oidc/logout")
    page.send("/oidc/logout/now", _hidden(page))
    page.move_on()
    page.must_be_at(SITE)
    page.must_show("خرجت من موقع البلدية")


def _wait_until_told(page: Browser, at: Addresses) -> None:
    end = time.monotonic() + PATIENCE
    while OUTSIDE not in page.open(f"{at.outside}{SITE}"):
        if time.monotonic() > end:
            raise Unexpected(f"the agency was not told within {PATIENCE:.0f} s that its log-in has ended")
        time.sleep(0.2)


def _refused(page: Browser, asked: dict[str, str]) -> None:
    page.open(f"/oidc/authorize?{urlencode(asked)}", expect=400)
    page.must_not_show('href="https://elsewhere.example')
    require("refresh" not in page.page.headers, "a page that refuses leads on")


def _hidden(page: Browser) -> dict[str, str]:
    return {name: unescape(value) for name, value in HIDDEN.findall(page.page.text)}


AGENCIES: dict[str, Story] = {
    "an agency's site: agreed, known, logged out, withdrawn": known_at_an_agency,
    "an agency's site: nobody is sent to another address": sent_nowhere_else,
}
