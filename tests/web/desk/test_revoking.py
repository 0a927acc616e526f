"""An officer finds a document by its printed reference and revokes it: with a reason, an event, a message to its owner."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bawaba.core.references import grouped
from bawaba.documents.models import Document
from bawaba.journal.models import Event
from officers import appointed, at_desk
from payers import apply_for, hosted, new_violations, pays
from people import activated, at, logged_in

pytestmark = pytest.mark.django_db
PAGE = "/desk/documents"
REVOKED = "وثيقة ملغاة"


@pytest.fixture
def receipt(world: Any) -> Document:
    """Omar's, from the traffic agency."""
    activated(world, "omar")
    client = logged_in(world, "omar")
    pays(world, hosted(client, apply_for(client, new_violations(world, "omar", 1))))
    world.deliver()
    appointed(world, "noor", "traffic")
    return Document.objects.get()


def find(desk: Client, reference: str, **more: str) -> str:
    answer = desk.post(PAGE, {"reference": reference, **more})
    assert answer.status_code == 200
    return str(answer.content.decode())


def revoke(desk: Client, one: Document, reason: str = "error") -> str:
    return find(desk, one.reference, deed="revoke", reason=reason)


def test_it_is_found_looked_at_and_revoked_and_its_owner_is_told(world: Any, receipt: Document) -> None:
    desk = at_desk("noor")
    page = find(desk, grouped(receipt.reference))
    assert "إيصال سداد" in page
    assert Event.objects.filter(type="application.look", subject=receipt.subject).count() == 1
    world.pocket.texts.clear()
    assert REVOKED in revoke(desk, receipt)
    world.deliver()
    event = Event.objects.get(type="document.revoke", subject=receipt.uuid)
    assert (event.actor_kind, event.data) == ("officer", {"reason": "error"})
    assert "ألغى موظف وثيقتك" in world.pocket.last(world.cast["omar"]["phone"])
    omar = logged_in(world, "omar")
    assert "خطأ في بياناتها" in omar.get("/inbox").content.decode()
    assert "خطأ في بياناتها" in omar.get("/documents/").content.decode()
    seen = re.sub(
        r"<template.*?</template>",
        "",
        at().post("/verify", {"reference": receipt.seal}).content.decode(),
        flags=re.DOTALL,
    )
    assert REVOKED in seen


def test_a_second_click_and_a_reason_of_nobodys_change_nothing(world: Any, receipt: Document) -> None:
    desk = at_desk("noor")
    assert 'id="errors"' in revoke(desk, receipt, reason="whim")
    assert 'id="errors"' in revoke(desk, receipt, reason="")
    assert Document.objects.get().state == "valid"
    for _ in range(2):
        page = revoke(desk, receipt)
        assert REVOKED in page
        assert 'name="reason"' not in page
    assert Event.objects.filter(type="document.revoke").count() == 1
    letters = logged_in(world, "omar").get("/inbox").content.decode()
    assert letters.count("أُلغيت وثيقتك") == 1


@pytest.mark.parametrize("reference", ["", "x", "\0", "0" * 12, "<script>", "٠" * 40])
def test_what_is_not_there_gets_a_sentence(receipt: Document, reference: str) -> None:
    assert "لا وثيقة بهذا الرقم" in find(at_desk("noor"), reference)


def test_another_agencys_document_does_not_exist(world: Any, receipt: Document) -> None:
    appointed(world, "layla", "passports")
    desk = at_desk("layla")
    assert "لا وثيقة بهذا الرقم" in find(desk, receipt.reference)
    assert "لا وثيقة بهذا الرقم" in revoke(desk, receipt)
    assert Document.objects.get().state == "valid"


def test_nobody_revokes_their_own(world: Any, receipt: Document) -> None:
    appointed(world, "omar", "traffic", user_name="omar.o")
    desk = at_desk("omar.o")
    assert 'name="reason"' not in find(desk, receipt.reference)
    revoke(desk, receipt)
    assert Document.objects.get().state == "valid"


def test_a_person_and_a_stranger_are_led_away(receipt: Document, world: Any) -> None:
    for client in (at(), logged_in(world, "omar")):
        assert (
            client.post(PAGE, {"reference": receipt.reference, "deed": "revoke", "reason": "error"}).status_code == 302
        )
    assert Document.objects.get().state == "valid"


def test_looking_asks_little(receipt: Document) -> None:
    desk = at_desk("noor")
    desk.get(PAGE)
    with CaptureQueriesContext(connection) as captured:
        desk.get(PAGE)
    assert len(captured) <= 4
