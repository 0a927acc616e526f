"""Anybody verifies a document by picture, reference or seal; nobody is asked who is checking."""

import io
import re
import zlib
from contextlib import suppress
from struct import pack
from typing import Any

import pytest
import segno
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image, ImageFilter

from bawaba.core.references import grouped
from bawaba.documents import pictures, typesetting
from bawaba.documents.commands import revoke_document
from bawaba.documents.models import Document
from bawaba.documents.pictures import code_in
from bawaba.documents.seals import seal_text
from bawaba.identity.accounts.models import Session
from bawaba.journal.models import Event
from payers import PERSON, apply_for, hosted, new_violations, pays
from people import activated, at, logged_in

pytestmark = pytest.mark.django_db
VALID, REVOKED, UNKNOWN = "وثيقة صحيحة", "وثيقة ملغاة", "لا نعرف هذه الوثيقة"


@pytest.fixture
def receipt(world: Any) -> Document:
    activated(world, "omar")
    client = logged_in(world, "omar")
    pays(world, hosted(client, apply_for(client, new_violations(world, "omar", 1))))
    world.deliver()
    return Document.objects.get()


def test_the_page_that_a_worker_keeps_may_ask_once_the_network_is_back(receipt: Document) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert "csrfmiddlewaretoken" not in strict.get("/verify/offline/ar").content.decode()
    assert VALID in seen(strict.post("/verify", {"reference": receipt.reference}))


def test_a_verification_is_nobodys(world: Any, receipt: Document) -> None:
    """With a session's cookie or without: nothing of it is read, changed, made or set, and the answer is the same."""
    client = logged_in(world, "omar")
    world.wait(120)  # a page of a person would note that they were here
    before = list(Session.objects.order_by("pk").values())
    answers = []
    for one in (client, at()):
        cookies = {name: value.value for name, value in one.cookies.items()}
        with CaptureQueriesContext(connection) as asked:
            answer = one.post("/verify", {"reference": receipt.reference})
        assert not [sql["sql"] for sql in asked if Session._meta.db_table in sql["sql"]]
        assert not answer.cookies
        assert {name: value.value for name, value in one.cookies.items()} == cookies
        assert "Cookie" not in answer.get("Vary", "")
        assert VALID in seen(answer)
        answers.append(answer.content)
    assert answers[0] == answers[1]
    assert b"/login" not in answers[0], "who reads was not asked"
    assert list(Session.objects.order_by("pk").values()) == before
    assert "csrfmiddlewaretoken" not in at().get("/verify").content.decode()
    assert client.get("/home").status_code == 200
    actors = Event.objects.filter(type="document.verify").values_list("actor_kind", "actor")
    assert set(actors) == {("applicant", "")}


def photo(text: str, scale: int = 6) -> Image.Image:
    raw = io.BytesIO()
    segno.make(text, error="m", micro=False).save(raw, kind="png", border=4, scale=scale)
    return Image.open(raw).convert("RGB")


def upload(image: Image.Image, kind: str = "JPEG", name: str = "photo.jpg") -> SimpleUploadedFile:
    raw = io.BytesIO()
    image.save(raw, kind)
    return SimpleUploadedFile(name, raw.getvalue())


def sent(picture: Any = None, reference: str = "") -> str:
    values: dict[str, Any] = {"reference": reference}
    if picture is not None:
        values["picture"] = picture
    answer = at().post("/verify", values)
    assert answer.status_code == 200
    return seen(answer)


def seen(answer: Any) -> str:
    """The page without the sentences that its script may say later."""
    return re.sub(r"<template.*?</template>", "", answer.content.decode(), flags=re.DOTALL)


@pytest.mark.parametrize(
    "write",
    [
        str,
        grouped,
        str.lower,
        lambda r: f" {grouped(r)} ",
        lambda r: r.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    ],
)
def test_a_reference_is_read_as_people_type_it(receipt: Document, write: Any) -> None:
    assert VALID in sent(reference=write(receipt.reference))


@pytest.mark.parametrize("reference", ["", "   ", "7K2M-9QXC", "x" * 4_000, "\0", "<script>alert(1)</script>"])
def test_what_is_no_reference_gets_a_sentence_and_stays_in_the_field(reference: str) -> None:
    page = sent(reference=reference)
    assert 'id="errors"' in page
    assert "<script>alert" not in page


def test_a_reference_that_nobody_has_is_unknown() -> None:
    assert UNKNOWN in sent(reference="0" * 12)


def test_the_seal_pasted_as_text_says_the_same(receipt: Document) -> None:
    assert VALID in sent(reference=receipt.seal)
    assert VALID in sent(reference=f"{receipt.seal[:60]}\n{receipt.seal[60:]}")
    # Not the last two: a signature's last byte is below 17, so one seal in sixteen ends with AA.
    assert UNKNOWN in sent(reference=receipt.seal[:-8] + "A" * 8)


def test_a_right_seal_of_a_document_that_was_never_issued_is_unknown(receipt: Document) -> None:
    assert UNKNOWN in sent(reference=seal_text({"t": ["أ", "A"], "ref": "0" * 12, "at": "2026-11-25"}))


@pytest.mark.parametrize("scale", [3, 6, 20])
@pytest.mark.parametrize("turn", [0, 90, 180, 27])
def test_a_photo_is_read_in_any_size_and_turned(receipt: Document, scale: int, turn: int) -> None:
    image = photo(receipt.seal, scale).rotate(turn, expand=True, fillcolor="white")
    assert VALID in sent(upload(image))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_the_usual_formats_are_taken(receipt: Document, kind: str) -> None:
    assert VALID in sent(upload(photo(receipt.seal), kind))


