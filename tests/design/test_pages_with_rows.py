"""Pages that show something only when somebody has done something: both languages, a phone and a desk, once in the dark."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agencies import Agency
from appointments import booked, office, slot
from bawaba.core import clock
from bawaba.documents.commands import revoke_document
from bawaba.documents.models import Document
from bawaba.identity.review.models import NotYouCase
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from bawaba.messaging.models import Message
from bawaba.registers.commands import forget_facts
from bawaba_sandbox.push.software import SoftwareBrowser
from catalogue import PDF, Asker, day
from delegations import accept, offer
from documents.papers import issued
from journeys.looking import problems_of
from officers import appointed, at_desk
from parcels import clerk_moves, followed, sent_for, silent_for_a_month
from passkeys import registered
from payers import apply_for, hosted, new_violations, pays
from people import PASSWORD, activated, at, confirms, give_details, logged_in
from phone_apps import made_codes, with_app
from sales import Sale, car_of
from web.desk.test_reviewing import reviewer

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
KEEP = os.environ.get("PAGES", "")  # a folder: the pictures of every way, to look at
WAYS = [(390, "ar", "light"), (1280, "en", "dark")]
WAYS += [(390, "en", "light"), (1280, "ar", "light"), (1280, "en", "light"), (390, "ar", "dark")] if KEEP else []
BROKEN = """[...document.querySelectorAll('bdi')].filter((one) => /^[0-9A-Z]{4}(-[0-9A-Z]{4}){2,3}$/.test(one.textContent))
  .filter((one) => one.getClientRects().length > 1).map((one) => `${location.pathname}: ${one.textContent} is broken`)"""
# In one question: a locator of Playwright brings a library into every page that it is used on.
SEEN = f"""(needs) => {{
  const one = document.querySelector(needs), box = one?.getBoundingClientRect();
  const there = Boolean(one?.checkVisibility({{ visibilityProperty: true }}) && box.width > 0 && box.height > 0);
  return [document.documentElement.getAttribute('lang'), there, {BROKEN}];
}}"""
Look = Callable[..., None]
Act = Callable[[Any], None]


@pytest.fixture(scope="module", autouse=True)
def beside_a_browser(django_db_setup: None) -> Iterator[None]:
    """Django does not talk to its database beside an event loop, and a browser's runs in this thread."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def look(shown: Any) -> Look:
    """``look(client, "/desk/parcels", "parcels", needs="tbody tr")``: nothing is wrong with it in any way of reading."""

    def looked(client: Client, path: str, name: str, needs: str, act: Act = lambda _: None, typed: Any = None) -> None:
        problems = []
        inside = client.get("/home").status_code == HTTPStatus.OK
        for width, language, scheme in WAYS:
            client.cookies["reading"] = f"language={language}"
            if inside:
                client.post("/settings/save", {"language": language})
            found = client.get(path) if typed is None else client.post(path, typed)
            page = shown(path, width, language, scheme, found)
            act(page)
            spoken, there, broken = page.evaluate(SEEN, needs)
            assert spoken == language
            assert there, (path, needs)
            problems += [*problems_of(page), *broken]
            if KEEP:
                page.screenshot(path=Path(KEEP) / f"{name}-{width}-{language}-{scheme}.png", full_page=True)
        assert not problems

    return looked


def test_parcels_in_doubt(world: Any, look: Look) -> None:
    for _ in range(2):
        silent_for_a_month(world, Asker(world, "citizen"))
    appointed(world, "noor", "general")
    look(
        at_desk("noor"), "/desk/parcels", "parcels", needs="tbody form", act=lambda page: _unfold(page, "tbody details")
    )


