"""The catalogue and the public page of every e-service: whom it is for, what it costs, what it takes and gives."""

import io
from typing import Any

import pytest

from bawaba.cases.catalogue import AGENCIES, services
from bawaba.cases.models import Application
from bawaba.core.digits import ascii_digits
from bawaba.identity.populations.shelf import populations
from catalogue import PDF, Asker
from people import at, logged_in, ticked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_service_has_a_page_that_says_all_of_it_before_one_logs_in(world: Any, language: str) -> None:
    client = at()
    client.post("/preferences", {"language": language, "next": "/"})
    for slug, service in services().items():
        page = ascii_digits(client.get(f"/services/{slug}").content.decode()).replace("٬", ",")
        said = [service.title, service.about, service.time, service.basis, AGENCIES[service.agency]]
        said += [one.title for one in service.conditions]
        said += [service.fee_note] if service.fee_note else []
        said += [service.issues.title] if service.issues else []
        said += [one.label for one in service.fields if one.widget == "files"]
        missing = [one.in_(language) for one in said if one.in_(language).replace("'", "&#39;") not in page]
        assert not missing, (slug, missing)


def test_for_whom_it_is_open_is_said_by_name(world: Any) -> None:
    client = at()
    client.post("/preferences", {"language": "en", "next": "/"})
    page = client.get("/services/final-exit").content.decode()
    assert all(populations()[one].title.en in page for one in ("resident", "dependent"))
    assert populations()["visitor"].title.en not in page
    assert "Everybody" in client.get("/services/personal-record").content.decode()
    assert "also for members of the family" in client.get("/services/renew-iqama").content.decode()


def test_the_catalogue_stands_by_agency_and_names_every_service_once(world: Any) -> None:
    page = at().get("/services/").content.decode()
    for slug in services():
        assert page.count(f'href="/services/{slug}"') == 1, slug
    for agency in {one.agency for one in services().values()}:
        assert f"<h2>{AGENCIES[agency].ar}</h2>" in page


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("غرامات", "violations"),
        ("الغرامات", "pay-violations"),
        ("fines", "violations"),
        ("speeding ticket", "violations"),
        ("جواز", "renew-passport"),
        ("passport", "renew-passport"),
        ("جواز طفل", "passport-of-minor"),
        ("اقامه", "renew-iqama"),
        ("الاقامة", "renew-iqama"),
        ("ولاده", "register-newborn"),
        ("lost card", "replace-national-id"),
        ("سوابق", "criminal-record-certificate"),
        ("استمارة", "renew-vehicle-registration"),
    ],
)
def test_everyday_words_find_it(world: Any, words: str, found: str) -> None:
    assert f'href="/services/{found}"' in at().get("/services/", {"q": words}).content.decode()


def page_of_paper() -> io.BytesIO:
    made = io.BytesIO(PDF)
    made.name = "photo.pdf"
    return made


def test_words_of_nothing_find_nothing_and_say_so(world: Any) -> None:
    assert "لم نجد خدمة" in at().get("/services/", {"q": "بيتزا"}).content.decode()


def test_an_application_names_its_document_and_whom_it_is_for(world: Any) -> None:
    parent = Asker(world, "citizen", "child")
    done = parent.apply("passport-of-minor", concerned=parent.child(), years="5")
    assert done.concerned is not None
    page = logged_in(world, parent.slug).get(f"/applications/{done.uuid}").content.decode()
    assert "نزّل: إشعار إصدار جواز سفر" in page
    assert done.concerned.name_ar in page


def test_nobody_applies_for_anothers_child_or_for_somebody_who_is_not_offered(world: Any) -> None:
    parent, other = Asker(world, "citizen", "child"), Asker(world, "citizen", "child")
    client = logged_in(world, parent.slug)
    page = client.get("/services/passport-of-minor/apply").content.decode()
    assert parent.child() in page
    assert other.child() not in page
    for key in (other.child(), other.key, parent.key, "self", "", "\0"):
        assert client.post("/services/passport-of-minor/apply", {"for": key}).status_code == 200, key
    parent_draft = client.post("/services/passport-of-minor/apply", {"for": parent.child()})["Location"]
    world.store.change_person(parent.key, household=[])  # a court decided
    typed = {"years": "5", "photo": page_of_paper()}
    client.post(parent_draft, typed)
    review = parent_draft.replace("edit", "review")
    sent = ticked(client, review)
    assert sent
    client.post(review, sent)
    assert {one.state for one in Application.objects.all()} == {"draft"}
