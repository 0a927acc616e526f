"""Browsers that tell me of letters: what the page offers, who is told, when it ends, and what nobody gets by asking."""

import re
from typing import Any
from uuid import UUID

import httpx
import pytest
from django.conf import settings
from django.test import Client

from bawaba.identity.accounts.commands import end_sessions, move_account
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from bawaba.messaging.browsers import browsers_of
from bawaba.messaging.models import Browser
from bawaba_sandbox.push.software import SoftwareBrowser
from people import activated, logged_in

pytestmark = pytest.mark.django_db
PAGE = "/settings/push"
KEY = re.compile(r'data-push="([\w-]+)"')
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture
def omar(world: Any) -> Client:
    activated(world, "omar")
    client = logged_in(world, "omar")
    client.get(PAGE)  # every browser gets its own cookie with its first page
    return client


def account(world: Any, slug: str = "omar") -> UUID:
    return live_account_of_number(world.cast[slug]["number"])


def software(world: Any, client: Client) -> SoftwareBrowser:
    key = KEY.search(client.get(PAGE).content.decode())
    service = httpx.Client(base_url="http://sandbox", transport=httpx.WSGITransport(app=world.app))
    return SoftwareBrowser("", key[1] if key else "", service)


def allowed(world: Any, client: Client) -> SoftwareBrowser:
    browser = software(world, client)
    answer = client.post(PAGE, browser.told(), headers={"user-agent": FIREFOX})
    assert answer["Location"] == f"{PAGE}?said=added"
    return browser


def test_the_page_offers_it_says_the_truth_without_script_and_lists_what_was_allowed(world: Any, omar: Client) -> None:
    page = omar.get(PAGE).content.decode()
    assert re.search(r"<div data-none>", page), "shown until the script knows better"
    assert re.search(r"<form[^>]*data-form hidden", page)
    assert "js/push" in page
    allowed(world, omar)
    page = omar.get(PAGE).content.decode()
    assert "فايرفوكس على حاسوب لينكس" in page
    assert "هذا المتصفح" in page
    assert not KEY.search(page), "it is allowed here already"
    assert PAGE in omar.get("/settings").content.decode()
    assert PAGE in omar.get("/settings/messages").content.decode()


def test_an_installation_without_services_says_so(world: Any, omar: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings, "BAWABA", settings.BAWABA.model_copy(update={"push_services": ""}))
    page = omar.get(PAGE).content.decode()
    assert "لا ترسل إشعارات إلى المتصفحات" in page
    assert "js/push" not in page


def test_every_address_is_told_once_of_a_new_one_and_of_its_end(world: Any, omar: Client) -> None:
    browser = allowed(world, omar)
    omar.post(PAGE, browser.told())  # a double click
    world.deliver()
    assert sum("تصل الآن إلى متصفح: فايرفوكس" in text for _, text in world.pocket.texts) == 1
    remove = f"{PAGE}/{browsers_of(account(world))[0]}/remove"
    for _ in range(2):
        assert omar.post(remove)["Location"] == f"{PAGE}?said=removed", "a second click as the first"
    world.deliver()
    assert sum("أُوقفت إشعارات بوابة" in text for _, text in world.pocket.texts) == 1
    found = Event.objects.filter(type__in=("account.add_browser", "account.remove_browser"))
    assert [*found.order_by("pk").values_list("type", flat=True)] == ["account.add_browser", "account.remove_browser"]
    assert browser.endpoint not in str([*found.values_list("data", flat=True)])
    assert browsers_of(account(world)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://127.0.0.1:6379/"},
        {"endpoint": "http://169.254.169.254/latest/meta-data/"},
        {"endpoint": "https://push.example.evil.example/x"},
        {"endpoint": "https://push.example:22/x"},
        {"endpoint": ""},
        {"endpoint": "\0"},
        {"p256dh": "A" * 100_000},
        {"p256dh": "B" + "A" * 86},
        {"auth": "☃"},
    ],
)
def test_an_address_of_nobody_we_know_is_a_sentence_and_no_call(
    world: Any, omar: Client, wrong: dict[str, str]
) -> None:
    answer = omar.post(PAGE, software(world, omar).told() | wrong)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "عبر جهة لا نتعامل معها" in page
    assert 'href="#endpoint"' in page
    assert not Browser.objects.exists()


