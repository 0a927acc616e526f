"""Requests that no page of ours sends: each gets a page that says so, in the reader's language, and nothing breaks."""

from itertools import product
from typing import Any

import pytest
from django.db import OperationalError

from applicants import Applicant
from bawaba.identity.accounts.sessions import SessionStore
from bawaba.web.portal.urls import urlpatterns
from people import activated, at, logged_in

pytestmark = pytest.mark.django_db
NAMES = ["name", "password", "again", "code", "number", "reference", "phone", "email", "population", "identifier"]
NAMES += ["birth_year", "birth_month", "birth_day", "first_ar", "family_en", "nationality", "user_name", "next", "for"]
ODD = ["nul\0" * 2_000, "<script>alert(1)</script>", "\u202e٠½²{{7*7}}"]
WORDS = {"<uuid:handle>": "00000000-0000-4000-8000-000000000000", "<slug:slug>": "pay-violations"}
LOGS_OUT = ("/logout", "/settings/log-out-everywhere")


def addresses() -> list[str]:
    found = []
    for one in urlpatterns:
        address = f"/{one.pattern}".replace("<str:token>", "abc").replace("<slug:name>", "x")
        for placeholder, word in WORDS.items():
            address = address.replace(placeholder, word)
        found.append(address)
    return [one for one in found if one not in LOGS_OUT]


def test_no_form_breaks_by_what_is_typed_and_nothing_comes_back_as_markup(world: Any) -> None:
    activated(world, "omar")
    for client in (at(), logged_in(world, "omar")):
        for odd, address in product(ODD, addresses()):
            client.raise_request_exception = False
            sent = client.post(address, dict.fromkeys(NAMES, odd))
            read = client.get(address, {"q": odd, "before": odd, "next": odd, "reference": odd, "agency": odd})
            assert {sent.status_code, read.status_code} <= {200, 302, 400, 403, 404, 405, 410, 413, 429}, (address, odd)
            assert b"<script>alert" not in sent.content + read.content, address


@pytest.mark.parametrize(("language", "says"), [("ar", "لم نستطع قراءة ما أرسلته"), ("en", "could not be read")])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"a=" + b"1" * 700_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(1_001)), "application/x-www-form-urlencoded"),
    ],
    ids=["too large", "too many fields"],
)
def test_what_cannot_be_read_gets_a_page_of_ours(language: str, says: str, body: bytes, kind: str) -> None:
    client = at()
    client.cookies["reading"] = f"language={language}"
    client.raise_request_exception = False
    answer = client.post("/login", body, content_type=kind)
    assert answer.status_code == 400
    assert says in answer.content.decode()


def test_pages_of_a_registration_are_stored_by_nobody(world: Any) -> None:
    one = Applicant(world).until("submit")
    for page in ("receipt", "receipt.pdf", "receipt.ics"):
        assert one.client.get(f"/register/{page}")["Cache-Control"] == "no-store", page
    other = Applicant(world, "omar").until("identify")
    assert other.client.get("/register/identity")["Cache-Control"] == "no-store"


def test_without_a_database_there_is_still_a_page_that_says_what_broke(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    client.raise_request_exception = False

    def gone(*_: Any) -> None:
        raise OperationalError("connection to server at 10.0.0.7 failed")

    monkeypatch.setattr(SessionStore, "line", gone)
    page = client.get("/home")
    assert page.status_code == 500
    assert "حدث خلل عندنا" in page.content.decode()
    assert "10.0.0.7" not in page.content.decode()


@pytest.mark.parametrize(
    ("button", "page"),
    [
        ("/bills/00000000-0000-4000-8000-000000000000/pay", "/bills/00000000-0000-4000-8000-000000000000"),
        ("/register/phone/resend", "/register/phone"),
        ("/login/resend", "/login"),
        ("/settings/save", "/settings"),
        ("/logout", "/"),
    ],
)
def test_the_address_of_a_button_leads_a_reader_to_its_page(button: str, page: str) -> None:
    assert at().get(button, headers={"accept": "text/html"})["Location"] == page
    assert at().get(button).status_code == 405, "a program is told"