def test_a_slightly_blurred_photo_is_read_and_a_hopeless_one_gets_a_sentence(receipt: Document) -> None:
    assert VALID in sent(upload(photo(receipt.seal, 8).filter(ImageFilter.GaussianBlur(1))))
    assert "قرّب الكاميرا" in sent(upload(photo(receipt.seal, 4).filter(ImageFilter.GaussianBlur(30))))


def test_a_photo_of_a_whole_desk_is_read(receipt: Document) -> None:
    desk = Image.new("RGB", (4_000, 3_000), "lightgrey")
    desk.paste(photo(receipt.seal, 10), (2_500, 1_700))
    assert VALID in sent(upload(desk))


def test_a_photo_without_a_code_or_with_another_code(receipt: Document) -> None:
    assert "قرّب الكاميرا" in sent(upload(Image.new("RGB", (800, 600), "white")))
    assert UNKNOWN in sent(upload(photo("https://example.org/")))


def unpacked(pdf: bytes) -> bytes:
    """The file, and behind it its packed objects."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    parts = [pdf]
    for one in packed:
        with suppress(zlib.error):
            parts.append(zlib.decompress(one))
    return b"".join(parts)


def bomb(side: int) -> bytes:
    """A small PNG that would unpack to side × side pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100_000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"not a picture at all", "JPEG أو PNG"),
        (b"%PDF-1.7\n", "JPEG أو PNG"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1", "JPEG أو PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG أو PNG"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 200, "JPEG أو PNG"),
        (bomb(30_000), "٨ ميغابايت"),
        (bomb(9_000), "٨ ميغابايت"),
        (bomb(2_000_000_000), "٨ ميغابايت"),
        (b"\xff\xd8" + b"\0" * (8 * 2**20 - 1), "٨ ميغابايت"),
    ],
    ids=["text", "pdf", "heic", "svg", "broken png", "bomb", "smaller bomb", "monstrous bomb", "8 MB and one byte"],
)
def test_what_is_no_picture_gets_a_sentence(raw: bytes, says: str) -> None:
    assert says in sent(SimpleUploadedFile("photo.jpg", raw))


def test_a_cut_photo_at_any_length_never_breaks_the_page(receipt: Document) -> None:
    whole = upload(photo(receipt.seal, 3)).read()
    for length in range(0, len(whole), max(1, len(whole) // 40)):
        with suppress(pictures.BadPicture):
            assert code_in(io.BytesIO(whole[:length])) == receipt.seal


def test_a_revoked_document_says_so_everywhere(receipt: Document) -> None:
    revoke_document(document=receipt.uuid, reason="error", by=PERSON)
    revoke_document(document=receipt.uuid, reason="error", by=PERSON)
    for page in (sent(reference=receipt.reference), sent(reference=receipt.seal), sent(upload(photo(receipt.seal)))):
        assert REVOKED in page
        assert VALID not in page
    assert Event.objects.filter(type="document.revoke").count() == 1


def test_whoever_checks_without_end_is_answered_and_fills_no_tracker(receipt: Document, world: Any) -> None:
    client = at()
    for _ in range(13):
        assert receipt.reference in client.post("/verify", {"reference": receipt.reference}).content.decode()
    assert Event.objects.filter(type="document.verify", subject=receipt.uuid).count() == 10
    world.wait(3_601)
    client.post("/verify", {"reference": receipt.reference})
    assert Event.objects.filter(type="document.verify", subject=receipt.uuid).count() == 11


def test_each_online_check_is_on_the_owners_tracker_and_names_nobody(receipt: Document) -> None:
    sent(reference=receipt.reference)
    sent(upload(photo(receipt.seal)))
    sent(reference="0" * 12)
    checks = Event.objects.filter(type="document.verify", subject=receipt.uuid)
    assert checks.count() == 2
    assert {one.actor for one in checks} == {""}
    assert {one.data["account"] for one in checks} == {str(receipt.account)}


def test_nobody_is_asked_who_checks_and_the_answer_shows_the_least(world: Any, receipt: Document) -> None:
    omar = world.cast["omar"]
    page = sent(reference=receipt.reference)
    assert grouped(receipt.reference) in page
    assert "١٥٠" in page
    for private in (omar["number"], omar["phone"], "عمر", "Omar", str(receipt.account), str(receipt.uuid)):
        assert private not in page
    assert "عمر" not in receipt.seal


def test_the_published_keys_are_public_halves_only() -> None:
    answer = Client().get("/.well-known/bawaba/seal-keys.json")
    assert answer["Content-Type"] == "application/jwk-set+json"
    assert "public" in answer["Cache-Control"]
    assert all("d" not in key for key in answer.json()["keys"])


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_pdf_is_tagged_and_its_code_verifies(
    world: Any, receipt: Document, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    drawn: list[bytes] = []
    compile_pdf = typst.compile

    def also_draw(source: Any, **how: Any) -> Any:
        drawn.append(compile_pdf(source, font_paths=how["font_paths"], format="png", ppi=150))
        return compile_pdf(source, **how)

    monkeypatch.setattr(typesetting.typst, "compile", also_draw)
    client = logged_in(world, "omar")
    client.post("/settings/save", {"language": language})
    pdf = client.get(f"/documents/{receipt.uuid}.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf.content, "tagged: PDF/UA"
    assert re.search(rb"/Lang\s*\(" + language.encode(), unpacked(pdf.content))
    assert pdf["Cache-Control"] == "no-store"
    assert VALID in sent(SimpleUploadedFile("page.png", drawn[0]))
