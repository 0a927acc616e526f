"""Passkeys of people: made and removed after a fresh proof, told to every address, and nobody else's business."""

import functools
import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from fido2.utils import websafe_encode

from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.passkeys.models import Passkey
from bawaba.journal.models import Event
from passkeys import LIST, NEW, NOT_MADE, asked, enter, is_refused, made, new_key, registered
from people import activated, at, confirmed, logged_in, with_email
from races import at_once

pytestmark = pytest.mark.django_db
EMAIL = "layla@example.com"
STALE = 5 * 60 + 1


def account_of(world: Any, slug: str = "layla") -> UUID:
    account = live_account_of_number(world.cast[slug]["number"])
    assert account
    return account


@pytest.fixture
def layla(world: Any) -> Client:
    with_email(world, "layla", EMAIL)
    return logged_in(world, "layla")


def the_key() -> UUID:
    return Passkey.objects.latest("pk").uuid


def removed(client: Client, handle: UUID) -> Any:
    return client.post(f"{LIST}/{handle}/remove")


def told(world: Any, words: str) -> dict[str, str]:
    world.deliver()
    sent = [(to, text) for to, text in world.pocket.texts] + [(to, text) for to, _, text in world.mailbag.mails]
    return {to: text for to, text in sent if words in text}


def test_the_list_says_name_since_when_and_last_use(layla: Client) -> None:
    assert "جوالي" not in layla.get(LIST).content.decode()
    key = registered(layla, name="جوالي <b>")
    page = layla.get(LIST).content.decode()
    assert "جوالي &lt;b&gt;" in page
    assert "لم يُستعمل بعد" in page
    assert enter(key)["Location"] == "/home"
    assert "آخر استعمال" in layla.get(LIST).content.decode()
    assert LIST in layla.get("/settings").content.decode()


def test_one_without_a_name_gets_the_usual_one(layla: Client) -> None:
    registered(layla, name="  ")
    assert Passkey.objects.get().name == "مفتاح مرور"


def test_phone_and_e_mail_are_told_of_a_new_one_and_either_can_stop_it(world: Any, layla: Client) -> None:
    key = registered(layla)
    sent = told(world, "أُضيف مفتاح مرور")
    assert set(sent) == {world.cast["layla"]["phone"], EMAIL}
    at().post(re.findall(r"http://testserver(/not-you/\S+)", sent[EMAIL])[0])
    assert holder(account_of(world)).state == "suspended"
    client = at()
    assert is_refused(client, key.use(asked(client)))


def test_phone_and_e_mail_are_told_of_a_removal_and_the_key_opens_nothing_more(world: Any, layla: Client) -> None:
    """The last one goes as well: password and code remain."""
    key = registered(layla)
    for _ in range(2):
        assert removed(layla, the_key_of_event())["Location"] == f"{LIST}?said=removed", "a second click as the first"
    assert set(told(world, "أُزيل مفتاح مرور")) == {world.cast["layla"]["phone"], EMAIL}
    assert Event.objects.filter(type="account.remove_passkey").count() == 1
    assert not Passkey.objects.exists()
    assert not Authenticator.objects.exists()
    client = at()
    assert is_refused(client, key.use(asked(client)))
    assert logged_in(world, "layla", at()).get("/home").status_code == 200


def the_key_of_event() -> UUID:
    return UUID(Event.objects.get(type="account.add_passkey").data["passkey"])


def test_history_tells_of_both_and_names_no_key(layla: Client) -> None:
    registered(layla, name="هاتف العمل")
    removed(layla, the_key())
    page = layla.get("/settings/history").content.decode()
    assert "أُضيف مفتاح مرور" in page
    assert "أُزيل مفتاح مرور" in page
    assert not [one for one in Event.objects.all() if "هاتف" in str(one.data)]