def test_where_i_am_logged_in_what_happened_and_what_i_may_change(world: Any, look: Look) -> None:
    activated(world, "layla")
    desk = Client(REMOTE_ADDR="10.9.8.7", HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36")
    phone = Client(REMOTE_ADDR="10.9.8.6", HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Version/17.0 Safari/604.1")
    logged_in(world, "layla", desk)
    agency = Agency()
    agency.read(agency.tokens(desk, scope="openid profile identity phone")["access_token"])
    logged_in(world, "layla", phone)
    look(phone, "/settings", "settings", needs="a[href='/settings/sessions']")
    look(phone, "/settings/sessions", "sessions", needs="form[action='/settings/sessions/end']")
    look(phone, "/settings/sessions?said=others", "sessions-ended", needs=".toast")
    look(phone, "/settings/history", "history", needs="a[href$='/not-me']")
    denied = Event.objects.filter(type="account.sign_in").order_by("-pk")[0].uuid
    look(phone, f"/settings/history/{denied}/not-me", "not-me", needs=".btn.danger")
    look(phone, "/settings/user-name", "user-name", needs="input#user_name", typed={"user_name": "x"})
    look(phone, "/settings/pause", "pause", needs="button[value=pause]")
    look(phone, "/settings/close", "close", needs="input#word", typed={"word": "x"})
    look(phone, "/settings/phone", "phone", needs="input#phone", typed={"phone": "x"})
    look(phone, "/settings/email", "email", needs="input#email", typed={"email": "x"})


def allow_browser(client: Any) -> None:
    """As the script of the page does it; nothing is sent anywhere."""
    service = httpx.Client(base_url="http://sandbox", transport=httpx.MockTransport(in_one_place))
    answer = client.post("/settings/push", SoftwareBrowser("", "", service).told(), headers={"user-agent": FIREFOX})
    assert answer.status_code == 302


def in_one_place(request: httpx.Request) -> httpx.Response:
    return httpx.Response(201, json={"endpoint": "https://push.example/abc"})


def test_letters_and_how_they_reach_me(world: Any, look: Look) -> None:
    activated(world, "layla")
    layla = logged_in(world, "layla")
    pays(world, hosted(layla, apply_for(layla, new_violations(world, "layla", 1))))
    world.deliver()
    handle = Message.objects.filter(channel="inbox").latest("pk").uuid
    look(layla, "/inbox", "inbox", needs="form[action='/inbox/read']")
    look(layla, "/inbox?shelf=reminders", "inbox-empty", needs=".shelves")
    look(layla, f"/inbox/{handle}", "letter", needs=".btn[href^='/applications/']")
    look(layla, "/settings/messages", "messages", needs="select#lead")
    wrong = {"quiet": "yes", "quiet_from": "7", "quiet_to": "7", "lead": "24"}
    look(layla, "/settings/push", "browsers-none", needs="[data-none]")
    look(layla, "/settings/push", "browsers-button", needs="form[data-form] .btn", act=_as_offered)
    look(layla, "/settings/push", "browsers-wrong", needs=".summary, #endpoint", typed={"endpoint": "x"})
    allow_browser(layla)
    look(layla, "/settings/push", "browsers", needs="form[action$='/remove']")
    look(layla, "/settings/messages", "messages-wrong", needs="#quiet_to-error", typed=wrong)


def test_my_second_email(world: Any, look: Look) -> None:
    activated(world, "layla")
    layla = logged_in(world, "layla")
    layla.post("/settings/second-email", {"email": "layla.second@example.com"})
    world.deliver()
    token = re.findall(r"http://testserver(/email/\S+)", world.mailbag.mails[-1][2])[0]
    at().post(token)
    look(layla, "/settings/second-email", "second-email", needs="form[action='/settings/second-email/remove']")
    look(layla, "/settings/second-email", "second-email-wrong", needs="#email-error", typed={"email": "x"})


def test_my_factors_and_the_second_step(world: Any, look: Look) -> None:
    activated(world, "omar")
    phone = logged_in(world, "omar")
    look(phone, "/settings/app", "app", needs="#code")
    look(phone, "/settings/app", "app-wrong", needs="#code-error", typed={"code": "1"})
    look(phone, "/settings/recovery-codes", "recovery", needs="main h1")
    with_app(phone)
    made_codes(phone)
    registered(phone)
    look(phone, "/settings", "settings-factors", needs="a[href='/settings/passkeys']")
    look(phone, "/settings/app", "app-on", needs="main h1")
    look(phone, "/settings/recovery-codes", "recovery-made", needs="main h1")
    look(phone, "/settings/passkeys", "passkeys", needs="main h1")
    look(phone, "/settings/passkeys/new", "passkey-new", needs="main h1")


def test_the_second_step(world: Any, look: Look) -> None:
    activated(world, "omar")
    with_app(logged_in(world, "omar"))
    world.wait(31)
    look(at(), "/login", "login", needs="#name")
    for way in ("totp", "sms"):
        client = at()
        assert give_details(client, "omar")
        look(client, f"/login/code?way={way}", f"login-code-{way}", needs="#code")


@pytest.mark.parametrize("first", ["sms", "totp"])
def test_proving_again(world: Any, look: Look, first: str) -> None:
    """Both steps, with what was sent kept, a message that nobody takes, and the other ways."""
    activated(world, "omar")
    client = logged_in(world, "omar")
    if first == "totp":
        with_app(client)
        made_codes(client)
    world.wait(5 * 60 + 1)
    kept = client.post("/settings/recovery-codes", {"seen": "0"})["Location"]
    look(client, kept, f"confirm-{first}", needs="#password")
    told = client.post(kept, {"password": PASSWORD})["Location"]
    world.wait(20)
    look(client, told, f"confirm-code-{first}", needs="#code")
    if first == "totp":
        look(client, f"{told}&way=recovery", "confirm-code-recovery", needs="#code[maxlength='24']")


def test_appointments_of_the_day(world: Any, look: Look) -> None:
    activated(world, "layla")
    activated(world, "omar")
    of = office()
    booked(world, "layla", of, slot(of, 2, 20))
    booked(world, "omar", of, slot(of, 2, 21))
    world.wait((slot(of, 2, 20) - clock.now() - timedelta(hours=1)).total_seconds())
    appointed(world, "noor", "passports")
    desk = at_desk("noor")
    look(desk, "/desk/appointments", "appointments", needs="tbody form")


def test_a_name_to_be_corrected(world: Any, look: Look) -> None:
    activated(world, "layla")
    client = logged_in(world, "layla")
    typed = {"part": "family", "ar": "العتيبي", "en": "Al-Otaibi"}
    proof = SimpleUploadedFile("جواز.pdf", PDF, "application/pdf")
    review = client.post("/services/correct-record/apply", typed | {"proof": proof})["Location"]
    application = client.post(review)["Location"]
    appointed(world, "noor", "civil_affairs")
    desk = at_desk("noor")
    look(desk, f"/desk{application}", "correction-waiting", needs="form[action$='/take']")
    desk.post(f"/desk{application}/take")
    look(
        desk,
        f"/desk{application}",
        "correction-taken",
        needs="#reject_letter",
        act=lambda page: _unfold(page, "main details"),
    )
    look(client, application, "correction-applicant", needs="main dl")


def test_a_parcel_that_came_back(world: Any, look: Look) -> None:
    asker = Asker(world, "citizen")
    found = sent_for(asker)
    clerk_moves(world, found, "on_its_way", "returned")
    followed(world, found)
    look(logged_in(world, asker.slug), f"/applications/{found.uuid}", "parcel-returned", needs="main h1")


def test_a_sale_that_was_declined(world: Any, look: Look) -> None:
    with car_of(world, "layla") as car:
        sale = Sale(world, car)
        sale.offer()
        sale.buyer_page.post(sale.invitation, {"answer": "decline"})
        world.deliver()
        look(sale.seller_page, f"/applications/{sale.row.uuid}", "sale-declined-seller", needs="main h1")
        look(sale.buyer_page, sale.invitation, "sale-declined-buyer", needs="main h1")


@pytest.fixture
def receipt(world: Any) -> tuple[Client, Document]:
    activated(world, "omar")
    client = logged_in(world, "omar")
    pays(world, hosted(client, apply_for(client, new_violations(world, "omar", 1))))
    world.deliver()
    return client, Document.objects.get()


def test_a_wallet_as_a_device_keeps_it_and_as_its_page_offers_it(look: Look, receipt: Any) -> None:
    client, document = receipt
    look(client, "/documents/wallet", "wallet", needs=".qr", act=_as_kept)
    look(client, "/documents/wallet?kept=yes", "wallet-kept", needs=".qr")
    revoke_document(document=document.uuid, reason="error", by=SYSTEM)
    look(client, "/documents/wallet?kept=yes", "wallet-kept-revoked", needs=".notice.bad")


@pytest.mark.parametrize("found", ["revoked", "expired", "unknown"])
def test_an_answer_of_the_verification(world: Any, look: Look, receipt: Any, found: str) -> None:
    _, document = receipt
    typed = document.reference
    if found == "revoked":
        revoke_document(document=document.uuid, reason="error", by=SYSTEM)
    elif found == "unknown":
        none = issued()
        typed = none.reference
        none.delete()
    elif found == "expired":
        typed = issued(until="2026-01-01").reference

    look(at(), "/verify", f"verify-{found}", needs="#answer .notice", typed={"reference": typed})


def _unfold(page: Any, which: str) -> None:
    for one in page.locator(which).all():
        one.evaluate("one => { one.open = true }")


def _as_offered(page: Any) -> None:
    """A browser without a window offers no notifications: as the page is in one that does."""
    page.evaluate(
        "document.querySelector('[data-none]').hidden = true; document.querySelector('[data-form]').hidden = false"
    )


def _as_kept(page: Any) -> None:
    """Without a worker the words stay hidden: as the page is once it is kept."""
    page.evaluate("document.querySelectorAll('[data-told], [data-remove]').forEach((one) => { one.hidden = false })")


def test_a_closed_account_its_certificate_and_a_report_about_it(world: Any, look: Look) -> None:
    activated(world, "layla")
    phone = logged_in(world, "layla")
    client = logged_in(world, "layla")
    look(client, "/settings/close", "close-before", needs=".btn.danger")
    assert phone.post("/settings/close", {"word": "close"}).status_code == 302
    look(phone, "/closed", "closed", needs="a[href='/closed.pdf']")
    world.deliver()
    link = next(
        one for _, text in reversed(world.pocket.texts) for one in re.findall(r"testserver(/not-you/\S+)", text)
    )
    look(at(), link, "closed-report", needs=".btn.danger")
    at().post(link)
    world.deliver()
    desk = reviewer(world)
    page = f"/desk/reviews/cases/{NotYouCase.objects.get().uuid}"
    look(desk, page, "closed-case", needs="form[action$='/settle']")
    look(desk, "/desk/reviews", "closed-cases", needs="table")


def test_who_acts_for_whom_and_sentences_to_confirm(world: Any, look: Look) -> None:
    """A guardian who gave and received delegations: the page of both directions, what was done, a review, an offer."""
    guardian, other = Asker(world, "citizen", "ward"), Asker(world, "resident", "clean")
    world.wait(31)
    client, friend = logged_in(world, guardian.slug), logged_in(world, other.slug)
    number, others = world.cast[guardian.slug]["number"], world.cast[other.slug]["number"]
    accept(world, offer(world, other.slug, number), guardian.slug)
    offer(world, guardian.slug, others)
    ward, until = str(guardian.record()["ties"][0]["person_key"]), clock.today() + timedelta(days=60)
    leave = {**day("until", until), "until_calendar": "gregorian"}
    page = client.post("/services/travel-permit/apply", {"for": ward})["Location"]
    review = client.post(page, leave)["Location"]
    look(client, "/services/travel-permit/apply", "for-whom", needs="input[name=for]")
    look(client, review, "sentence", needs="#confirmed")
    look(client, review, "sentence-missing", needs=".summary-of-errors", typed={"mark": "0"})
    assert confirms(client, review).status_code == 302
    world.deliver()
    look(client, "/acting", "acting", needs=".own-grid")
    look(client, "/acting/acts", "acts", needs="ol.rows li")
    look(client, review.removesuffix("/review"), "confirmed", needs=".card bdi")
    asked = {"receiver": number, "services": ["renew-iqama"], **day("last", until), "last_calendar": "gregorian"}
    look(friend, "/delegations/offer", "offering", needs="#confirmed", typed=asked)
    look(friend, "/delegations/", "offered", needs="input[name=confirmed]")
    world.app.extensions["switches"]["register"] = "down"
    forget_facts(person_key=guardian.key)
    look(client, "/acting", "acting-down", needs=".notice")
