"""Whoever has many documents finds every one of them, and what is valid first."""

import re
from typing import Any

import pytest

from bawaba.core import clock
from bawaba.documents.commands import revoke_document
from bawaba.documents.models import Document
from bawaba.journal.ports import Actor
from documents.papers import issued
from payers import account_of
from people import activated, logged_in

pytestmark = pytest.mark.django_db
MANY = 45


def test_every_document_is_reached_page_by_page_and_what_is_valid_is_never_pushed_out(world: Any) -> None:
    activated(world, "layla")
    layla = account_of(world, "layla")
    oldest = issued(layla, kind="conduct-certificate", until=clock.today().isoformat())
    for _ in range(MANY):  # slips of appointments that were moved, for instance
        revoke_document(document=issued(layla).uuid, reason="cancelled", by=Actor("system"))
    page = logged_in(world, "layla")
    assert oldest.seal
    assert str(oldest.uuid) not in page.get("/documents/").content.decode()
    found, where = set(), "/documents/"
    while where:
        said = page.get(where).content.decode()
        found |= set(re.findall(r"/documents/([\w-]{36})\.pdf", said))
        more = re.search(r'rel="next" href="(\?before=\d+)"', said)
        where = f"/documents/{more[1]}" if more else ""
    assert found == {str(one) for one in Document.objects.filter(account=layla).values_list("uuid", flat=True)}
    assert len(found) == MANY + 1
    wallet = page.get("/documents/wallet").content.decode()
    assert f"{oldest.reference[:4]}" in wallet
    offered = page.get("/services/document-delivery/apply").content.decode()
    assert oldest.reference[:4] in offered


def test_anothers_documents_are_on_no_page(world: Any) -> None:
    for slug in ("layla", "omar"):
        activated(world, slug)
        world.wait(31)
    theirs = issued(account_of(world, "omar"))
    said = logged_in(world, "layla").get(f"/documents/?before={theirs.pk + 1}").content.decode()
    assert str(theirs.uuid) not in said


def test_a_document_is_had_in_both_languages_whatever_its_reader_reads(world: Any) -> None:
    activated(world, "layla")
    one = issued(account_of(world, "layla"))
    page = logged_in(world, "layla")
    listed = page.get("/documents/").content.decode()
    assert f'href="/documents/{one.uuid}.pdf?language=en"' in listed
    found = {}
    for asked in ("", "?language=ar", "?language=en", "?language=%00", "?language=fr"):
        answer = page.get(f"/documents/{one.uuid}.pdf{asked}")
        said = re.search(rb"/Lang ?\((\w\w)", answer.content)
        assert said is not None
        found[asked] = (said[1], answer["Content-Disposition"].rpartition("-")[2])
    arabic, english = (b"ar", 'ar.pdf"'), (b"en", 'en.pdf"')
    assert found == {
        "": arabic,
        "?language=ar": arabic,
        "?language=en": english,
        "?language=%00": arabic,
        "?language=fr": arabic,
    }
