"""Another phone: after a fresh proof, by its own code, told to every address, never a stranger's (R11)."""

import re
from functools import partial
from typing import Any

import pytest
from django.test import Client

from bawaba.core import clock
from bawaba.identity.accounts.commands import freeze_account
from bawaba.identity.accounts.models import Address, Session
from bawaba.identity.accounts.new_phone import PhoneServesAnother, ask_for_phone, bind_phone
from bawaba.identity.accounts.queries import Holder, holder, live_account_of_number
from bawaba.identity.codes.budgets import spend
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from bawaba.registers.queries import person_by_identifier
from people import activated, at, confirmed, give_details, logged_in, with_email
from races import at_once

pytestmark = pytest.mark.django_db
PAGE, CODE = "/settings/phone", "/settings/phone/code"
NEW = "+966500007701"
EMAIL = "layla@example.com"


def who(world: Any, slug: str = "layla") -> Holder:
    account = live_account_of_number(world.cast[slug]["number"])
    assert account
    return holder(account)


@pytest.fixture
def layla(world: Any) -> Client:
    with_email(world, "layla", EMAIL)
    return logged_in(world, "layla")


def ask(world: Any, client: Client, phone: str = NEW) -> Any:
    answer = client.post(PAGE, {"phone": phone})
    world.deliver()
    return answer


def type_code(client: Client, code: str) -> Any:
    return client.post(CODE, {"code": code})


def bind(world: Any, client: Client, phone: str = NEW) -> Any:
    assert ask(world, client, phone)["Location"] == CODE
    answer = type_code(client, world.pocket.code(phone))
    world.deliver()
    return answer


def wrong(world: Any, phone: str = NEW) -> str:
    return f"{(int(world.pocket.code(phone)) + 1) % 1_000_000:06d}"


def test_codes_of_the_log_in_reach_the_new_phone_and_the_old_one_no_more(world: Any, layla: Client) -> None:
    assert bind(world, layla)["Location"] == "/settings?changed=phone"
    assert "الجوال الجديد" in layla.get("/settings?changed=phone").content.decode()
    assert who(world).phone == NEW
    world.wait(31)
    client = at()
    assert give_details(client, "layla")
    world.deliver()
    assert client.post("/login/code", {"code": world.pocket.code(NEW)}).status_code == 302


def test_nothing_changes_before_the_code(world: Any, layla: Client) -> None:
    ask(world, layla)
    assert who(world).phone == world.cast["layla"]["phone"]
    answer = type_code(layla, wrong(world))
    assert answer.status_code == 200
    assert "الرمز غير صحيح" in answer.content.decode()
    assert who(world).phone == world.cast["layla"]["phone"]


def test_the_old_phone_and_the_e_mail_are_told_and_either_can_stop_it(world: Any, layla: Client) -> None:
    bind(world, layla)
    sent = [(to, text) for to, text in world.pocket.texts] + [(to, text) for to, _, text in world.mailbag.mails]
    told = {to: text for to, text in sent if "بجوال آخر" in text}
    assert set(told) == {world.cast["layla"]["phone"], EMAIL}
    account = who(world).account
    at().post(re.findall(r"http://testserver(/not-you/\S+)", told[world.cast["layla"]["phone"]])[0])
    assert holder(account).state == "suspended"


def test_other_devices_are_out_this_one_stays_and_sensitive_services_wait(world: Any, layla: Client) -> None:
    elsewhere = logged_in(world, "layla")
    bind(world, layla)
    assert elsewhere.get("/settings").status_code == 302
    assert "تُفتح الخدمات الحساسة في" in layla.get("/settings").content.decode()
    until = who(world).cooled_until
    assert until is not None
    assert until > clock.now()


def test_a_log_in_that_waits_for_the_old_phones_code_is_over(world: Any, layla: Client) -> None:
    world.wait(31)
    thief = at()
    assert give_details(thief, "layla")
    world.deliver()
    code = world.pocket.code(world.cast["layla"]["phone"])
    bind(world, layla)
    assert thief.post("/login/code", {"code": code})["Location"] == "/login"
    assert thief.get("/settings").status_code == 302


def test_a_code_of_one_phone_binds_no_other(world: Any, layla: Client) -> None:
    ask(world, layla)
    first = world.pocket.code(NEW)
    ask(world, layla, "+966500007702")
    if first != world.pocket.code("+966500007702"):
        assert type_code(layla, first).status_code == 200
    assert who(world).phone == world.cast["layla"]["phone"]


def test_five_wrong_tries_close_the_code(world: Any, layla: Client) -> None:
    ask(world, layla)
    for _ in range(5):
        assert type_code(layla, wrong(world)).status_code == 200
    assert type_code(layla, world.pocket.code(NEW)).status_code == 200
    assert who(world).phone == world.cast["layla"]["phone"]


def test_a_second_click_finds_it_done(world: Any, layla: Client) -> None:
    bind(world, layla)
    again = type_code(layla, world.pocket.texts[-1][1][-6:])
    assert again.status_code == 302 or "الرمز" in again.content.decode()
    assert type_code(layla, "123456")["Location"] == "/settings?changed=phone"
    assert Event.objects.filter(type="account.change_phone").count() == 1


