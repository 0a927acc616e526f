"""Every public page in both languages, and the whole registration by forms alone."""

import re
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/services/", "/services/?q=غرامات", "/services/violations", "/services/pay-violations", "/places"]
PUBLIC += [
    "/changes",
    "/contact",
    "/privacy",
    "/terms",
    "/help",
    "/verify",
    "/login",
    "/first-login",
    "/recover",
    "/complete",
    "/register/",
    "/register/who",
]
PUBLIC += ["/register/resume", "/livez", "/readyz"]


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_public_pages_answer_in_both_languages(client: Client, path: str, language: str) -> None:
    client.cookies["reading"] = f"language={language}"
    answer = client.get(path)
    assert answer.status_code == 200
    if path not in {"/livez", "/readyz"}:
        assert f'<html lang="{language}"' in answer.content.decode()


def test_arabic_comes_first_and_right_to_left(client: Client) -> None:
    assert '<html lang="ar" dir="rtl"' in client.get("/").content.decode()


def test_a_missing_page_is_a_designed_page_with_a_reference(client: Client) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert answer["X-Reference"] in answer.content.decode()


def test_search_finds_by_everyday_words_in_any_spelling(client: Client) -> None:
    for words in ("غرامات", "غرامة", "fines", "speeding ticket", "المخالفه"):
        found = client.get("/services/", {"q": words}).content.decode()
        assert "/services/violations" in found or "/services/pay-violations" in found, words


def test_preferences_return_to_the_same_page_and_never_to_another_site(client: Client) -> None:
    assert client.post("/preferences", {"language": "en", "next": "/help"})["Location"] == "/help"
    assert client.post("/preferences", {"language": "en", "next": "//evil.example"})["Location"] == "/home"


def test_no_page_asks_a_third_party(client: Client) -> None:
    for path in PUBLIC:
        page = client.get(path).content.decode()
        assert not re.findall(r'(?:src|href)="https?://', page), path
        assert " style=" not in page, path
        assert (
            "default-src &#x27;none&#x27;" in page
            or "default-src 'none'" in client.get(path)["Content-Security-Policy"]
        )


IDENTITY = {
    "birth_day": "15",
    "birth_month": "8",
    "birth_year": "1990",
    "first_ar": "ليلى",
    "family_ar": "الحربي",
    "first_en": "Omar",
    "family_en": "Al-Hassan",
    "nationality": "JO",
    "passport": "P1234567",
}


def walk(client: Client, world: Any, slug: str, **more: str) -> Any:
    """Register by forms, as a browser without JavaScript does."""
    one = world.cast[slug]
    nationality = {"khalid": "AE", "anna": "DE"}.get(slug, "JO")
    assert client.post("/register/who", {"population": one["population"]})["Location"] == "/register/identity"
    typed = IDENTITY | {"identifier": one["number"], "nationality": nationality} | more
    assert client.post("/register/identity", typed)["Location"] == "/register/contact"
    assert client.post("/register/contact", {"phone": one["phone"]})["Location"] == "/register/phone"
    world.deliver()
    code = world.pocket.code(one["phone"])
    assert client.post("/register/phone", {"code": code})["Location"] == "/register/password"
    secret = {"password": "نخلة طويلة جدا", "again": "نخلة طويلة جدا", "terms": "yes"}
    done = client.post("/register/password", {"user_name": slug, **secret})
    assert done["Location"] == "/register/receipt", done.content.decode()
    world.deliver()
    return client.get("/register/receipt")


@pytest.mark.parametrize("slug", ["layla", "omar", "mariam", "khalid", "anna"])
def test_registration_by_forms_leads_to_a_receipt(client: Client, world: Any, slug: str) -> None:
    receipt = walk(client, world, slug)
    assert receipt.status_code == 200
    assert 'class="ref"' in receipt.content.decode()
    pdf = client.get("/register/receipt.pdf")
    assert pdf.content.startswith(b"%PDF")


def test_errors_are_above_the_form_and_beside_the_field_and_lose_nothing(client: Client) -> None:
    client.post("/register/who", {"population": "citizen"})
    answer = client.post("/register/identity", {"identifier": "1622297011", "first_ar": "ليلى"})
    page = answer.content.decode()
    assert 'id="errors"' in page
    assert 'id="identifier-error"' in page
    assert 'value="ليلى"' in page
    assert 'value="1622297011"' in page


def test_a_date_that_the_hijri_month_does_not_have_is_refused_with_its_length(client: Client) -> None:
    client.post("/register/who", {"population": "citizen"})
    typed = {"birth_day": "30", "birth_month": "1", "birth_year": "1448", "birth_calendar": "hijri"}
    assert "٢٩" in client.post("/register/identity", typed).content.decode()


def test_a_lost_receipt_is_found_by_number_phone_and_a_code(client: Client, world: Any) -> None:
    walk(client, world, "omar")
    world.wait(31)
    other = Client()
    one = world.cast["omar"]
    asked = other.post("/register/resume", {"number": one["number"], "phone": one["phone"]})
    assert asked["Location"] == "/register/resume/code"
    world.deliver()
    opened = other.post("/register/resume/code", {"code": world.pocket.code(one["phone"])})
    assert opened["Location"] == "/register/receipt"
    assert client.get("/register/receipt").status_code == 410
    assert other.post("/register/cancel").status_code == 200


def test_finding_a_registration_that_does_not_exist_answers_alike(client: Client, world: Any) -> None:
    one = world.cast["sami"]
    asked = client.post("/register/resume", {"number": one["number"], "phone": one["phone"]})
    assert asked["Location"] == "/register/resume/code"
    world.deliver()
    answer = client.post("/register/resume/code", {"code": world.pocket.code(one["phone"])})
    assert answer.status_code == 200


def test_registering_does_not_ask_register_or_accounts(
    client: Client, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R2: the register is down and nobody notices until somebody stands at a kiosk."""
    world.app.extensions["switches"]["register"] = "down"
    assert walk(client, world, "omar").status_code == 200
