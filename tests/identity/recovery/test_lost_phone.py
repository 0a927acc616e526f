"""A lost SIM is not a lost account: two different methods, a time in which everybody is told, and then the new phone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bawaba.config.limits import Limits, beyond_maximum
from bawaba.core import clock
from bawaba.identity.accounts.addresses import confirm_address
from bawaba.identity.accounts.models import Session
from bawaba.identity.recovery.clockwork import clear_recoveries, expire_recoveries
from bawaba.identity.recovery.models import Recovery, Trusted
from bawaba.journal.models import Event
from bawaba.journal.ports import Actor
from bawaba_sandbox.rehearsal.passkey import options_on
from passkeys import enter, registered
from people import at, give_details, logged_in
from phone_apps import with_app
from recoveries import (
    COOLED,
    NEW,
    SECRET,
    STEPS,
    begin,
    come_back,
    cooling,
    link_to,
    prove_phone,
    reference_on,
    row_of,
    trusts,
    type_sheet,
    who,
    with_sheet,
)

pytestmark = pytest.mark.django_db


def test_sheet_and_relative_bring_the_account_to_a_new_phone(world: Any) -> None:
    before = cooling(world)
    assert "بقي الانتظار حتى" in before.get(STEPS).content.decode()
    elsewhere = logged_in(world, "layla")
    world.wait(COOLED)
    client = come_back(world)
    assert client.post("/recover/finish", SECRET)["Location"] == "/login?password=set"
    world.deliver()
    her = who(world)
    assert her.phone == NEW
    assert her.cooled_until
    assert her.cooled_until > clock.now()
    assert her.recovery_codes == 9
    assert not Session.objects.filter(account=her.account).exists()
    assert elsewhere.get("/settings").status_code == 302
    browser = at()
    assert not give_details(browser, "layla")
    assert give_details(browser, "layla", SECRET["password"])
    world.deliver()
    assert browser.post("/login/code", {"code": world.pocket.code(NEW)}).status_code == 302
    kinds = Event.objects.filter(subject=her.account).values_list("type", flat=True)
    assert {"recovery.wait", "recovery.finish", "recovery.approve", "account.recover_phone"} <= set(kinds)


def test_every_address_is_told_at_once_and_the_other_relative_too(world: Any) -> None:
    codes = with_sheet(world)
    confirm_address(account=who(world).account, kind="email", text="layla@example.com", by=Actor("person"))
    sami = trusts(world, "layla", "sami")
    tie = who(world).account
    trusts(world, "layla", "omar")
    client = begin(world)
    type_sheet(client, codes[0])
    prove_phone(world, client)
    reference = reference_on(client)
    handle = Trusted.objects.get(giver=tie, receiver=who(world, "sami").account)
    sami.post(f"/relatives/{handle.uuid}/vouch", {"reference": reference})
    world.deliver()
    told = {to for to, text in world.pocket.texts if "طُلبت استعادة حسابك" in text}
    told |= {to for to, _, text in world.mailbag.mails if "طُلبت استعادة حسابك" in text}
    assert told == {world.cast["layla"]["phone"], "layla@example.com"}
    relatives = {to for to, text in world.pocket.texts if "يُستعاد الآن" in text}
    assert relatives == {world.cast["omar"]["phone"]}
    inbox = logged_in(world, "layla").get("/inbox").content.decode()
    assert "حسابك يُستعاد بجوال جديد" in inbox


def test_opening_the_stop_link_changes_nothing_and_its_button_stops_it_once(world: Any) -> None:
    client = cooling(world)
    link = link_to(world, world.cast["layla"]["phone"], "stop")
    assert at().get(link).status_code == 200
    assert row_of(client).state == "cooling"
    assert at().post(link).status_code == 200
    assert row_of(client).state == "cancelled"
    assert at().post(link).status_code == 410
    world.deliver()
    assert "أُوقفت استعادة الحساب" in world.pocket.last(NEW)
    world.wait(COOLED)
    assert client.post("/recover/finish", SECRET)["Location"] == "/recover"
    assert who(world).phone == world.cast["layla"]["phone"]


def test_who_is_logged_in_sees_it_and_stops_it(world: Any) -> None:
    client = cooling(world)
    her = logged_in(world, "layla")
    assert "يُستعاد حسابك بجوال جديد" in her.get("/relatives/").content.decode()
    for _ in range(2):
        assert her.post("/recover/stop")["Location"] == "/relatives/?said=stopped"
    assert row_of(client).state == "cancelled"


def test_before_its_time_nothing_finishes_it(world: Any) -> None:
    client = cooling(world)
    assert client.get("/recover/finish")["Location"] == STEPS
    assert client.post("/recover/finish", SECRET)["Location"] == STEPS
    world.wait(COOLED - 60)
    back = come_back(world)
    assert back.post("/recover/finish", SECRET)["Location"] == STEPS
    assert who(world).phone == world.cast["layla"]["phone"]


def test_a_second_click_on_the_last_button_does_no_harm(world: Any) -> None:
    cooling(world)
    world.wait(COOLED)
    client = come_back(world)
    assert client.post("/recover/finish", SECRET)["Location"] == "/login?password=set"
    assert client.post("/recover/finish", SECRET)["Location"] == "/recover"
    assert who(world).phone == NEW


def test_a_passkey_and_the_code_to_the_new_number_are_enough_without_a_wait(world: Any) -> None:
    """Nothing of the old phone is asked for: its holder and the e-mail are told, and sensitive services wait a day."""
    with_sheet(world)
    confirm_address(account=who(world).account, kind="email", text="layla@example.com", by=Actor("person"))
    key = registered(logged_in(world, "layla"))
    world.deliver()
    texts = len(world.pocket.texts)
    browser = at()
    assert enter(key, browser, "/settings/phone")["Location"] == "/settings/phone"
    assert "لا تحتاج إلى الجوال القديم" in browser.get("/settings/phone").content.decode()
    assert browser.post("/settings/phone", {"phone": NEW})["Location"] == "/settings/phone/code"
    world.deliver()
    assert browser.post("/settings/phone/code", {"code": world.pocket.code(NEW)}).status_code == 302
    world.deliver()
    her = who(world)
    assert her.phone == NEW
    assert her.cooled_until
    told = {to for to, text in world.pocket.texts[texts:] if "بجوال آخر" in text}
    told |= {to for to, _, text in world.mailbag.mails if "بجوال آخر" in text}
    assert told == {world.cast["layla"]["phone"], "layla@example.com"}


def test_a_passkey_that_is_no_fresh_proof_any_more_is_asked_again(world: Any) -> None:
    with_sheet(world)
    key = registered(logged_in(world, "layla"))
    browser = at()
    enter(key, browser)
    world.wait(6 * 60)
    asked = browser.post("/settings/phone", {"phone": NEW})["Location"]
    assert asked.startswith("/confirm?")
    options = options_on(browser.get(asked).content.decode())
    assert browser.post("/confirm", {"answer": key.use(options), "next": "/settings/phone"}).status_code == 302
    assert browser.post("/settings/phone", {"phone": NEW})["Location"] == "/settings/phone/code"


def test_app_and_sheet_let_it_wait_and_the_app_alone_is_not_even_compared(world: Any) -> None:
    codes = with_sheet(world)
    phone_app = with_app(logged_in(world, "layla"))
    world.wait(61)
    client = begin(world)
    assert client.post("/recover/app", {"code": phone_app.shows()})["Location"] == STEPS
    assert not row_of(client).proofs.exists()
    type_sheet(client, codes[0])
    prove_phone(world, client)
    world.wait(31)
    assert client.post("/recover/app", {"code": "000000"}).status_code == 200
    assert client.post("/recover/app", {"code": phone_app.shows()})["Location"] == STEPS
    assert row_of(client).state == "cooling"


def test_what_is_over_is_deleted_with_the_phone_that_was_typed(world: Any) -> None:
    cooling(world)
    world.wait(COOLED + 8 * 86400)
    expire_recoveries(clock.now())
    assert Recovery.objects.get().state == "expired"
    world.wait(2 * 86400)
    clear_recoveries(clock.now())
    assert not Recovery.objects.exists()


def test_a_page_of_a_recovery_and_of_relatives_asks_little(world: Any) -> None:
    client = cooling(world)
    sami, her = logged_in(world, "sami"), logged_in(world, "layla")
    begin(world)
    tie = Trusted.objects.get().uuid
    for browser, page in (
        (client, STEPS),
        (sami, "/relatives/"),
        (her, "/relatives/"),
        (sami, f"/relatives/{tie}/vouch"),
    ):
        browser.get(page)
        with CaptureQueriesContext(connection) as made:
            assert browser.get(page).status_code == 200
        asked = [one["sql"] for one in made.captured_queries if not one["sql"].startswith(("BEGIN", "COMMIT"))]
        assert len(asked) <= 4, (page, [one[:110] for one in asked])


def test_a_cooling_time_beyond_what_is_promised_does_not_start() -> None:
    assert beyond_maximum(Limits(recovery_cooling=timedelta(days=8))) == ["recovery_cooling"]
