"""``bawaba documents verify``: both languages, three exit codes, with and without a database; no file breaks it."""

import base64
import io
import json
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from bawaba.core import clock
from bawaba.core.keyring import Keyring
from bawaba.documents.commands import revoke_document
from bawaba.documents.models import Document
from bawaba.documents.published import key_set, revocation_list
from bawaba.journal.ports import Actor
from documents.papers import issued, pdf_of, png_of

pytestmark = pytest.mark.django_db
Verify = Callable[..., tuple[int, str]]


@pytest.fixture
def verify(tmp_path: Path) -> Verify:
    def verified(content: bytes | None, *options: str) -> tuple[int, str]:
        file, said = tmp_path / "shown", io.StringIO()
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(SystemExit) as end:
            call_command("documents", "verify", str(file), *options, stdout=said)
        return int(str(end.value.code)), said.getvalue()

    return verified


@pytest.fixture
def kept(tmp_path: Path) -> tuple[str, ...]:
    """What somebody downloaded."""
    keys, revoked = tmp_path / "keys.json", tmp_path / "revoked.json"
    keys.write_text(json.dumps(key_set()))
    revoked.write_text(json.dumps(revocation_list()))
    return ("--keys", str(keys), "--revoked", str(revoked))


def jpeg_of(text: str) -> bytes:
    raw = io.BytesIO()
    Image.open(io.BytesIO(png_of(text))).convert("RGB").save(raw, "JPEG")
    return raw.getvalue()


def scanned(text: str) -> bytes:
    """A PDF that holds a print as a picture only, as a scanner makes it."""
    picture = jpeg_of(text)
    return b"%PDF-1.4\n1 0 obj <</Filter/DCTDecode>>\nstream\n" + picture + b"\nendstream\nendobj\n%%EOF"


def packed(text: str) -> bytes:
    """As a program that saved it anew may write it."""
    return b"%PDF-1.5\n1 0 obj <<>>\nstream\r\n" + zlib.compress(f"<x>{text}</x>".encode()) + b"\nendstream\n%%EOF"


@pytest.mark.parametrize("make", [pdf_of, png_of, jpeg_of, scanned, packed], ids=lambda make: make.__name__)
def test_a_valid_document_in_every_form_with_and_without_a_database(verify: Verify, kept: Any, make: Any) -> None:
    one = issued(no="77", until=(clock.today() + timedelta(days=30)).isoformat())
    code, said = verify(make(one.seal))
    assert code == 0
    for word in ("وثيقة صحيحة", "Valid document", "ليلى الحربي", "Layla Alharbi", "هـ", " AH"):
        assert word in said
    with CaptureQueriesContext(connection) as captured:
        assert verify(make(one.seal), *kept)[0] == 0
    assert not captured.captured_queries


def test_revoked_expired_replaced_and_unknown_are_one(verify: Verify, tmp_path: Path) -> None:
    account = issued().account
    until = (clock.today() + timedelta(days=30)).isoformat()
    revoked, expired = issued(), issued(until="2026-01-01")
    replaced = issued(account, no="1", until=until)
    issued(account, no="1", until=until)
    revoke_document(document=revoked.uuid, reason="lost", by=Actor("officer", "noor"))
    keys, listed = tmp_path / "k", tmp_path / "l"
    keys.write_text(json.dumps(key_set()))
    listed.write_text(json.dumps(revocation_list()))
    foreign = revoked.seal[:-6] + "AAAAAA"
    words = [
        (revoked.seal, "Revoked"),
        (expired.seal, "Expired"),
        (replaced.seal, "Replaced"),
        (foreign, "do not know"),
    ]
    for seal, word in words:
        for options in ((), ("--keys", str(keys), "--revoked", str(listed))):
            code, said = verify(pdf_of(seal), *options)
            assert (code, word in said) == (1, True), (seal, options, said)


def test_each_field_of_a_seal_is_protected(verify: Verify, kept: Any) -> None:
    one = issued(no="77", until="2099-01-01", sum=100, cur="SAR")
    mark, kid, payload, signature = one.seal.split(".")
    shown = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert set(shown) == {"t", "n", "no", "until", "sum", "cur", "ref", "kind", "at"}
    for name in shown:
        changed = {**shown, name: 1 if name == "sum" else "x"}
        other = base64.urlsafe_b64encode(json.dumps(changed).encode()).rstrip(b"=").decode()
        for options in ((), kept):
            assert verify(png_of(f"{mark}.{kid}.{other}.{signature}"), *options)[0] == 1, name
    ring = Keyring.generate().private_jwks("seal")[0]["kid"]
    assert verify(png_of(f"{mark}.{ring}.{payload}.{signature}"), *kept)[0] == 1


def test_without_a_list_and_with_an_old_one_it_says_so(verify: Verify, kept: tuple[str, ...]) -> None:
    one = issued()
    assert "nobody can say whether it was revoked" in verify(pdf_of(one.seal), *kept[:2])[1]
    assert "This list is old" not in verify(pdf_of(one.seal), *kept)[1]
    with time_machine.travel(clock.now() + timedelta(days=2)):
        code, said = verify(pdf_of(one.seal), *kept)
    assert code == 0
    assert "This list is old" in said
    assert "هذه القائمة قديمة" in said


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"%PDF-",
        b"%PDF-1.7\n" + b"stream\n" * 200_000,
        b"%PDF-1.7\nstream\n" + zlib.compress(b"BWB1." * 40_000_000),
        b"%PDF-1.7\n" + (b"stream\n" + zlib.compress(b"\0" * 4_000_000) + b"\nendstream\n") * 300,
        b"%PDF-1.7\n" + b"BWB1." * 1_000_000,
        b"%PDF-1.7\n" + b"BWB1.a." + b"b" * 7_000_000,
        b"%PDF-1.7\n" + b"x" * 9_000_000,
        b"%PDF-1.7\nstream\n\xff\xd8\xff" + b"\0" * 1000,
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 400,
        b"\xff" * 9_000_000,
    ],
    ids=["none", "empty", "bare", "streams", "bomb", "bombs", "marks", "long", "huge", "picture", "png", "noise"],
)
def test_a_broken_huge_or_malicious_file_gets_a_sentence(verify: Verify, content: bytes | None) -> None:
    code, said = verify(content)
    assert code == 2
    assert len(said.splitlines()) == 2


@pytest.mark.parametrize("broken", ["--keys", "--revoked"])
def test_broken_lists_get_a_sentence(verify: Verify, kept: tuple[str, ...], broken: str, tmp_path: Path) -> None:
    one, bad = issued(), tmp_path / "bad"
    options = list(kept)
    options[options.index(broken) + 1] = str(bad)
    assert verify(pdf_of(one.seal), *options)[0] == 2, "not there"
    bad.write_bytes(b"\xff\xfe{")
    assert verify(pdf_of(one.seal), *options)[0] == 2
    bad.write_text(json.dumps({"keys": [{"kty": "oct", "k": "AAAA"}]}))
    assert verify(pdf_of(one.seal), *options)[0] == 2
    bad.write_text("[" * 200_000)
    assert verify(pdf_of(one.seal), *options)[0] == 2


def test_a_seal_of_an_unknown_document_is_not_valid_here(verify: Verify) -> None:
    one = issued()
    Document.objects.all().delete()
    assert verify(pdf_of(one.seal))[0] == 1
