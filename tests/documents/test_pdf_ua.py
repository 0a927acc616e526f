"""Every document that is issued is PDF/UA in both languages: tagged, titled, with its language, its code described."""

import html
import io
import re
import zlib
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest

from bawaba.cases.catalogue import services
from bawaba.cases.issued import Row, rows_of_result
from bawaba.core import clock
from bawaba.core.reader import Reader
from bawaba.core.text import T
from bawaba.documents.files import seal_in
from bawaba.documents.queries import DocumentView
from bawaba.documents.seals import seal_text
from bawaba.web.portal.document_pdf import document_pdf
from bawaba.web.portal.enrolment_pdf import receipt_pdf

ISSUING = sorted(slug for slug, one in services().items() if one.issues)
REFERENCE = "ABCDEFGHJKMN"
RESULT = {"number": "2123456789", "plate": {"ar": "ا ب ج 1234", "en": "ABC 1234"}, "expires": "2027-05-01"}


def unpacked(pdf: bytes) -> bytes:
    parts = [pdf]
    for one in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            parts.append(zlib.decompress(one))
    return b"".join(parts)


def check(pdf: bytes, title: str, language: str) -> None:
    whole = unpacked(pdf)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/StructTreeRoot" in whole
    assert re.search(rb"/Marked\s+true", whole)
    assert re.search(rb"/DisplayDocTitle\s+true", whole)
    assert re.search(rb"/Lang\s*\(" + language.encode(), whole)
    described = pdf[pdf.index(b"<x:xmpmeta") : pdf.index(b"</x:xmpmeta>")].decode()
    assert f'<rdf:li xml:lang="x-default">{title}</rdf:li>' in html.unescape(described)
    for tag in (b"/H1", b"/Figure"):
        assert tag in whole
    assert len(re.findall(rb"/Alt\s*[(<]", whole)) >= 1, "the code is described"


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("slug", ISSUING)
def test_documents_of_every_service(slug: str, language: str) -> None:
    issues = services()[slug].issues
    assert issues is not None
    rows = [Row(T("الاسم", en="Name"), T("ليلى", en="Layla")), *rows_of_result(RESULT)]
    content: dict[str, Any] = {"title": [issues.title.ar, issues.title.en], "name": ["ليلى", "Layla"]}
    content |= {"rows": [row.kept() for row in rows], "lines": [["رسم", "Fee", 15_000]], "halalas": 15_000}
    content |= {"currency": "SAR"}
    seal = seal_text({"t": content["title"], "ref": REFERENCE})
    found = document_view(issues.kind, content, seal)
    pdf = document_pdf(found, Reader(language))
    check(pdf, issues.title.in_(language), language)
    assert seal_in(io.BytesIO(pdf)) == seal


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_slip_of_a_registration(language: str) -> None:
    claims = type("Claims", (), {"reference": REFERENCE})()
    draft = type("Slip", (), {"claims": claims, "population": "citizen", "expires_at": clock.now()})()
    pdf = receipt_pdf(draft, Reader(language))
    check(pdf, T("إيصال طلب تسجيل", en="Registration receipt").in_(language), language)


def document_view(kind: str, content: dict[str, Any], seal: str) -> DocumentView:
    nobody, now = uuid4(), clock.now()
    return DocumentView(nobody, 1, REFERENCE, kind, nobody, content, seal, now, "valid", "valid", None, "", nobody)
