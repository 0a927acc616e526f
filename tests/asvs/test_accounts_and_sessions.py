"""What ASVS asks of accounts and sessions that no other test shows."""

import base64
import math
import re
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import get_resolver, resolve

from agencies import Agency
from bawaba.identity.accounts.addresses import confirm_address
from bawaba.identity.accounts.gate import COMPLETE, NotAllowed, Proofs, open_session
from bawaba.identity.accounts.models import Account, Session, User
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.accounts.sessions import SessionStore
from bawaba.identity.codes.commands import issue_code, try_code
from bawaba.identity.passkeys.ceremonies import ask_for_key
from bawaba.identity.staff.models import Officer
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM, Actor
from people import PASSWORD, activated, at, confirmed, give_details, logged_in
from sources import PORTAL, ROOT, callers

WAY = re.compile(r"^\| [^|]+ \| (`[^|]+) \| ([^|]+) \| `([^`]+)` \|$", re.MULTILINE)
SECRET_QUESTIONS = re.compile(
    r"security question|secret question|maiden|first pet|password hint|سؤال (?:ال)?أمان|سؤال (?:ال)?سري|السؤال السري|اسم والدتك|تلميح كلمة",
    re.IGNORECASE,
)
STAFF = {"passkey", "console-code+passkey"}
SETTERS = {"set_password", "make_password", "change_password", "choose_first_password", "complete", "submit_enrolment"}
LOGGED_IN = [
    "/home",
    "/inbox",
    "/applications/",
    "/bills/",
    "/wallet",
    "/agencies/",
    "/settings",
    "/settings/sessions",
    "/settings/history",
    "/delegations/",
]


def account_of(world: Any, slug: str = "layla") -> Any:
    found = live_account_of_number(world.cast[slug]["number"])
    assert found
    return found


def key_in(browser: Client) -> str:
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def with_key(key: str) -> Client:
    browser = at()
    browser.cookies[settings.SESSION_COOKIE_NAME] = key
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/home").status_code == 200


@pytest.mark.django_db
def test_a_fresh_installation_has_nobody_in_it() -> None:
    assert [rows.objects.count() for rows in (User, Account, Officer, Session)] == [0] * 4


def test_the_page_of_ways_in_is_what_the_gates_let_in() -> None:
    found = WAY.findall((ROOT / "docs/operate/ways-in.md").read_text())
    people = {ways.strip("`") for ways, _, gate in found if gate == "identity/accounts/gate.py"}
    assert {frozenset(one.split("+")) for one in people} == {frozenset(one) for one in COMPLETE}
    assert {ways.strip("`") for ways, _, gate in found if gate == "identity/staff/gate.py"} == STAFF
    assert len(found) == len(COMPLETE) + len(STAFF) + 1
    for _, addresses, gate in found:
        assert (PORTAL / gate).is_file()
        for address in re.findall(r"`([^`]+)`", addresses):
            assert resolve(address)


@pytest.mark.django_db
def test_no_way_in_names_e_mail_and_the_gate_refuses_it(world: Any) -> None:
    activated(world, "layla")
    assert not [one for one in COMPLETE if any("mail" in way for way in one)]
    for ways in (["email"], ["password", "email"], ["email", "sms"], ["password", "email-code"]):
        with pytest.raises(NotAllowed):
            open_session(
                session=SessionStore(),
                account=account_of(world),
                proofs=Proofs(ways),
                device="device",
                kept={},
                last_out=None,
            )
    assert not Session.objects.filter(account__isnull=False).exists()


@pytest.mark.django_db
def test_no_code_of_a_log_in_goes_to_an_e_mail_address(world: Any) -> None:
    activated(world, "layla", email="layla@example.com")
    confirm_address(account=account_of(world), kind="email", text="layla@example.com", by=Actor("person"))
    world.wait(31)
    browser, before = at(), len(world.mailbag.mails)
    assert give_details(browser, "layla")
    world.deliver()
    code = world.pocket.code(world.cast["layla"]["phone"])
    assert len(world.mailbag.mails) == before
    assert browser.post("/login/code", {"code": code})["Location"] == "/home"
    world.deliver()
    assert not [text for *_, text in world.mailbag.mails if code in text]


@pytest.mark.django_db
def test_the_opening_code_is_no_password(world: Any) -> None:
    typed = opening(world, "omar")
    assert at().post("/first-login", typed)["Location"] == "/home"
    assert not give_details(at(), world.cast["omar"]["number"], typed["code"])
    assert not give_details(at(), world.cast["omar"]["number"], typed["code"].replace("-", ""))


def opening(world: Any, slug: str) -> dict[str, str]:
    """What somebody types who came to a kiosk first."""
    kiosk = world.attestor("kiosk-1")
    world.attest(kiosk, slug, world.visit(kiosk, slug), use=False)
    world.deliver()
    one = world.cast[slug]
    typed = {"number": one["number"], "code": world.pocket.opening_code(one["phone"])}
    return typed | {"password": PASSWORD, "again": PASSWORD, "terms": "yes"}


def test_no_text_asks_a_secret_question() -> None:
    assert SECRET_QUESTIONS.search("Your security question"), "the pattern finds one"
    assert SECRET_QUESTIONS.search("اكتب سؤال الأمان")
    files = [
        path
        for folder in ("src", "content")
        for kind in ("*.py", "*.html", "*.md", "*.toml", "*.js")
        for path in (ROOT / folder).rglob(kind)
    ]
    assert len(files) > 300
    assert [str(path) for path in files if SECRET_QUESTIONS.search(path.read_text())] == []


