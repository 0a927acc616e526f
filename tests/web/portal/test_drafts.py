"""Whoever comes back to a draft pays what every page costs: with files, and where it was asked who was received."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bawaba.cases.models import Attachment
from bawaba.registers.commands import forget_facts
from catalogue import PDF, Asker
from people import logged_in

pytestmark = pytest.mark.django_db
NOT_A_QUESTION = re.compile("BEGIN|COMMIT|SAVEPOINT|RELEASE")
NAME = {"part": "family", "ar": "العتيبي", "en": "Al-Otaibi"}


@pytest.fixture
def asker(world: Any) -> Asker:
    return Asker(world, "citizen", "weapon")


@pytest.fixture
def client(world: Any, asker: Asker) -> Client:
    return logged_in(world, asker.slug)


def three_files() -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{number}.pdf", PDF, "application/pdf") for number in range(3)]


@pytest.mark.parametrize(("slug", "files"), [("renew-passport", "photo"), ("renew-firearm-licence", "")])
def test_a_draft_makes_four_statements_and_one_register_call(
    asker: Asker, client: Client, monkeypatch: pytest.MonkeyPatch, slug: str, files: str
) -> None:
    posted: dict[str, Any] = {"years": "5", files: three_files()[:1]} if files else {}
    review = client.post(f"/services/{slug}/apply", posted)["Location"]
    calls: list[str] = []
    ask = asker.world.register._ask
    monkeypatch.setattr(asker.world.register, "_ask", lambda *said: calls.append(said[0]) or ask(*said))
    for page in (review.replace("review", "edit"), review):
        forget_facts(person_key=asker.key)
        calls.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200, page
        made = [one["sql"][:160] for one in captured if not NOT_A_QUESTION.match(one["sql"])]
        assert len(made) <= 4, (page, made)
        assert len(calls) == 1, (page, calls)


def test_a_draft_shows_every_file_that_it_holds_and_one_that_was_deleted_is_gone(client: Client) -> None:
    review = client.post("/services/correct-record/apply", {**NAME, "proof": three_files()})["Location"]
    page = client.get(review).content.decode()
    assert all(f"{number}.pdf" in page for number in range(3))
    Attachment.objects.order_by("pk")[0].delete()
    page = client.get(review).content.decode()
    assert "0.pdf" not in page
    assert "1.pdf" in page


def test_a_draft_that_asks_anew_opens_while_the_register_is_down(asker: Asker, client: Client) -> None:
    review = client.post("/services/renew-firearm-licence/apply")["Location"]
    asker.world.app.extensions["switches"]["register"] = "down"
    try:
        assert client.get(review.replace("review", "edit")).status_code == 200
    finally:
        asker.world.app.extensions["switches"]["register"] = "up"
