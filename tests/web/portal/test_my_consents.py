"""Terms, agencies and the fingerprint: what was agreed to, when, and where it is withdrawn."""

from typing import Any

import pytest
from django.test import Client

from agencies import Agency
from people import activated, logged_in

pytestmark = pytest.mark.django_db
PAGE = "/my-data/consents"


@pytest.fixture
def omar(world: Any) -> Client:
    activated(world, "omar")
    return logged_in(world, "omar")


def test_terms_agencies_and_fingerprint_with_their_times(world: Any, omar: Client) -> None:
    assert "لم تسمح لأي جهة بشيء" in omar.get(PAGE).content.decode()
    Agency().tokens(omar)
    page = omar.get(PAGE).content.decode()
    assert 'href="/terms/2026-11"' in page
    assert "بلدية العاصمة" in page
    assert "سارية" in page
    assert "وافقت على مقارنة بصمتك عند" in page
    assert "نص الموافقة" in page, "the version that the kiosk has shown is kept"


def test_what_is_withdrawn_there_is_shown_as_that(world: Any, omar: Client) -> None:
    Agency().tokens(omar)
    handle = omar.get("/agencies/").content.decode().split('action="/agencies/')[1].split("/")[0]
    omar.post(f"/agencies/{handle}/revoke")
    assert "سُحبت" in omar.get(PAGE).content.decode()


@pytest.mark.parametrize(("language", "title"), [("ar", "شروط الاستخدام"), ("en", "Terms of use")])
def test_a_version_is_read_by_anybody_and_one_that_never_was_by_nobody(world: Any, language: str, title: str) -> None:
    browser = Client()
    browser.cookies["reading"] = f"language={language}"
    assert f"<h1>{title}" in browser.get("/terms/2026-11").content.decode()
    assert browser.get("/terms/1999-01").status_code == 404


def test_another_sees_their_own_and_nobody_nothing(world: Any, omar: Client) -> None:
    Agency().tokens(omar)
    world.wait(31)
    activated(world, "sami")
    assert "بلدية العاصمة" not in logged_in(world, "sami").get(PAGE).content.decode()
    assert Client().get(PAGE)["Location"].startswith("/login")
