"""A name is corrected: an officer looks at the proof, the register has it rightly, and refuses what is no correction."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bawaba.cases import deskwork
from bawaba.cases.queries import application
from bawaba.registers.models import CachedFact
from officers import appointed, at_desk
from people import activated, logged_in

pytestmark = pytest.mark.django_db
APPLY = "/services/correct-record/apply"
RIGHT = {"part": "family", "ar": "العتيبي", "en": "Al-Otaibi"}
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
NOBODY: frozenset[str] = frozenset()


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    return logged_in(world, "layla")


def typed(client: Client, **changed: str) -> Any:
    """What the form answers to a correction with its proof."""
    return client.post(APPLY, RIGHT | changed | {"proof": SimpleUploadedFile("جواز.pdf", PDF, "application/pdf")})


def submitted(client: Client, **changed: str) -> UUID:
    """Reviewed and sent."""
    return UUID(client.post(typed(client, **changed)["Location"])["Location"].rpartition("/")[2])


def approved(world: Any, handle: UUID) -> str:
    """By Noor, and carried out; the state it came to."""
    noor = appointed(world, "noor", "civil_affairs")
    deskwork.take(application=handle, officer=noor, household=NOBODY)
    deskwork.approve(application=handle, officer=noor, household=NOBODY)
    world.deliver()
    return application(handle).state


def name_of(world: Any, slug: str) -> tuple[str, str]:
    names = world.person(slug)["names"]
    return names["ar"]["family"], names["en"]["family"]


def test_an_officer_approves_and_the_register_has_the_name_rightly(world: Any, layla: Client) -> None:
    handle = submitted(layla)
    assert application(handle).state == "in_review"
    assert name_of(world, "layla") != ("العتيبي", "Al-Otaibi")
    assert approved(world, handle) == "issued"
    assert name_of(world, "layla") == ("العتيبي", "Al-Otaibi")


@pytest.mark.parametrize(
    "wrong", [{"ar": "Harbi"}, {"en": "العتيبي"}, {"part": "title"}, {"en": "<b>"}, {"ar": ""}], ids=str
)
def test_another_script_another_part_or_nothing_is_refused_with_a_sentence(
    layla: Client, wrong: dict[str, str]
) -> None:
    answer = typed(layla, **wrong)
    assert answer.status_code == 200
    assert "جواز.pdf" in answer.content.decode(), "the proof is kept"


def test_without_a_proof_nothing_is_reviewed(layla: Client) -> None:
    answer = layla.post(APPLY, RIGHT)
    assert answer.status_code == 200
    assert "ما يثبت الصواب" in answer.content.decode()


def test_the_register_refuses_what_is_no_correction_in_its_own_words(world: Any, layla: Client) -> None:
    ar, en = name_of(world, "layla")
    handle = submitted(layla, ar=ar, en=en)
    assert approved(world, handle) == "refused"
    assert "الاسم مسجل هكذا من قبل" in layla.get(f"/applications/{handle}").content.decode()


def test_the_officer_reads_old_and_new_beside_each_other_in_both_scripts(world: Any, layla: Client) -> None:
    handle, (ar, en) = submitted(layla, ar="القحطاني", en="Al-Qahtani"), name_of(world, "layla")
    appointed(world, "noor", "civil_affairs")
    desk = at_desk("noor")
    for language in ("ar", "en"):
        desk.cookies["reading"] = f"language={language}"
        page = desk.get(f"/desk/applications/{handle}").content.decode()
        for new, old in (("القحطاني", ar), ("Al-Qahtani", en)):
            beside = page.partition(f"{new}</bdi>")[2].partition("</dd>")[0]
            assert f"<bdi>{old}</bdi>" in beside, (language, new)
        full = world.person("layla")["names"]
        for script in ("ar", "en"):
            assert " ".join(full[script][part] for part in ("first", "father", "grandfather", "family")) in page


def test_while_the_register_never_answered_nothing_is_made_up(world: Any, layla: Client) -> None:
    handle, (ar, _) = submitted(layla, ar="القحطاني", en="Al-Qahtani"), name_of(world, "layla")
    noor = appointed(world, "noor", "civil_affairs")
    desk = at_desk("noor")
    deskwork.take(application=handle, officer=noor, household=NOBODY)
    CachedFact.objects.all().delete()
    world.app.extensions["switches"]["register"] = "down"
    page = desk.get(f"/desk/applications/{handle}").content.decode()
    assert "القحطاني" in page
    assert f"<bdi>{ar}</bdi>" not in page
    assert "في السجل الآن" not in page


def test_a_refusal_is_marked_as_one_in_the_timeline_of_both(world: Any, layla: Client) -> None:
    ar, en = name_of(world, "layla")
    handle = submitted(layla, ar=ar, en=en)
    assert approved(world, handle) == "refused"
    for client, page in ((layla, f"/applications/{handle}"), (at_desk("noor"), f"/desk/applications/{handle}")):
        dots = re.findall(r'<li class="(\w+)"[^>]*>(.+?)<', client.get(page).content.decode())
        assert ("done", "قُبل الطلب") in dots
        assert [kind for kind, text in dots if kind == "amiss"] == ["amiss"]
        assert "<b>لم يتم:</b> رفضه السجل" in client.get(page).content.decode()
