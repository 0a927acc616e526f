"""Attachments: judged by what they are, sealed, held by one application, and gone when nobody holds them."""

import io
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image

from bawaba.cases.attaching import (
    LARGEST,
    MOST_LOOSE,
    BadFile,
    NoAttachment,
    attachment_of,
    hold_attachments,
    own_attachments,
    purge_attachments,
    take_in,
)
from bawaba.cases.models import Application, Attachment
from bawaba.core import clock
from catalogue import PDF, Asker
from payers import account_of
from people import activated, logged_in
from races import at_once

pytestmark = pytest.mark.django_db
UPDATE = "/services/update-passport/apply"


def picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, kind)
    return made.getvalue()


@pytest.fixture
def omar(world: Any) -> UUID:
    activated(world, "omar")
    return account_of(world, "omar")


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "application/pdf"), (picture("PNG"), "image/png"), (picture("JPEG"), "image/jpeg")],
    ids=["pdf", "png", "jpeg"],
)
def test_pictures_and_pages_are_taken_and_sealed(omar: UUID, content: bytes, kind: str) -> None:
    handle = take_in(account=omar, content=content)
    row = Attachment.objects.get(uuid=handle)
    assert (row.type, row.size) == (kind, len(content))
    assert content[:8] not in bytes(row.content)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (PDF + b"0" * (LARGEST - len(PDF)), ""),
        (PDF + b"0" * (LARGEST - len(PDF) + 1), "large"),
        (b"", "type"),
        (b"<svg onload=alert(1)>", "type"),
        (b"MZ\x90\x00", "type"),
        (picture("GIF"), "type"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 40, "type"),
        (picture("PNG")[:-20], "type"),
    ],
    ids=["5 MB", "5 MB + 1", "empty", "svg", "program", "gif", "png in name only", "png cut short"],
)
def test_what_is_too_large_or_no_picture_is_refused_with_a_sentence(omar: UUID, content: bytes, why: str) -> None:
    if not why:
        assert take_in(account=omar, content=content)
        return
    with pytest.raises(BadFile) as refused:
        take_in(account=omar, content=content)
    assert refused.value.reason == why
    assert not Attachment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_than_so_many_are_taken(omar: UUID) -> None:
    for _ in range(MOST_LOOSE - 3):
        take_in(account=omar, content=PDF)
    made = at_once([partial(take_in, account=omar, content=PDF)] * 12)
    assert sorted(type(one).__name__ for one in made) == ["BadFile"] * 9 + ["UUID"] * 3, made
    assert Attachment.objects.count() == MOST_LOOSE


def test_so_many_and_no_more_before_one_submits(omar: UUID) -> None:
    for _ in range(MOST_LOOSE):
        take_in(account=omar, content=PDF)
    with pytest.raises(BadFile):
        take_in(account=omar, content=PDF)


def test_anothers_file_is_never_ones_own_nor_one_that_is_held_elsewhere(world: Any, omar: UUID) -> None:
    activated(world, "sami")
    theirs = f"{take_in(account=account_of(world, 'sami'), content=PDF)}/a.pdf"
    mine = f"{take_in(account=omar, content=PDF)}/b.pdf"
    named = [theirs, mine, "nonsense/c.pdf", f"{uuid4()}/d.pdf", "\0/e"]
    assert own_attachments(omar, named, None) == [mine]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("passport.pdf", "passport.pdf"),
        ("جواز السفر.pdf", "جواز السفر.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\0b\nc\x1b[31m.pdf", "abc[31m.pdf"),
        ("x" * 100_000, "x" * 80),
        ("\u202e", "?"),
        ("", "?"),
        ("a/../b.pdf", "a/../b.pdf"),
    ],
    ids=list(map(str, range(8))),
)
def test_a_name_is_for_reading_and_nothing_else(omar: UUID, sent: str, kept: str) -> None:
    handle = take_in(account=omar, content=PDF)
    assert own_attachments(omar, [f"{handle}/{sent}"], None) == [f"{handle}/{kept}"]