def test_as_many_as_one_may_have_and_as_often(world: Any, omar: Client) -> None:
    for number in range(settings.LIMITS.push_browsers):
        omar.cookies["device"] = f"device-{number}"
        allowed(world, omar)
    omar.cookies["device"] = "one-more"
    page = omar.post(PAGE, software(world, omar).told()).content.decode()
    assert "أقصى عدد من المتصفحات" in page
    omar.cookies["device"] = "device-0"
    for _ in range(settings.LIMITS.push_changes[0][0] - settings.LIMITS.push_browsers):
        service = httpx.Client(base_url="http://sandbox", transport=httpx.WSGITransport(app=world.app))
        assert omar.post(PAGE, SoftwareBrowser("", "k", service).told()).status_code == 302
    answer = omar.post(PAGE, SoftwareBrowser("", "k", service).told())
    assert answer.status_code == 429
    assert "مرات كثيرة اليوم" in answer.content.decode()
    assert len(browsers_of(account(world))) == settings.LIMITS.push_browsers


def test_sami_neither_sees_nor_stops_omars(world: Any, omar: Client) -> None:
    allowed(world, omar)
    handle = browsers_of(account(world))[0]
    activated(world, "sami")
    sami = logged_in(world, "sami")
    assert str(handle) not in sami.get(PAGE).content.decode()
    assert sami.post(f"{PAGE}/{handle}/remove").status_code == 404
    assert browsers_of(account(world)) == [handle]


def test_a_browser_in_which_sami_allows_it_is_his(world: Any, omar: Client) -> None:
    browser = allowed(world, omar)
    activated(world, "sami")
    sami = logged_in(world, "sami")
    assert sami.post(PAGE, browser.told()).status_code == 302
    assert browsers_of(account(world)) == []
    assert len(browsers_of(account(world, "sami"))) == 1
    assert "انتقلت إشعارات متصفحك" in omar.get("/settings/history").content.decode()


def test_a_log_out_there_ends_it_there_alone(world: Any, omar: Client) -> None:
    allowed(world, omar)
    other = logged_in(world, "omar")
    other.get(PAGE)
    allowed(world, other)
    assert len(browsers_of(account(world))) == 2
    kept = [one for one in browsers_of(account(world)) if f"{one}/remove" in other.get(PAGE).content.decode()]
    assert len(kept) == 2
    omar.post("/logout")
    assert len(browsers_of(account(world))) == 1
    assert not KEY.search(other.get(PAGE).content.decode()), "there it goes on"
    assert Event.objects.filter(type="account.remove_browser", data__reason="logged_out").count() == 1


def test_a_session_that_idles_out_does_not_end_it(world: Any, omar: Client) -> None:
    allowed(world, omar)
    world.wait(settings.LIMITS.session_idle.total_seconds() + 1)
    assert omar.get("/home").status_code == 302
    assert len(browsers_of(account(world))) == 1


def test_whatever_ends_sessions_ends_it(world: Any, omar: Client) -> None:
    whose = account(world)
    endings = (
        lambda: omar.post("/settings/sessions/end-others"),
        lambda: omar.post("/settings/log-out-everywhere"),
        lambda: end_sessions(account=whose, by=SYSTEM),
        lambda: move_account(account=whose, move="suspend", by=SYSTEM),
    )
    for end in endings:
        if omar.get(PAGE).status_code == 302:
            omar = logged_in(world, "omar")
            omar.get(PAGE)
        allowed(world, omar)
        end()
        assert browsers_of(whose) == []


def test_nobody_who_is_not_logged_in_allows_anything(world: Any, omar: Client) -> None:
    told = software(world, omar).told()
    stranger = Client()
    assert stranger.post(PAGE, told)["Location"].startswith("/login")
    assert not Browser.objects.exists()
