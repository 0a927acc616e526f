"""What the pages of a recovery say, and do not say, to somebody who has proven nothing."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bawaba.identity.accounts.commands import move_account
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.journal.ports import SYSTEM
from people import activated, at, register
from recoveries import STEPS
from statements import shapes_of

pytestmark = pytest.mark.django_db
UNKNOWN = "1012345672"


@pytest.fixture
def numbers(world: Any) -> dict[str, str]:
    """Numbers of one kind that differ only in what is known of them."""
    register(world, "omar")
    for slug in ("sami", "anna"):
        activated(world, slug)
    blocked = live_account_of_number(world.cast["anna"]["number"])
    move_account(account=blocked, move="suspend", by=SYSTEM)
    world.deliver()
    return {slug: world.cast[slug]["number"] for slug in ("omar", "sami", "anna", "khalid")}


def seen(number: str, ask: Any) -> Any:
    """Status, headers by length, cookies, length, and the statements that were made."""
    client = at()
    with CaptureQueriesContext(connection) as made:
        answers = [client.post("/recover", {"number": number, "wants": "phone"}), *ask(client)]
    found = []
    for one in answers:
        headers = sorted((name, len(value)) for name, value in one.headers.items())
        cookies = sorted((name, len(cookie.value)) for name, cookie in one.cookies.items())
        found.append((one.status_code, headers, cookies, len(one.content)))
    return found, shapes_of(made)


def everything(client: Any) -> list[Any]:
    """Every page and every try that is open to somebody who has proven nothing."""
    wrong = [client.post("/recover/sheet", {"code": "0000-0000-0000"}), client.post("/recover/app", {"code": "000000"})]
    asked = [client.post("/recover/phone", {"phone": "+966500007799"}), client.get("/recover/finish")]
    return [client.get(STEPS), *wrong, *asked, client.post("/recover/phone/code", {"code": "000000"})]


def test_pending_active_blocked_and_unknown_are_answered_alike_by_the_same_statements(
    world: Any, numbers: dict[str, str]
) -> None:
    seen(numbers["khalid"], everything)  # warm: prepared statements, first pages
    texts, mails = len(world.pocket.texts), len(world.mailbag.mails)
    found = {slug: seen(number, everything) for slug, number in numbers.items()}
    for slug, one in found.items():
        assert one == found["khalid"], slug
    world.deliver()
    assert (len(world.pocket.texts), len(world.mailbag.mails)) == (texts, mails), "nobody is told of a mere beginning"


def test_a_number_of_no_kind_gets_a_sentence_and_keeps_what_was_typed(client: Any) -> None:
    page = client.post("/recover", {"number": "12", "wants": "phone"}).content.decode()
    assert 'id="number-error"' in page
    assert 'value="12"' in page


@pytest.mark.parametrize("page", ["steps", "sheet", "app", "phone", "phone/code", "finish"])
def test_without_a_beginning_every_page_leads_to_it(client: Any, page: str) -> None:
    assert client.get(f"/recover/{page}")["Location"] == "/recover"
    posted = client.post(f"/recover/{page}", {"code": "000000"})
    assert posted.status_code == 405 if page == "steps" else posted["Location"] == "/recover"


def test_an_odd_wish_begins_nothing(client: Any, world: Any) -> None:
    for wants in ("", "name", "phone\0", "x" * 5000):
        answer = client.post("/recover", {"number": world.cast["sami"]["number"], "wants": wants})
        assert answer.status_code == 200


def test_links_of_nothing_are_over(client: Any) -> None:
    for link in ("/recover/stop/x", "/recover/back/x"):
        assert client.get(link).status_code == 410
        assert client.post(link).status_code == 410
    assert client.get("/recover/back/x/code")["Location"] == "/recover/back/x"


def test_the_page_names_kiosks_and_says_that_an_email_proves_nothing(client: Any, world: Any) -> None:
    world.attestor("kiosk-1")
    page = client.get("/recover").content.decode()
    assert "السوق الكبير" in page
    assert "البريد الإلكتروني وحده لا يثبت شيئًا" in page
    assert "/recover" in client.get("/login").content.decode()
