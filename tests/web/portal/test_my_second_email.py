"""A second e-mail: nothing before its link; then security notices go to every address, and R9 holds for it as well."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from bawaba.core import clock
from bawaba.core.clock import RIYADH
from bawaba.identity.accounts.addresses import addresses_to_warn
from bawaba.identity.accounts.models import Account, Address
from bawaba.identity.accounts.new_email import bind_email
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.accounts.repudiation import LinkOver
from bawaba.journal.commands import enqueue
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from bawaba.messaging.commands import write_messages
from bawaba.messaging.rules import Wishes
from bawaba.messaging.wishing import set_wishes
from people import activated, at, confirmed, logged_in, with_email
from races import at_once

pytestmark = pytest.mark.django_db
PAGE, FIRST_PAGE = "/settings/second-email", "/settings/email"
FIRST, SECOND = "layla@example.com", "layla.second@example.com"
NEW_PASSWORD = {"password": "سحابة-بيضاء-2027", "again": "سحابة-بيضاء-2027"}


def who(world: Any) -> Any:
    account = live_account_of_number(world.cast["layla"]["number"])
    assert account
    return holder(account)


@pytest.fixture
def layla(world: Any) -> Client:
    with_email(world, "layla", FIRST)
    client = logged_in(world, "layla")
    world.deliver()
    world.mailbag.mails.clear()
    return client


def mails(world: Any, to: str) -> list[str]:
    world.deliver()
    return [text for address, _, text in world.mailbag.mails if address == to]


def link(world: Any, to: str = SECOND) -> str:
    return str(re.findall(r"http://testserver(/email/\S+)", "\n".join(mails(world, to)))[-1])


def bound(world: Any, client: Client) -> None:
    client.post(PAGE, {"email": SECOND})
    assert at().post(link(world)).status_code == 200
    assert (who(world).email, who(world).second_email) == (FIRST, SECOND)


def test_the_address_gets_one_link_and_nothing_else_before_its_button(world: Any, layla: Client) -> None:
    assert layla.post(PAGE, {"email": SECOND})["Location"] == "/settings?changed=email-asked"
    layla.post("/settings/password", NEW_PASSWORD)
    assert len(mails(world, SECOND)) == 1
    assert len(mails(world, FIRST)) == 1, "the notice of the new password"
    assert "example.com" not in link(world)
    assert who(world).second_email is None


def test_its_button_binds_it_the_first_stays_and_all_others_are_told(world: Any, layla: Client) -> None:
    bound(world, layla)
    assert "البريد الثاني لحسابك" in mails(world, SECOND)[-1]
    for told in (mails(world, FIRST)[-1], world.pocket.last(world.cast["layla"]["phone"])):
        assert "أُضيف إلى حسابك في بوابة بريد ثانٍ" in told
    assert at().post(link(world)).status_code == 200, "a second press finds it done"
    assert Event.objects.filter(type="account.change_second_email").count() == 1
    assert SECOND in layla.get(PAGE).content.decode()


def test_security_notices_go_to_every_address(world: Any, layla: Client) -> None:
    bound(world, layla)
    before = {address: len(mails(world, address)) for address in (FIRST, SECOND)}
    layla.post("/settings/password", NEW_PASSWORD)
    for address, count in before.items():
        (notice,) = mails(world, address)[count:]
        assert "/not-you/" in notice


def test_from_the_second_address_one_can_say_that_it_was_not_one(world: Any, layla: Client) -> None:
    bound(world, layla)
    layla.post(f"{PAGE}/remove")
    (way,) = re.findall(r"http://testserver(/not-you/\S+)", mails(world, SECOND)[-1])
    at().post(way)
    assert who(world).state == "suspended"


def test_after_an_attended_proof_it_can_only_freeze(world: Any, layla: Client) -> None:
    """R9: no address from before the person stood before an officer is trusted to suspend."""
    bound(world, layla)
    account = who(world).account
    assert [trusted for _, trusted in addresses_to_warn(account)] == [True, True, True]
    world.wait(60)
    Account.objects.filter(uuid=account).update(attended_at=clock.now())
    assert not any(trusted for _, trusted in addresses_to_warn(account))
    layla.post(f"{PAGE}/remove")
    for address, notice in ((FIRST, mails(world, FIRST)[-1]), (SECOND, mails(world, SECOND)[-1])):
        at().post(re.findall(r"http://testserver(/not-you/\S+)", notice)[0])
        assert (who(world).state, who(world).frozen_until_attended) == ("active", True), address


def test_it_is_removed_and_every_address_is_told_once(world: Any, layla: Client) -> None:
    bound(world, layla)
    for _ in range(2):
        assert layla.post(f"{PAGE}/remove")["Location"] == "/settings?changed=second-email-removed"
    assert (who(world).email, who(world).second_email) == (FIRST, None)
    for told in (mails(world, FIRST), mails(world, SECOND)):
        assert len([one for one in told if "أُزيل البريد الثاني" in one]) == 1
    assert Event.objects.filter(type="account.remove_second_email").count() == 1
    layla.post("/settings/password", NEW_PASSWORD)
    assert "كلمة" not in mails(world, SECOND)[-1]


@pytest.mark.parametrize("taken", ["second", "first"])
def test_letters_held_for_one_address_still_wait_when_the_other_is_taken_away(
    world: Any, layla: Client, taken: str
) -> None:
    bound(world, layla)
    her, hour = who(world), clock.now().astimezone(RIYADH).hour
    night = Wishes(case=frozenset({"email"}), quiet=(hour, (hour + 12) % 24))
    with transaction.atomic():
        enqueue(*set_wishes(subject=her.account, wishes=night))
        held = write_messages(
            template="application-approved",
            to=her.recipient(),
            values={"reference": "AB12CD34EF56"},
            channels=("email",),
            by=SYSTEM,
        )
        enqueue(*held)
    if taken == "second":
        layla.post(f"{PAGE}/remove")
    else:
        layla.post(FIRST_PAGE, {"email": "third@example.com"})
        at().post(link(world, "third@example.com"))
    stays, goes = (FIRST, SECOND) if taken == "second" else (SECOND, FIRST)
    world.wait(13 * 3600)
    assert [len([one for one in mails(world, to) if "AB12" in one]) for to in (stays, goes)] == [1, 0]


def test_a_link_of_before_the_removal_does_nothing_after(world: Any, layla: Client) -> None:
    bound(world, layla)
    layla.post(PAGE, {"email": "third@example.com"})
    third = link(world, "third@example.com")
    layla.post(f"{PAGE}/remove")
    assert at().post(third).status_code == 410
    assert who(world).second_email is None


@pytest.mark.parametrize("deed", ["everywhere", "password"])
def test_a_thiefs_link_does_not_outlive_being_out_everywhere(world: Any, layla: Client, deed: str) -> None:
    layla.post(PAGE, {"email": "thief@example.com"})
    found = link(world, "thief@example.com")
    if deed == "everywhere":
        layla.post("/settings/log-out-everywhere")
    else:
        layla.post("/settings/password", NEW_PASSWORD)
    assert at().post(found).status_code == 410
    assert who(world).second_email is None


def test_one_address_is_not_both(world: Any, layla: Client) -> None:
    answer = layla.post(PAGE, {"email": FIRST.upper()})
    assert "هذا بريدك الأول" in answer.content.decode()
    bound(world, layla)
    assert "هذا بريدك الثاني" in layla.post(FIRST_PAGE, {"email": SECOND}).content.decode()


def test_nor_by_two_links_asked_for_together(world: Any, layla: Client) -> None:
    layla.post(PAGE, {"email": "both@example.com"})
    first = link(world, "both@example.com")
    layla.post(FIRST_PAGE, {"email": "both@example.com"})
    second = link(world, "both@example.com")
    assert first != second
    assert [at().post(first).status_code, at().post(second).status_code] == [200, 410]
    assert (who(world).email, who(world).second_email) == (FIRST, "both@example.com")


@pytest.mark.parametrize("email", ["", "layla", "a" * 130 + "@example.com", "<b>@example.com"])
def test_what_is_no_address_is_said_and_nothing_is_sent(world: Any, layla: Client, email: str) -> None:
    answer = layla.post(PAGE, {"email": email})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Event.objects.filter(type="account.ask_email").exists()


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}/remove"])
def test_long_after_logging_in_the_password_comes_first_and_then_it_is_done(
    world: Any, layla: Client, address: str
) -> None:
    bound(world, layla)
    world.wait(5 * 60 + 1)
    asked = layla.post(address, {"email": "third@example.com"})["Location"]
    assert asked.startswith("/confirm?")
    assert who(world).second_email == SECOND
    assert not mails(world, "third@example.com")
    kept = re.findall(r"kept=([\w-]+)", asked)[0]
    assert "changed=" in confirmed(world, layla, {"kept": kept})["Location"]


@pytest.mark.django_db(transaction=True)
def test_of_two_links_pressed_at_once_one_binds(world: Any, trials: Any) -> None:
    activated(world, "layla", email=FIRST)
    account = who(world).account
    for number in range(trials(20)):
        client, found = logged_in(world, "layla"), []
        for side in ("a", "b"):
            address = f"{side}{number}@example.com"
            client.post(PAGE, {"email": address})
            found.append(link(world, address).rpartition("/")[2])
        results = at_once([lambda token=token: bind_email(token=token, by=SYSTEM) for token in found])
        assert sorted(type(one) for one in results if one is not None) == [LinkOver]
        assert Address.objects.filter(account__uuid=account, kind="other", revoked_at=None).count() == 1
        world.wait(86401)
