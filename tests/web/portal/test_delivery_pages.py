"""The pages of a delivery ask as little as any other, and lead to each other."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bawaba.registers.commands import forget_facts
from catalogue import Asker
from parcels import SLUG, sent_for
from people import logged_in

pytestmark = pytest.mark.django_db
NOT_A_QUESTION = re.compile("BEGIN|COMMIT|SAVEPOINT|RELEASE")


@pytest.fixture
def asker(world: Any) -> Asker:
    return Asker(world, "citizen")


def statements(client: Client, asker: Asker, page: str) -> list[str]:
    forget_facts(person_key=asker.key)  # the dearest visit: nothing is known yet
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200, page
    return [one["sql"][:200] for one in captured.captured_queries if not NOT_A_QUESTION.match(one["sql"])]


def test_a_page_of_a_delivery_makes_four_statements_and_one_register_call(
    world: Any, asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker.apply("personal-record")
    found, client = sent_for(asker), logged_in(world, asker.slug)
    calls: list[str] = []
    ask = world.register._ask
    monkeypatch.setattr(world.register, "_ask", lambda *said: calls.append(said[0]) or ask(*said))

    def cost_little(*pages: str) -> None:
        for page in pages:
            calls.clear()
            made = statements(client, asker, page)
            assert len(made) <= 4, (page, made)
            assert len(calls) <= 1, (page, calls)

    cost_little(f"/services/{SLUG}", f"/services/{SLUG}/apply")
    review = client.post(f"/services/{SLUG}/apply", asker.offered(SLUG, asker.facts(SLUG)))["Location"]
    cost_little(review.replace("review", "edit"), review)
    cost_little(f"/applications/{found.uuid}", "/applications/", "/documents/")


def test_a_card_that_was_renewed_and_my_documents_lead_to_it(world: Any, asker: Asker) -> None:
    found, client = asker.apply("renew-national-id"), logged_in(world, asker.slug)
    for page in (f"/applications/{found.uuid}", "/documents/"):
        assert f'href="/services/{SLUG}"' in client.get(page).content.decode(), page
    other = asker.apply("personal-record")
    assert f'href="/services/{SLUG}"' not in client.get(f"/applications/{other.uuid}").content.decode()
