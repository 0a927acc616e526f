"""The e-service of appointments: its page leads to the booking, and it is found by everyday words."""

from typing import Any

import pytest
from django.test import Client

from bawaba.cases.appointments.offices import offices
from bawaba.cases.catalogue import search, services

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["موعد", "المواعيد", "appointment", "booking"])
def test_it_is_found_by_everyday_words(words: str) -> None:
    assert services()["appointments"] in search(words)


def test_its_page_leads_to_the_booking(client: Client, world: Any) -> None:
    page = client.get("/services/appointments").content.decode()
    assert 'href="/appointments/"' in page
    assert client.get("/appointments/")["Location"].startswith("/login")
    assert {"self", "spouse", "child"} == set(services()["appointments"].for_whom)
    assert {one.agency for one in offices().values()} >= {"passports", "civil_affairs", "traffic"}
