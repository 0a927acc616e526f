"""The inbox: a letter is read by opening it, shelves and pages by key, all read at once, and a mark on every page."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bawaba.cases.models import Application
from bawaba.core import clock
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.journal.ports import SYSTEM
from bawaba.messaging.commands import write_messages
from bawaba.messaging.models import Message
from bawaba.messaging.ports import Recipient
from bawaba.messaging.queries import PAGE, SHELVES
from bawaba.messaging.shelf import templates
from payers import apply_for, hosted, new_violations, pays
from people import activated, at, logged_in

pytestmark = pytest.mark.django_db
MARK = '<span class="unread"'
BUTTON = 'action="/inbox/read"'


@pytest.fixture
def omar(world: Any) -> Client:
    activated(world, "omar")
    client = logged_in(world, "omar")
    Message.objects.all().delete()
    return client


def account(world: Any, slug: str = "omar") -> uuid.UUID:
    found = live_account_of_number(world.cast[slug]["number"])
    assert found
    return found


def write(subject: uuid.UUID, template: str = "application-approved", **values: str) -> str:
    said = {"reference": "AB12CD34EF56", "service": "خدمة", "office": "مكتب", "moment": "2026-11-28T09:00:00+00:00"}
    said |= {"at": "2026-11-28T09:00:00+00:00", "link": "https://portal.example/not-you/x"}
    with transaction.atomic():
        to = Recipient(subject, "ar")
        write_messages(template=template, to=to, values=said | values, channels=("inbox",), by=SYSTEM)
    return str(Message.objects.latest("pk").uuid)


def read_long_ago(subject: uuid.UUID) -> Message:
    when = clock.now() - timedelta(days=300)
    return Message(
        subject=subject,
        template="application-approved",
        channel="inbox",
        language="ar",
        state="handed_over",
        written_at=when,
        read_at=when,
    )


def read(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200, page
    return answer.content.decode()


def test_a_letter_is_new_until_it_was_opened(world: Any, omar: Client) -> None:
    handle = write(account(world))
    for _ in range(2):
        page = read(omar, "/inbox")
        assert f'href="/inbox/{handle}"' in page
        assert ">جديدة<" in page, "seeing the list reads nothing"
        assert omar.head(f"/inbox/{handle}").status_code == 200
    assert "قُبل طلبك" in read(omar, f"/inbox/{handle}")
    assert ">جديدة<" not in read(omar, "/inbox")


def test_every_page_says_that_something_is_new_and_the_last_letter_ends_it(world: Any, omar: Client) -> None:
    assert MARK not in read(omar, "/settings")
    first, second = write(account(world)), write(account(world))
    for page in ("/settings", "/home", "/inbox", "/services/"):
        assert MARK in read(omar, page), page
    assert MARK in read(omar, f"/inbox/{first}"), "another waits"
    assert MARK not in read(omar, f"/inbox/{second}"), "this was the last"
    assert MARK not in read(omar, "/settings")
    assert MARK not in read(at(), "/help")


def test_the_mark_costs_no_statement_and_its_index_is_used(world: Any, omar: Client) -> None:
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            read(omar, "/help")
        assert len(captured.captured_queries) <= 1
        write(account(world))
    with CaptureQueriesContext(connection) as captured:
        read(omar, "/inbox")
    (session,) = [one["sql"] for one in captured.captured_queries if "session" in one["sql"]]
    Message.objects.bulk_create(read_long_ago(account(world)) for _ in range(200))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE messaging_message")  # a planner that knows nothing may take either index
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN " + session)
        else:
            cursor.execute("EXPLAIN QUERY PLAN " + session)
        plan = str(cursor.fetchall())
    assert "message_unread" in plan, plan


def test_all_are_read_at_once_but_what_came_meanwhile(world: Any, omar: Client) -> None:
    shown = [write(account(world)) for _ in range(PAGE + 5)]
    page = read(omar, "/inbox")
    assert BUTTON in page
    number = page.split('name="up_to" value="')[1].split('"')[0]
    late = write(account(world))
    for _ in range(2):
        assert omar.post("/inbox/read", {"up_to": number})["Location"] == "/inbox"
    unread = Message.objects.filter(read_at=None).values_list("uuid", flat=True)
    assert [str(one) for one in unread] == [late]
    assert len(shown) == PAGE + 5
    read(omar, f"/inbox/{late}")
    assert BUTTON not in read(omar, "/inbox"), "nothing is left to be read"


@pytest.mark.parametrize("number", ["", "x", "-1", "٣", "9" * 30, "1e3"])
def test_an_odd_number_reads_nothing(world: Any, omar: Client, number: str) -> None:
    write(account(world))
    assert omar.post("/inbox/read", {"up_to": number}).status_code == 302
    assert Message.objects.filter(read_at=None).count() == 1


def test_shelves_hold_each_its_kind_and_the_pages_go_on_within_them(world: Any, omar: Client) -> None:
    letters = [write(account(world)) for _ in range(PAGE + 3)]
    reminder = write(account(world), "appointment-reminder")
    security = write(account(world), "account-paused")
    assert reminder in read(omar, "/inbox?shelf=reminders")
    assert security in read(omar, "/inbox?shelf=security")
    first = read(omar, "/inbox?shelf=letters")
    assert reminder not in first
    assert security not in first
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = read(omar, f"/inbox{older}")
    found = [one for one in letters if one in first] + [one for one in letters if one in second]
    assert sorted(found) == sorted(letters), "each once"
    assert "لا رسائل" in read(omar, "/inbox?shelf=reminders&before=1")
    assert reminder in read(omar, "/inbox?shelf=nonsense"), "all of them, then"


def test_every_kind_of_message_stands_on_one_shelf() -> None:
    kinds = [kind for shelf in SHELVES.values() for kind in shelf]
    assert len(kinds) == len(set(kinds))
    assert {one.kind for one in templates().values()} == set(kinds)


def test_a_letter_leads_to_the_application_it_speaks_of(world: Any, omar: Client) -> None:
    pays(world, hosted(omar, apply_for(omar, new_violations(world, "omar", 1))))
    world.deliver()
    row = Message.objects.filter(channel="inbox").latest("pk")
    page = read(omar, f"/inbox/{row.uuid}")
    (way,) = [part.split('"')[0] for part in page.split('class="btn" href="')[1:]]
    assert way.startswith("/applications/")
    assert omar.get(way).status_code == 200


@pytest.mark.parametrize(
    ("template", "way"),
    [
        ("counterparty-invited", "/invitations/"),
        ("delegation-ended", "/delegations/"),
        ("account-paused", "/settings/history"),
    ],
)
def test_a_letter_about_nothing_of_ones_own_leads_to_where_one_can_go_on(
    world: Any, omar: Client, template: str, way: str
) -> None:
    handle = write(account(world), template, name="ليلى", what="طلب")
    assert f'class="btn" href="{way}"' in read(omar, f"/inbox/{handle}")


def test_a_link_in_a_letter_is_a_button_in_the_words_of_its_line(world: Any, omar: Client) -> None:
    handle = write(account(world), "new-device", device="Firefox")
    page = read(omar, f"/inbox/{handle}")
    assert '<a class="btn ghost" href="https://portal.example/not-you/x">لست أنت؟</a>' in page
    assert page.count("https://portal.example/not-you/x") == 1, "not as a text as well"
    assert "portal.example" not in read(omar, "/inbox"), "the list shows what happened, and no address"


def test_every_not_you_link_stands_at_the_end_of_a_line_of_its_own() -> None:
    """So that what is left of the letter reads without it."""
    texts = [text for one in templates().values() for text in (one.sms.ar, one.sms.en)]
    asking = [text for text in texts if "{link}" in text and ("لست أنت" in text or "Not you" in text)]
    assert len(asking) > 40
    assert [text for text in asking if not re.search(r"\n[^\n{]+\{link\}$", text)] == []


def test_sami_sees_nothing_of_it(world: Any, omar: Client) -> None:
    handle = write(account(world))
    world.wait(31)
    activated(world, "sami")
    sami = logged_in(world, "sami")
    theirs, nobodys = sami.get(f"/inbox/{handle}"), sami.get(f"/inbox/{uuid.uuid4()}")
    assert theirs.status_code == nobodys.status_code == 404
    assert len(theirs.content) == len(nobodys.content)
    sami.post("/inbox/read", {"up_to": str(10**9)})
    assert Message.objects.get(uuid=handle).read_at is None
    assert handle not in read(sami, "/inbox")


def test_a_reference_of_somebody_elses_leads_nowhere(world: Any, omar: Client) -> None:
    """A letter may name what its reader may not open."""
    pays(world, hosted(omar, apply_for(omar, new_violations(world, "omar", 1))))
    world.deliver()
    number = Application.objects.get().reference
    assert 'class="btn" href="/applications/' in read(omar, "/inbox/" + write(account(world), reference=number))
    world.wait(31)
    activated(world, "sami")
    sami = logged_in(world, "sami")
    handle = write(account(world, "sami"), reference=number)
    assert 'class="btn" href="/applications/' not in read(sami, f"/inbox/{handle}")
