"""The pages of other people's software: both languages, the bank's own checks, what a phone shows."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bawaba_attestor import Outcome, Problem, Unavailable
from bawaba_sandbox.bank.pages import CODE_LIFE, METHODS
from bawaba_sandbox.bank.store import pin_of
from outsides import Portal, code_on, line_of_banks, outside_in

ARABIC = re.compile("[\u0621-\u064a]")
PAGES = [
    "/",
    "/phones/",
    "/mail/",
    "/push/",
    "/bank/",
    "/municipality/",
    *(f"/bank/coast-bank/{way}" for way in METHODS),
    "/bank/coast-bank/atm/renew",
    "/bank/coast-bank/branch/renew",
    "/nowhere",
]


@pytest.fixture
def app(tmp_path: Path) -> Any:
    return outside_in(tmp_path)


@pytest.fixture
def portal(app: Any) -> Portal:
    return line_of_banks(app)


@pytest.fixture
def screen(app: Any) -> Any:
    return app.test_client()


def enter(screen: Any, way: str = "online", user: str = "omar", secret: str = "demo-omar", **more: str) -> Any:
    return screen.post(f"/bank/palm-bank/{way}", data={"user": user, "secret": secret, **more}, follow_redirects=True)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_reads_in_both_languages(screen: Any, path: str) -> None:
    arabic = screen.get(path)
    assert 'lang="ar" dir="rtl"' in arabic.text
    assert ARABIC.search(arabic.text)
    english = screen.get(f"/language/en?next={path}", follow_redirects=True)
    assert english.request.path == path
    assert 'lang="en" dir="ltr"' in english.text
    body = re.sub(r'<a lang="ar".*?</a>', "", english.text)
    assert not ARABIC.search(body)
    assert not re.search(r'(src|href)="https?://(?!localhost)', english.text)


@pytest.mark.parametrize("next_page", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_language_switch_leads_nowhere_else(screen: Any, next_page: str) -> None:
    assert screen.get("/language/en", query_string={"next": next_page}).headers["Location"] == "/"


def test_the_start_page_has_everybody_with_what_they_need(app: Any, screen: Any) -> None:
    page = screen.get("/").text
    for one in app.extensions["cast"]:
        for text in (one["number"], one["phone"], f"demo-{one['slug']}", pin_of(one["person_key"])):
            assert text in page
    for address in (
        "http://localhost:8000/",
        "http://localhost:8010/",
        "/phones/",
        "/mail/",
        "/bank/desert-trust/branch",
    ):
        assert f'href="{address}"' in page
    assert "demo-clerk" in page
    assert "4000 0000 0000 0002" in page


def test_somebody_of_the_population_is_a_customer_by_number_and_pin(app: Any, screen: Any, portal: Portal) -> None:
    page = screen.get("/").text
    number = re.findall(r"<dd><code>([12]\d{9})</code></dd>", page)[-1]
    key = app.extensions["register"].key_of("national_id", number) or app.extensions["register"].key_of("iqama", number)
    assert enter(screen, "atm", number, pin_of(key)).request.path.endswith("/activate")


def test_the_bank_states_the_phone_that_it_knows(app: Any, screen: Any, portal: Portal) -> None:
    assert enter(screen).request.path == "/bank/palm-bank/online/activate"
    phone = next(one["phone"] for one in app.extensions["cast"] if one["slug"] == "omar")
    done = screen.post("/bank/palm-bank/online/activate", data={"code": code_on(app, phone)})
    assert 'data-outcome="activated"' in done.text
    (subject, claims), record = portal.stated[0], app.extensions["register"].person(_key(app, "omar"))
    assert (subject.phone, subject.birth_date, subject.nationality) == (phone, record["birth_date"], "JO")
    assert claims.method == "online_banking"
    assert subject.number not in claims.customer_reference


def _key(app: Any, slug: str) -> str:
    return str(next(one["person_key"] for one in app.extensions["cast"] if one["slug"] == slug))


@pytest.mark.parametrize(
    ("way", "form"),
    [
        ("online", {"user": "omar", "secret": "demo-layla"}),
        ("online", {"user": "nobody", "secret": "demo-nobody"}),
        ("online", {"user": "", "secret": ""}),
        ("atm", {"user": "omar", "secret": "9999"}),
        ("branch", {"user": "omar", "secret": "demo-clerk"}),  # the document was not seen
        ("branch", {"user": "omar", "secret": "demo-omar", "seen": "1"}),  # the customer is not the clerk
        ("online", {"user": "omar", "secret": "كلمة"}),
    ],
)
def test_a_stranger_is_not_let_in(app: Any, screen: Any, portal: Portal, way: str, form: dict[str, str]) -> None:
    answer = screen.post(f"/bank/palm-bank/{way}", data=form, follow_redirects=True)
    assert 'role="alert"' in answer.text
    assert app.extensions["messages"].count() == 0
    assert screen.get(f"/bank/palm-bank/{way}/activate").status_code == 302


def test_three_wrong_codes_end_it_and_an_old_one_too(app: Any, screen: Any, portal: Portal) -> None:
    phone = next(one["phone"] for one in app.extensions["cast"] if one["slug"] == "omar")
    enter(screen)
    right = code_on(app, phone)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(3):
        assert "says" not in screen.post("/bank/palm-bank/online/activate", data={"code": wrong}).text
    assert "ثلاث مرات" in screen.post("/bank/palm-bank/online/activate", data={"code": right}).text
    enter(screen)
    for proof in app.extensions["banks"].proofs.values():
        proof.sent_at -= CODE_LIFE + timedelta(seconds=1)
    late = screen.post("/bank/palm-bank/online/activate", data={"code": code_on(app, phone)})
    assert "انتهت مدة الرمز" in late.text
    assert portal.stated == []


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Outcome("activated", "j", {}), "activated"),
        (Outcome("code_sent", "j", {}), "code_sent"),
        (Outcome("not_activated", "j", {}), "not_activated"),
        (Unavailable("down"), "unavailable"),
        (Problem(422, {"type": "urn:bawaba:problem:identifier-invalid"}), "problem"),
    ],
)
def test_the_customer_is_told_what_came_of_it(app: Any, screen: Any, portal: Portal, answer: Any, outcome: str) -> None:
    portal.answer = answer
    enter(screen)
    phone = next(one["phone"] for one in app.extensions["cast"] if one["slug"] == "omar")
    done = screen.post("/bank/palm-bank/online/activate", data={"code": code_on(app, phone)})
    assert f'data-outcome="{outcome}"' in done.text
    again = screen.post("/bank/palm-bank/online/activate", data={"code": code_on(app, phone)})
    assert "data-outcome" not in again.text  # a second click states nothing more
    assert len(portal.stated) == 1


@pytest.mark.parametrize(
    "path", ["/bank/no-bank/online", "/bank/palm-bank/pigeon", "/pay/nothing", "/register/nowhere"]
)
def test_an_address_that_is_not_there_is_a_page(screen: Any, path: str) -> None:
    answer = screen.get(path)
    assert answer.status_code == 404
    assert 'href="/"' in answer.text


def test_programs_get_json_where_people_get_a_page(screen: Any) -> None:
    assert screen.get("/pay/v1/nothing/here", headers={"Authorization": "Bearer demo-payment-key"}).is_json


def test_a_phone_shows_its_messages_newest_first_with_links_and_its_own_time(app: Any, screen: Any) -> None:
    app.extensions["messages"].add_sms("+966500000101", "Bawaba", "أول <b>")
    app.extensions["messages"].add_sms("+966500000101", "Bawaba", "ثانٍ http://localhost:8000/x")
    page = screen.get("/phones/966500000101").text
    assert page.index("ثانٍ") < page.index("أول")
    assert 'href="http://localhost:8000/x"' in page
    assert "<b>" not in page.replace('<b class="from">', "")
    assert "ليلى الحربي" in page


@pytest.mark.parametrize(
    ("name", "mode"), [("register", "down"), ("pay", "down"), ("register", "nonsense"), ("other", "down")]
)
def test_an_outage_is_switched_by_hand(app: Any, screen: Any, name: str, mode: str) -> None:
    screen.post("/switch", data={"name": name, "mode": mode})
    expected = {name: mode} if name != "other" and mode == "down" else {}
    assert app.extensions["switches"] == expected


def test_a_new_phone_is_proven_and_stated_at_the_machine_or_before_a_clerk_only(
    app: Any, screen: Any, portal: Portal
) -> None:
    portal.answer = Outcome("not_activated", "j", {})
    new, secret = "+966570000123", "demo-omar"
    assert screen.get("/bank/palm-bank/online/renew").status_code == 404
    assert screen.post("/bank/palm-bank/online/renew", data={"user": "omar"}).status_code == 404
    form = {"user": "omar", "secret": secret, "phone": new}
    for wrong in ({"secret": "9999"}, {"phone": "0570000123"}, {"phone": ""}):
        assert 'role="alert"' in screen.post("/bank/palm-bank/atm/renew", data=form | wrong).text
    assert app.extensions["messages"].count() == 0
    assert screen.post("/bank/palm-bank/atm/renew", data=form).status_code == 302
    done = screen.post("/bank/palm-bank/atm/activate", data={"code": code_on(app, new)})
    assert 'data-outcome="not_activated"' in done.text
    assert "أُرسلت الإفادة" in done.text
    assert [subject.phone for subject, _ in portal.stated] == [new]
