"""A forgotten password or user name, with the phone still in the hand."""

from typing import Any

import pytest

from bawaba.identity.accounts.commands import freeze_account, move_account
from bawaba.identity.accounts.opening import mark_phone_lost
from bawaba.identity.accounts.pausing import pause_account
from bawaba.identity.accounts.recovery_codes import drop_recovery_codes
from bawaba.journal.ports import SYSTEM, Actor
from people import at, give_details, logged_in
from recoveries import SECRET, STEPS, begin, reference_on, row_of, trusts, type_sheet, vouch, who, with_sheet

pytestmark = pytest.mark.django_db


def code_to_phone(world: Any, client: Any, slug: str = "layla") -> Any:
    world.wait(31)
    assert client.post("/recover/phone")["Location"] == "/recover/phone/code"
    world.deliver()
    return client.post("/recover/phone/code", {"code": world.pocket.code(world.cast[slug]["phone"])})


def test_sheet_and_code_to_the_phone_tell_the_user_name_and_choose_a_password(world: Any) -> None:
    codes = with_sheet(world)
    elsewhere = logged_in(world, "layla")
    client = begin(world, wants="password")
    assert "layla" not in client.get(STEPS).content.decode()
    type_sheet(client, codes[0])
    assert client.get("/recover/finish")["Location"] == STEPS, "one method tells nothing"
    assert code_to_phone(world, client)["Location"] == STEPS
    assert "layla" in client.get("/recover/finish").content.decode()
    assert client.post("/recover/finish", SECRET)["Location"] == "/login?password=set"
    world.deliver()
    assert elsewhere.get("/settings").status_code == 302
    told = [text for to, text in world.pocket.texts if "اختيرت كلمة مرور جديدة" in text]
    assert len(told) == 1
    browser = at()
    assert not give_details(browser, "layla")
    assert give_details(browser, "layla", SECRET["password"]), "and then the second step as ever"
    assert browser.get("/settings").status_code == 302


def test_a_relatives_word_and_the_phone_do_as_well(world: Any) -> None:
    with_sheet(world)
    sami = trusts(world, "layla", "sami")
    client = begin(world, wants="password")
    assert vouch(sami, who(world), reference_on(client)).status_code == 302
    code_to_phone(world, client)
    assert client.post("/recover/finish", SECRET)["Location"] == "/login?password=set"


def test_a_weak_password_gets_its_sentence_and_nothing_is_lost(world: Any) -> None:
    codes = with_sheet(world)
    client = begin(world, wants="password")
    type_sheet(client, codes[0])
    code_to_phone(world, client)
    page = client.post("/recover/finish", {"password": "12345678", "again": "12345678"}).content.decode()
    assert 'id="password-error"' in page
    assert "12345678" not in page
    assert client.post("/recover/finish", SECRET)["Location"] == "/login?password=set"


def test_what_was_proven_is_worth_a_quarter_of_an_hour(world: Any) -> None:
    codes = with_sheet(world)
    client = begin(world, wants="password")
    type_sheet(client, codes[0])
    code_to_phone(world, client)
    world.wait(16 * 60)
    assert client.post("/recover/finish", SECRET)["Location"] == "/recover"
    assert give_details(at(), "layla")
    again = begin(world, wants="password")
    type_sheet(again, codes[1])
    code_to_phone(world, again)
    assert again.post("/recover/finish", SECRET)["Location"] == "/login?password=set", "it is in nobody's way"


def test_a_paused_account_recovers_and_stays_paused(world: Any) -> None:
    codes = with_sheet(world)
    her = logged_in(world, "layla")
    account = who(world).account
    pause_account(account=account, session_key=her.session.session_key, by=Actor("person", str(account)))
    world.deliver()
    client = begin(world, wants="password")
    type_sheet(client, codes[0])
    code_to_phone(world, client)
    assert client.post("/recover/finish", SECRET)["Location"] == "/login?password=set"
    assert who(world).state == "paused"


def test_a_suspended_account_takes_no_proof_and_keeps_its_codes(world: Any) -> None:
    codes = with_sheet(world)
    client = begin(world, wants="password")
    move_account(account=who(world).account, move="suspend", by=SYSTEM)
    answer = type_sheet(client, codes[0])
    assert answer.status_code == 200
    assert "الرمز غير صحيح" in answer.content.decode()
    assert who(world).recovery_codes == 10


def test_a_frozen_account_changes_its_phone_at_a_counter_only(world: Any) -> None:
    codes = with_sheet(world)
    freeze_account(account=who(world).account, by=SYSTEM)
    client = begin(world)
    type_sheet(client, codes[0])
    answer = client.post("/recover/phone", {"phone": "+966500007712"})
    assert answer.status_code == 200
    assert "زر مكتب خدمة" in answer.content.decode()


def test_without_a_phone_on_file_the_other_way_is_named(world: Any) -> None:
    codes = with_sheet(world)
    client = begin(world, wants="password")
    type_sheet(client, codes[0])
    her = who(world)
    mark_phone_lost(account=her.account, phone=her.phone, by=SYSTEM)
    answer = client.post("/recover/phone")
    assert answer.status_code == 200
    assert "ضاع جوالي" in answer.content.decode()


def test_codes_of_a_sheet_that_was_ended_prove_nothing(world: Any) -> None:
    codes = with_sheet(world)
    drop_recovery_codes(account=who(world).account, by=SYSTEM)
    client = begin(world, wants="password")
    assert type_sheet(client, codes[0]).status_code == 200
    assert not row_of(client).proofs.exists()