def test_passwords_are_set_at_the_portals_door_alone() -> None:
    """No door of officers, counters, kiosks or banks calls what sets one, and no command of the console does."""
    doors = {"web/portal/signing_in.py", "web/portal/my_account.py", "web/portal/enrolment.py"}
    assert callers(*SETTERS, below=PORTAL / "web") == doors, "found where it is, too"


def test_there_is_a_plan_to_leave_messages() -> None:
    page = (ROOT / "docs/decisions/factors-of-people.md").read_text()
    assert "**Away from messages.**" in page
    assert "restricted authenticator" in page


@pytest.mark.django_db
def test_a_code_for_one_purpose_is_no_code_for_another(world: Any) -> None:
    activated(world, "layla")
    account, life = account_of(world), settings.LIMITS.phone_code_life
    purposes = ("login", "new-phone", "first-login", "phone")
    for purpose in purposes:
        issue_code(purpose=purpose, subject=account, text=f"12345{purposes.index(purpose)}", life=life, by=SYSTEM)
    for purpose in purposes:
        for number in range(len(purposes)):
            right = purposes[number] == purpose
            verdict = try_code(purpose=purpose, subject=account, text=f"12345{number}", by=SYSTEM)
            assert (verdict.code is not None) == right, (purpose, number)


def test_challenges_have_a_hundred_and_twenty_eight_bits_and_never_repeat() -> None:
    found = [ask_for_key()[1].challenge for _ in range(1000)]
    assert len(set(found)) == 1000
    assert {len(base64.urlsafe_b64decode(one + "==")) for one in found} == {32}


def test_session_keys_have_a_hundred_and_twenty_eight_bits() -> None:
    keys = {SessionStore()._get_new_session_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert min(len(one) for one in keys) * math.log2(len(VALID_KEY_CHARS)) >= 128
    assert set("".join(keys)) == set(VALID_KEY_CHARS), "every character is drawn"


@pytest.mark.django_db
def test_a_proof_gives_the_session_a_new_key_and_the_old_one_is_dead(world: Any) -> None:
    activated(world, "layla")
    browser = logged_in(world, "layla")
    before = key_in(browser)
    assert is_in(with_key(before))
    assert confirmed(world, browser).status_code == 302
    assert key_in(browser) != before
    assert is_in(browser)
    assert not is_in(with_key(before))


@pytest.mark.django_db
def test_a_first_log_in_takes_no_planted_key(world: Any) -> None:
    typed = opening(world, "omar")
    browser = at()
    browser.get("/login/passkey")
    browser.post("/login/passkey")  # leaves a session of nobody here
    planted = key_in(browser)
    assert browser.post("/first-login", typed)["Location"] == "/home"
    assert key_in(browser) != planted
    assert is_in(browser)
    assert not is_in(with_key(planted))


@pytest.mark.django_db
def test_every_page_of_somebody_logged_in_has_the_button_to_log_out(world: Any) -> None:
    activated(world, "layla")
    browser = logged_in(world, "layla")
    simple = [
        f"/{one.pattern}"
        for one in get_resolver().url_patterns
        if hasattr(one, "callback") and "<" not in str(one.pattern) and getattr(one.callback, "needs_account", False)
    ]
    seen = 0
    for address in sorted({*LOGGED_IN, *simple}):
        answer = browser.get(address, headers={"accept": "text/html"})
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            assert 'action="/logout"' in answer.content.decode(), address
            seen += 1
    assert seen >= 10


def run(*words: str) -> str:
    out = StringIO()
    call_command("sessions", *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_an_operator_logs_one_out_everywhere_and_nobody_else(world: Any) -> None:
    for slug in ("layla", "omar"):
        activated(world, slug)
    layla, other, omar = logged_in(world, "layla"), logged_in(world, "layla"), logged_in(world, "omar")
    agency = Agency()
    token = agency.tokens(layla)["access_token"]
    assert run("end", "layla") == "logged out everywhere\n"
    assert [is_in(one) for one in (layla, other, omar)] == [False, False, True]
    assert agency.read(token).status_code == 401
    event = Event.objects.get(type="account.sign_out")
    assert (event.actor_kind, event.place) == ("operator", "console")
    with pytest.raises(CommandError, match="no account"):
        run("end", "nobody-has-this")


@pytest.mark.django_db
def test_an_operator_logs_everybody_out_with_all_that_agencies_hold(world: Any) -> None:
    for slug in ("layla", "omar"):
        activated(world, slug)
    agency, found = Agency(), [logged_in(world, slug) for slug in ("layla", "omar")]
    tokens = [agency.tokens(one, scope="openid offline_access") for one in found]
    world.wait(20 * 60)  # idle, and its row may be gone, while the agency can still refresh
    SessionStore.clear_expired()
    Session.objects.filter(account=account_of(world)).delete()
    assert run("end-all") == "2 accounts logged out\n"
    assert not Session.objects.exists()
    assert [agency.refresh(one["refresh_token"]).status_code for one in tokens] == [400, 400]
    assert is_in(logged_in(world, "layla")), "and everybody may come in again"


def test_a_proof_is_good_for_less_than_twenty_minutes() -> None:
    assert settings.LIMITS.proof_life.total_seconds() <= 20 * 60