@pytest.mark.parametrize("phone", ["", "x", "12", "0112345678", "+4915112345678"])
def test_what_is_no_mobile_of_here_is_said_and_kept(world: Any, layla: Client, phone: str) -> None:
    answer = layla.post(PAGE, {"phone": phone})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert phone in answer.content.decode()


def test_ones_own_phone_is_no_change(world: Any, layla: Client) -> None:
    answer = layla.post(PAGE, {"phone": world.cast["layla"]["phone"]})
    assert "هذا جوال حسابك الآن" in answer.content.decode()


def test_asking_answers_alike_whoever_has_the_phone_and_its_code_says_that_it_serves_another(
    world: Any, layla: Client
) -> None:
    activated(world, "sami")
    phone = world.cast["sami"]["phone"]
    world.wait(31)
    free, taken = ask(world, layla), ask(world, layla, phone)
    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])
    answer = type_code(layla, world.pocket.code(phone))
    assert "هذا الجوال لحساب آخر" in answer.content.decode()
    assert who(world).phone == world.cast["layla"]["phone"]
    assert who(world, "sami").phone == phone


def test_a_number_that_a_stranger_has_not_used_for_long_is_recycled(world: Any) -> None:
    activated(world, "sami")
    phone = world.cast["sami"]["phone"]
    world.wait(91 * 86400)
    activated(world, "khalid")
    assert bind(world, logged_in(world, "khalid"), phone)["Location"] == "/settings?changed=phone"
    assert (who(world, "sami").phone, who(world, "sami").phone_lost) == ("", True)
    assert who(world, "khalid").phone == phone


def test_a_frozen_account_changes_its_phone_at_a_counter_only(world: Any, layla: Client) -> None:
    ask(world, layla)
    freeze_account(account=who(world).account, by=SYSTEM)
    assert "زر مكتب خدمة" in type_code(layla, world.pocket.code(NEW)).content.decode()
    assert who(world).phone == world.cast["layla"]["phone"]


def test_five_changes_a_day(world: Any, layla: Client) -> None:
    for number in range(5):
        assert ask(world, layla, f"+96650000772{number}").status_code == 302
    assert ask(world, layla, "+966500007729").status_code == 429


def test_long_after_logging_in_the_password_comes_first_and_then_it_is_done(world: Any, layla: Client) -> None:
    world.wait(5 * 60 + 1)
    asked = layla.post(PAGE, {"phone": NEW})["Location"]
    assert asked.startswith("/confirm?")
    kept = re.findall(r"kept=([\w-]+)", asked)[0]
    assert confirmed(world, layla, {"kept": kept})["Location"] == CODE


def test_without_having_asked_there_is_no_page_for_a_code(world: Any, layla: Client) -> None:
    assert layla.get(CODE)["Location"] == PAGE
    assert at().get(CODE)["Location"].startswith("/login")


def test_no_number_stands_in_an_address_an_event_or_a_task(world: Any, layla: Client) -> None:
    bind(world, layla)
    said = [str(one.data) for one in Event.objects.filter(type__startswith="account.")]
    assert said
    assert not any(NEW[-9:] in one for one in said)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_want_a_phone_at_once_one_gets_it(world: Any, trials: Any) -> None:
    pair = []
    for slug in ("layla", "sami"):
        activated(world, slug)
        key = str(logged_in(world, slug).cookies["session"].value)
        one = world.cast[slug]
        pair.append((who(world, slug).account, key, person_by_identifier(one["kind"], one["number"]).value))
    for number in range(trials(20)):
        phone, jobs = f"+96650009{number:04d}", []
        world.wait(86401)
        Session.objects.update(seen_at=clock.now(), made_at=clock.now())  # both are still logged in a day later
        for account, key, person in pair:
            ask_for_phone(account=account, phone=phone, session_key=key, by=SYSTEM)
            world.deliver()
            told = {"account": account, "person": person, "phone": phone, "session_key": key, "by": SYSTEM}
            jobs.append(partial(bind_phone, text=world.pocket.code(phone), **told))
            world.wait(31)
        results = at_once(jobs)
        assert results.count(True) == 1, results
        assert sum(isinstance(one, PhoneServesAnother) for one in results) == 1, results
        bound = [bytes(one.index) for one in Address.objects.filter(kind="phone", revoked_at__isnull=True)]
        assert len(set(bound)) == len(bound)


def test_asking_for_a_phone_whose_codes_are_spent_costs_a_change_all_the_same(world: Any, layla: Client) -> None:
    """Else whoever asks for a phone that gets no code now could try numbers all day."""
    for _ in range(5):
        spend(budget="send.registration", key=NEW, windows=((99, 60),))
    for _ in range(5):
        assert layla.post(PAGE, {"phone": NEW}).status_code == 429
    assert layla.post(PAGE, {"phone": "+966500007729"}).status_code == 429
