"""Proving again takes what logging in takes: the password alone opens nothing that is sensitive."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from bawaba.config.limits import MAXIMA
from bawaba.identity.accounts.commands import end_sessions
from bawaba.identity.accounts.gate import NotAllowed, Proofs, prove_again
from bawaba.identity.accounts.opening import mark_phone_lost
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.accounts.sessions import SessionStore
from bawaba.identity.codes.models import OneTimeCode
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from people import PASSWORD, activated, at, confirmed, give_details, logged_in, proving_code
from phone_apps import App, made_codes, with_app
from races import at_once

pytestmark = pytest.mark.django_db
STALE = 5 * 60 + 1
PAGE, CODE = "/settings/password", "/confirm/code"


@pytest.fixture
def omar(world: Any) -> Client:
    activated(world, "omar")
    return logged_in(world, "omar")


@pytest.fixture
def app(omar: Client) -> App:
    return with_app(omar)


def account_of(world: Any, slug: str = "omar") -> Any:
    found = live_account_of_number(world.cast[slug]["number"])
    assert found
    return found


def half(world: Any, client: Client) -> None:
    """Long after the log-in the password is typed again."""
    world.wait(STALE)
    answer = client.post("/confirm", {"password": PASSWORD, "next": PAGE})
    assert urlsplit(answer["Location"]).path == CODE


def enter(client: Client, code: str, way: str = "sms") -> Any:
    return client.post(f"{CODE}?way={way}", {"code": code, "next": PAGE})


def is_open(client: Client) -> bool:
    return bool(client.get(PAGE).status_code == 200)


def proofs() -> list[str]:
    return [str(one.data["ways"]) for one in Event.objects.filter(type="account.prove").order_by("pk")]


def sent(world: Any) -> int:
    world.deliver()
    return sum("تأكيد عملية" in text for _, text in world.pocket.texts)


def test_the_password_alone_opens_nothing(world: Any, omar: Client) -> None:
    half(world, omar)
    assert not is_open(omar)
    assert proofs() == []
    assert enter(omar, "12").status_code == 200
    assert not is_open(omar)
    assert enter(omar, proving_code(world))["Location"] == PAGE
    assert is_open(omar)
    assert proofs() == ["password+sms"]


def test_the_key_changes_with_the_whole_proof_and_the_old_one_is_dead(world: Any, omar: Client) -> None:
    before = omar.cookies["session"].value
    half(world, omar)
    assert enter(omar, proving_code(world)).status_code == 302
    assert omar.cookies["session"].value != before
    old = at()
    old.cookies["session"] = before
    assert old.get("/home").status_code == 302


def test_with_an_app_its_code_is_asked_and_no_message_is_sent(world: Any, omar: Client, app: App) -> None:
    half(world, omar)
    assert "افتح تطبيق المصادقة" in omar.get(CODE).content.decode()
    assert sent(world) == 0
    assert enter(omar, app.wrong(), "totp").status_code == 200
    code = app.shows()
    assert enter(omar, code, "totp")["Location"] == PAGE
    assert proofs() == ["password+totp"]
    world.wait(1)
    omar.post("/confirm", {"password": PASSWORD})
    assert enter(omar, code, "totp").status_code == 200, "a step that was used is over"


def test_a_code_on_paper_works_once_and_every_address_is_told(world: Any, omar: Client) -> None:
    codes = made_codes(omar)
    half(world, omar)
    page = omar.get(CODE, {"way": "sms"}).content.decode()
    assert f'href="{CODE}?way=recovery' in page, "the other way stands on the page of the message"
    assert enter(omar, codes[0], "recovery")["Location"] == PAGE
    assert Event.objects.filter(type="account.use_recovery_code").count() == 1
    half(world, omar)
    assert enter(omar, codes[0], "recovery").status_code == 200
    assert proofs() == ["password+recovery"]


def test_the_message_instead_of_the_app_is_sent_when_it_is_taken_and_once(world: Any, omar: Client, app: App) -> None:
    half(world, omar)
    for _ in range(2):
        assert omar.post("/confirm/sms", {"next": PAGE})["Location"].startswith(f"{CODE}?next=")
    assert sent(world) == 1
    assert enter(omar, proving_code(world))["Location"] == PAGE


def test_no_message_goes_to_a_lost_phone_where_there_is_another_way(world: Any, omar: Client, app: App) -> None:
    mark_phone_lost(account=account_of(world), phone=world.cast["omar"]["phone"], by=SYSTEM)
    half(world, omar)
    for address in ("/confirm/sms", "/confirm/resend"):
        assert urlsplit(omar.post(address)["Location"]).path == CODE
    assert sent(world) == 0


def test_what_lies_on_a_phone_that_is_lost_proves_nothing_any_more(world: Any, omar: Client) -> None:
    half(world, omar)
    code = proving_code(world)
    mark_phone_lost(account=account_of(world), phone=world.cast["omar"]["phone"], by=SYSTEM)
    assert enter(omar, code).status_code == 200
    assert not is_open(omar)


def test_a_code_to_log_in_proves_nothing_and_a_code_to_prove_logs_nobody_in(world: Any, omar: Client) -> None:
    world.wait(STALE)
    other = at()
    assert give_details(other, "omar")
    world.deliver()
    to_log_in = world.pocket.code(world.cast["omar"]["phone"])
    half(world, omar)
    to_prove = proving_code(world)
    assert enter(omar, to_log_in).status_code == 200
    assert other.post("/login/code", {"code": to_prove}).status_code == 200
    assert not is_open(omar)
    assert other.get("/home").status_code == 302


def test_whoever_sits_in_a_session_spends_no_message_of_the_log_in(world: Any, omar: Client) -> None:
    half(world, omar)
    for _ in range(9):
        world.wait(31)
        omar.post("/confirm/resend")
    assert omar.post("/confirm/resend").status_code == 429
    assert logged_in(world, "omar").get("/home").status_code == 200, "the owner's own log-in has its messages"


def test_guesses_here_and_at_the_log_in_are_one_row(world: Any, omar: Client) -> None:
    world.wait(STALE)
    other = at()
    assert give_details(other, "omar")
    half(world, omar)
    world.deliver()
    for number in range(5):
        assert enter(omar, f"00000{number}").status_code == 200
        assert other.post("/login/code", {"code": f"00000{number}"}).status_code == 200
    world.wait(31)
    omar.post("/confirm/resend")
    assert enter(omar, proving_code(world)).status_code == 200, "ten in a row: both wait"
    assert not is_open(omar)


def test_a_code_of_one_session_proves_nothing_in_another_and_two_tabs_share_theirs(world: Any, omar: Client) -> None:
    other = logged_in(world, "omar")
    half(world, omar)
    code = proving_code(world)
    world.wait(31)
    assert urlsplit(other.post("/confirm", {"password": PASSWORD})["Location"]).path == CODE
    assert enter(other, code).status_code == 200
    assert not is_open(other)
    omar.post("/confirm", {"password": PASSWORD})  # the other tab of the first one, which gets a new code
    assert sent(world) == 2, "the phone bears no third one yet"
    assert enter(omar, code)["Location"] == PAGE


def test_what_waits_is_over_after_ten_minutes_with_another_person_and_with_every_session(
    world: Any, omar: Client
) -> None:
    half(world, omar)
    world.wait(10 * 60 + 1)
    for answer in (omar.get(CODE), enter(omar, "123456"), omar.post("/confirm/sms"), omar.post("/confirm/resend")):
        assert urlsplit(answer["Location"]).path == "/confirm"
    half(world, omar)
    code = proving_code(world)
    end_sessions(account=account_of(world), by=SYSTEM)
    assert enter(omar, code)["Location"].startswith("/login")


def test_a_page_that_was_left_open_after_the_proof_leads_on_and_does_nothing(world: Any, omar: Client) -> None:
    half(world, omar)
    enter(omar, proving_code(world))
    assert omar.get(CODE, {"next": "/home"})["Location"] == "/home"
    assert enter(omar, "123456")["Location"] == PAGE
    assert len(proofs()) == 1


def test_a_centre_that_takes_no_messages_is_said_and_what_was_sent_stays(world: Any, omar: Client) -> None:
    world.wait(STALE)
    told = dict(parse_qsl(urlsplit(omar.post("/settings/recovery-codes", {"seen": "0"})["Location"]).query))
    where = omar.post("/confirm", {**told, "password": PASSWORD})["Location"]
    assert "مركز الرسائل" not in omar.get(where).content.decode(), "it has not had the time"
    world.wait(20)  # nothing was handed over
    page = omar.get(where).content.decode()
    assert "مركز الرسائل لم يستلم الرسالة" in page
    assert "أرسلنا رمزًا" not in page
    assert "ما أرسلته باقٍ" in page
    assert told["kept"] in page
    world.deliver()
    assert "مركز الرسائل" not in omar.get(where).content.decode(), "taken meanwhile"


def test_a_code_that_ran_out_is_not_said_to_be_under_way(world: Any, omar: Client) -> None:
    half(world, omar)
    assert "أرسلنا رمزًا" in omar.get(CODE).content.decode()
    world.wait(5 * 60 + 1)
    assert "لا رمز صالح هنا" in omar.get(CODE).content.decode()


def test_what_was_sent_goes_on_after_the_second_step_and_once(world: Any, omar: Client) -> None:
    world.wait(STALE)
    told = dict(parse_qsl(urlsplit(omar.post("/settings/recovery-codes", {"seen": "0"})["Location"]).query))
    assert confirmed(world, omar, told)["Location"] == "/settings/recovery-codes"
    assert OneTimeCode.objects.filter(purpose="recovery", used_at=None).count() == 10


def test_the_gate_takes_nothing_less_than_a_log_in(world: Any, omar: Client) -> None:
    session = SessionStore(omar.cookies["session"].value)
    session.line()
    for ways in (["password"], ["sms"], ["totp"], ["opening-code"], ["password", "opening-code"], ["webauthn"]):
        with pytest.raises(NotAllowed):
            prove_again(session=session, account=account_of(world), proofs=Proofs(ways))
    assert not Event.objects.filter(type__startswith="account.prove").exists()


@pytest.mark.django_db(transaction=True)
def test_one_code_by_eight_at_once_proves_once(world: Any, trials: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    half(world, client)
    code, key = proving_code(world), client.cookies["session"].value

    def browser() -> Client:
        found = at()
        found.cookies["session"] = key
        return found

    browsers = [browser() for _ in range(8)]
    at_once([lambda one=one: enter(one, code) for one in browsers])
    assert len(proofs()) == 1
    assert sum(is_open(one) for one in browsers) == 1


def test_the_pages_read_in_english_and_name_the_weakness_of_messages(world: Any, omar: Client) -> None:
    omar.post("/settings/save", {"language": "en", "next": "/settings"})
    half(world, omar)
    page = omar.get(CODE).content.decode()
    assert "Messages are the weaker way" in page
    assert "An authenticator app is stronger" in page
    assert re.search(r"<h1>[^<]*second step", page)


def test_the_life_of_a_proof_has_a_maximum() -> None:
    assert settings.LIMITS.proof_life <= MAXIMA["proof_life"]
    assert MAXIMA["proof_life"].total_seconds() == 20 * 60