def test_adding_and_removing_ask_for_a_fresh_proof_and_the_removal_then_goes_on(world: Any, layla: Client) -> None:
    registered(layla)
    world.wait(STALE)
    assert layla.get(NEW)["Location"].startswith("/confirm")
    assert layla.get(LIST).status_code == 200
    asked_again = removed(layla, the_key())["Location"]
    assert asked_again.startswith("/confirm")
    assert Passkey.objects.count() == 1
    page = layla.get(asked_again).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(next|kept)" value="([^"]*)"', page))
    assert confirmed(world, layla, fields)["Location"] == f"{LIST}?said=removed"
    assert not Passkey.objects.exists()


def test_the_same_answer_sent_again_makes_one_passkey_and_says_the_same(world: Any, layla: Client) -> None:
    answer = made(layla, new_key())
    for _ in range(3):
        assert layla.post(NEW, {"answer": answer, "name": "x"})["Location"] == f"{LIST}?said=added"
    assert Passkey.objects.count() == Event.objects.filter(type="account.add_passkey").count() == 1
    world.deliver()
    removed(layla, the_key())
    assert NOT_MADE in layla.post(NEW, {"answer": answer}).content.decode(), "removed, it does not come back"


def test_there_are_as_many_as_an_account_may_have(layla: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "LIMITS", replace(settings.LIMITS, passkeys=2))
    registered(layla)
    registered(layla)
    assert NEW not in layla.get(LIST).content.decode()
    assert "أقصى عدد" in layla.post(NEW, {"answer": made(layla, new_key())}).content.decode()
    assert Passkey.objects.count() == Authenticator.objects.count() == 2


def test_an_account_adds_ten_a_day(world: Any, layla: Client) -> None:
    for _ in range(10):
        registered(layla)
        removed(layla, the_key())
    answer = layla.post(NEW, {"answer": made(layla, new_key())})
    assert answer.status_code == 429
    assert not Passkey.objects.exists()


def test_the_browser_is_told_which_keys_the_account_has_so_that_none_is_made_twice(layla: Client) -> None:
    key = registered(layla)
    assert websafe_encode(key.credential) in layla.get(NEW).content.decode()


def test_sami_neither_sees_nor_removes_omars(world: Any) -> None:
    activated(world, "omar")
    key = registered(logged_in(world, "omar"), name="مفتاح عمر")
    world.wait(31)
    activated(world, "sami")
    sami = logged_in(world, "sami")
    assert "مفتاح عمر" not in sami.get(LIST).content.decode()
    theirs, nobodys = removed(sami, the_key()), removed(sami, UUID(int=1))
    assert theirs.status_code == nobodys.status_code == 404
    assert len(theirs.content) == len(nobodys.content)
    assert enter(key)["Location"] == "/home"


def test_without_a_log_in_every_page_leads_to_it() -> None:
    for address in (LIST, NEW):
        assert Client().get(address)["Location"].startswith("/login")
    assert removed(Client(), UUID(int=1))["Location"].startswith("/login")


def test_the_list_takes_two_statements_however_many_there_are(layla: Client) -> None:
    for _ in range(3):
        registered(layla)
    with CaptureQueriesContext(connection) as seen:
        layla.get(LIST)
    assert len(seen) <= 2, [one["sql"] for one in seen]


@pytest.mark.django_db(transaction=True)
def test_two_removals_in_one_moment_are_one(world: Any, trials: Any) -> None:
    activated(world, "layla")
    for _ in range(trials(5)):
        client = logged_in(world, "layla")
        registered(client)
        before = Event.objects.filter(type="account.remove_passkey").count()
        jobs = [functools.partial(removed, twin(client), the_key()) for _ in range(2)]
        assert [one["Location"] for one in at_once(jobs)] == [f"{LIST}?said=removed"] * 2
        assert not Passkey.objects.exists()
        assert not Authenticator.objects.exists()
        assert Event.objects.filter(type="account.remove_passkey").count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_one_answer_sent_many_times_in_one_moment_makes_one_passkey(world: Any) -> None:
    activated(world, "layla")
    client = logged_in(world, "layla")
    answer = made(client, new_key())
    jobs = [functools.partial(twin(client).post, NEW, {"answer": answer}) for _ in range(6)]
    assert [one["Location"] for one in at_once(jobs)] == [f"{LIST}?said=added"] * 6
    assert Passkey.objects.count() == Authenticator.objects.count() == 1


def twin(client: Client) -> Client:
    """The same browser, once more."""
    other = at()
    other.cookies["session"] = client.cookies["session"].value
    return other
