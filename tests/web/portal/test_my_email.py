"""Another e-mail: nothing changes before its own link is pressed; then the former address and the phone are told."""

import re
from typing import Any

import pytest
from django.test import Client

from bawaba.identity.accounts.addresses import confirm_address
from bawaba.identity.accounts.models import Address
from bawaba.identity.accounts.new_email import bind_email
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.accounts.repudiation import LinkOver
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM, Actor
from people import activated, at, confirmed, logged_in, with_email
from races import at_once

pytestmark = pytest.mark.django_db
PAGE = "/settings/email"
OLD, NEW = "layla@example.com", "layla.new@example.com"


def who(world: Any, slug: str = "layla") -> Any:
    account = live_account_of_number(world.cast[slug]["number"])
    assert account
    return holder(account)


@pytest.fixture
def layla(world: Any) -> Client:
    with_email(world, "layla", OLD)
    client = logged_in(world, "layla")
    world.deliver()
    world.mailbag.mails.clear()
    return client


def ask(client: Client, email: str = NEW) -> Any:
    return client.post(PAGE, {"email": email})


def mails(world: Any, to: str) -> list[str]:
    world.deliver()
    return [text for address, _, text in world.mailbag.mails if address == to]


def link(world: Any, to: str = NEW) -> str:
    found = re.findall(r"http://testserver(/email/\S+)", mails(world, to)[-1])
    assert found
    return str(found[0])


def test_the_new_address_gets_one_link_and_nothing_changes_before_its_button(world: Any, layla: Client) -> None:
    assert ask(layla)["Location"] == "/settings?changed=email-asked"
    assert len(mails(world, NEW)) == 1
    assert not mails(world, OLD)
    assert "example.com" not in link(world), "nothing personal in an address bar"
    for method in ("get", "head"):
        assert getattr(at(), method)(link(world)).status_code == 200
    assert who(world).email == OLD


def test_its_button_binds_it_and_old_and_new_address_and_phone_are_told(world: Any, layla: Client) -> None:
    ask(layla)
    assert "صار هذا بريد حسابك" in at().post(link(world)).content.decode()
    assert who(world).email == NEW
    assert "صار هذا بريد حسابك" in mails(world, NEW)[-1]
    assert "غُيّر البريد الإلكتروني" in mails(world, OLD)[-1]
    assert "غُيّر البريد الإلكتروني" in world.pocket.last(world.cast["layla"]["phone"])
    account = who(world).account
    at().post(re.findall(r"http://testserver(/not-you/\S+)", mails(world, OLD)[-1])[0])
    assert holder(account).state == "suspended", "the former address can still stop it"


def test_a_second_press_finds_it_done(world: Any, layla: Client) -> None:
    ask(layla)
    for _ in range(2):
        assert at().post(_first_link(world)).status_code == 200
    assert Event.objects.filter(type="account.change_email").count() == 1
    assert Address.objects.filter(account__uuid=who(world).account, kind="email", revoked_at=None).count() == 1


def _first_link(world: Any) -> str:
    found = [re.findall(r"http://testserver(/email/\S+)", text) for text in mails(world, NEW)]
    return str(next(one[0] for one in found if one))


def test_an_account_without_an_e_mail_gets_its_first(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    ask(client)
    at().post(link(world))
    assert who(world, "omar").email == NEW


def test_the_address_of_the_registration_that_was_never_confirmed_is_confirmed_this_way(world: Any) -> None:
    activated(world, "omar", email=OLD)
    client = logged_in(world, "omar")
    assert who(world, "omar").email is None
    ask(client, OLD)
    at().post(link(world, OLD))
    assert who(world, "omar").email == OLD


def test_a_link_lives_a_day(world: Any, layla: Client) -> None:
    ask(layla)
    found = link(world)
    world.wait(86400 - 60)
    assert at().get(found).status_code == 200
    world.wait(120)
    assert [at().get(found).status_code, at().post(found).status_code] == [410, 410]
    assert who(world).email == OLD


@pytest.mark.parametrize("deed", ["everywhere", "password", "another"])
def test_a_link_of_before_does_nothing_after(world: Any, layla: Client, deed: str) -> None:
    """A thief's link does not outlive the owner's new password."""
    ask(layla, "thief@example.com")
    found = link(world, "thief@example.com")
    if deed == "everywhere":
        layla.post("/settings/log-out-everywhere")
    elif deed == "password":
        layla.post("/settings/password", {"password": "سحابة-بيضاء-2027", "again": "سحابة-بيضاء-2027"})
    else:
        ask(layla, NEW)
        at().post(link(world))
    before = who(world).email
    assert at().post(found).status_code == 410
    assert who(world).email == before


@pytest.mark.parametrize("email", ["", "layla", "layla@", "a" * 130 + "@example.com", "<b>@example.com"])
def test_what_is_no_address_is_said_and_nothing_is_sent(world: Any, layla: Client, email: str) -> None:
    answer = ask(layla, email)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Event.objects.filter(type="account.ask_email").exists()


def test_nobodys_mailbox_is_flooded(world: Any, layla: Client) -> None:
    for _ in range(3):
        assert ask(layla).status_code == 302
    assert ask(layla).status_code == 429
    assert len(mails(world, NEW)) == 3


@pytest.mark.parametrize("token", ["x", "a" * 2000, "ÿ", "%00", "=="])
def test_nonsense_is_answered_like_a_link_that_is_over(db: None, token: str) -> None:
    assert at().get(f"/email/{token}").status_code in {404, 410}
    assert at().post(f"/email/{token}").status_code in {404, 410}


def test_long_after_logging_in_the_password_comes_first_and_then_it_is_sent(world: Any, layla: Client) -> None:
    world.wait(5 * 60 + 1)
    asked = ask(layla)["Location"]
    assert asked.startswith("/confirm?")
    assert not mails(world, NEW)
    kept = re.findall(r"kept=([\w-]+)", asked)[0]
    assert confirmed(world, layla, {"kept": kept})["Location"] == "/settings?changed=email-asked"
    assert len(mails(world, NEW)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_links_pressed_at_once_one_binds(world: Any, trials: Any) -> None:
    activated(world, "layla", email=OLD)
    account = who(world).account
    confirm_address(account=account, kind="email", text=OLD, by=Actor("person"))
    for number in range(trials(20)):
        client, found = logged_in(world, "layla"), []
        for side in ("a", "b"):
            address = f"{side}{number}@example.com"
            ask(client, address)
            found.append(link(world, address).rpartition("/")[2])
        results = at_once([lambda token=token: bind_email(token=token, by=SYSTEM) for token in found])
        assert sorted(type(one) for one in results if one is not None) == [LinkOver]
        assert Event.objects.filter(type="account.change_email").count() == number + 1
        assert Address.objects.filter(account__uuid=account, kind="email", revoked_at=None).count() == 1
        world.wait(86401)