def test_one_file_is_named_once(omar: UUID) -> None:
    handle = take_in(account=omar, content=PDF)
    assert own_attachments(omar, [f"{handle}/a.pdf", f"{handle}/b.pdf"], None) == [f"{handle}/a.pdf"]


def test_a_named_file_of_somebody_else_is_not_enough_to_apply(world: Any, omar: UUID) -> None:
    """Saved behind the form's back, it is not there when the review reads the draft."""
    activated(world, "sami")
    theirs = f"{take_in(account=account_of(world, 'sami'), content=PDF)}/a.pdf"
    client = logged_in(world, "omar")
    typed = {"number": "A1234567", "expires_year": "2031", "expires_month": "1", "expires_day": "1"}
    client.post(UPDATE, typed)
    draft = Application.objects.get()
    assert client.post(f"/applications/{draft.uuid}/save", {**typed, "copy": theirs}).status_code == 204
    answer = client.post(f"/applications/{draft.uuid}/review")
    assert answer["Location"] == f"/applications/{draft.uuid}/edit"
    assert theirs not in client.get(answer["Location"]).content.decode()
    with pytest.raises(NoAttachment):
        attachment_of(draft.uuid, UUID(theirs.partition("/")[0]))


def test_a_file_sent_with_the_form_stays_with_its_draft_until_it_is_submitted(world: Any, omar: UUID) -> None:
    client = logged_in(world, "omar")
    page = io.BytesIO(PDF)
    page.name = "passport.pdf"
    typed = {"number": "A1234567", "expires_year": "2031", "expires_month": "1", "expires_day": "1", "copy": page}
    review = client.post(UPDATE, typed)["Location"]
    world.wait(timedelta(days=2).total_seconds())
    purge_attachments(clock.now())
    client = logged_in(world, "omar")
    assert "passport.pdf" in client.get(review).content.decode()
    assert client.post(review)["Location"].startswith("/bills/")
    row = Attachment.objects.get()
    assert attachment_of(row.application.uuid, row.uuid) == ("application/pdf", PDF)


def test_a_name_that_was_changed_behind_the_forms_back_is_read_and_no_more(world: Any, omar: UUID) -> None:
    client = logged_in(world, "omar")
    page = io.BytesIO(PDF)
    page.name = "passport.pdf"
    typed = {"number": "A1234567", "expires_year": "2031", "expires_month": "1", "expires_day": "1"}
    review = client.post(UPDATE, {**typed, "copy": page})["Location"]
    row = Attachment.objects.get()
    draft = row.application.uuid
    changed = {**typed, "copy": [f"{row.uuid}/\u202efdp.exe" + "y" * 10_000] * 3}
    assert client.post(f"/applications/{draft}/save", changed).status_code == 204
    shown = client.get(review).content.decode()
    assert "\u202e" not in shown
    assert "y" * 81 not in shown
    assert shown.count("fdp.exe") == 1


def test_what_nobody_holds_is_gone_after_a_day_and_what_an_ended_draft_held_too(world: Any) -> None:
    one = Asker(world, "resident", "clean")
    held = one.apply("update-passport", number="A1234567", expires_year="2031", expires_month="1", expires_day="1")
    take_in(account=one.account, content=PDF)
    world.wait(timedelta(days=1, minutes=-1).total_seconds())
    purge_attachments(clock.now())
    assert Attachment.objects.count() == 2
    world.wait(120)
    purge_attachments(clock.now())
    assert Attachment.objects.get().application.uuid == held.uuid
    Application.objects.update(state="cancelled")
    purge_attachments(clock.now())
    assert not Attachment.objects.exists()


def test_holding_takes_only_ones_own_loose_files(world: Any, omar: UUID) -> None:
    activated(world, "sami")
    theirs = take_in(account=account_of(world, "sami"), content=PDF)
    one = Asker(world, "resident", "clean")
    found = one.apply("update-passport", number="A1234567", expires_year="2031", expires_month="1", expires_day="1")
    hold_attachments(account=omar, application=found.uuid, answers={"copy": [f"{theirs}/a.pdf"]})
    assert Attachment.objects.get(uuid=theirs).application is None
