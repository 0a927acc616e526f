"""The receipt: what stands on the page, and its deadline as a calendar file."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from bawaba.identity.enrolment.queries import draft_of_handle
from web.portal.test_public_pages import walk

pytestmark = pytest.mark.django_db


def unfolded(client: Client) -> str:
    return client.get("/register/receipt.ics").content.decode().replace("\r\n ", "")


def test_the_receipt_offers_all_that_one_needs_to_come(client: Client, world: Any) -> None:
    page = walk(client, world, "omar").content.decode()
    for link in ("/register/receipt.pdf", "/register/receipt.ics", "/register/cancel", "/places"):
        assert f'href="{link}"' in page
    assert "data-print" in page
    assert page.index("من جهاز الخدمة الذاتية") < page.index("من مكتب الخدمة")


def test_the_calendar_file_ends_at_the_deadline_and_reminds_a_day_before(client: Client, world: Any) -> None:
    walk(client, world, "omar")
    deadline = draft_of_handle(client.cookies["enrolment"].value).expires_at
    text = unfolded(client)
    end = datetime.strptime(re.search(r"DTEND:(\S+)Z", text)[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    assert end == deadline.replace(microsecond=0)
    assert "TRIGGER:-P1D" in text
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")


def test_no_line_of_the_calendar_file_is_longer_than_the_standard_allows_and_it_names_nobody(
    client: Client, world: Any
) -> None:
    walk(client, world, "layla")
    raw = client.get("/register/receipt.ics").content
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert world.cast["layla"]["number"] not in raw.decode()
    assert "SUMMARY:آخر موعد لتفعيل حسابي" in unfolded(client)


def test_without_a_registration_there_is_no_calendar_file(client: Client) -> None:
    assert client.get("/register/receipt.ics").status_code == 410
