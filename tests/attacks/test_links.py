"""Links in messages: whoever opens them, mail scanner or old phone, moves nothing that is not theirs to move."""

import re
from contextlib import suppress
from typing import Any

import pytest
from django.apps import apps

from applicants import Applicant
from bawaba.identity.accounts.addresses import confirm_address
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.accounts.repudiation import LinkOver, power_of
from bawaba.journal.models import Event
from bawaba.journal.ports import Actor
from people import activated, at, give_details

pytestmark = pytest.mark.django_db
NOT_MOVED_BY_PEOPLE = {"Session", "Tally", "CachedFact", "ClockJob", "ContentType", "Permission"}
PHONES = ("+966500009911", "+966500009922")


def links(world: Any, phone: str = "", shape: str = r"\S+") -> list[str]:
    """Every link of every message, or of those to one phone, oldest first."""
    sent = [(to, text) for to, text in world.pocket.texts] + [(to, text) for to, _, text in world.mailbag.mails]
    found = [re.findall(rf"http://testserver(/{shape})", text) for to, text in sent if not phone or to == phone]
    return [link for each in found for link in each]


def everything() -> dict[str, list[Any]]:
    """Every row that an act would change."""
    models = [model for model in apps.get_models() if model.__name__ not in NOT_MOVED_BY_PEOPLE]
    return {model.__name__: sorted(model.objects.values_list(), key=str) for model in models}


def told_of_everything(world: Any) -> None:
    """Messages of a registration with e-mail, a bank's code, a kiosk's first log-in, an activation and a rebind."""
    begun = Applicant(world).until("identify")
    begun.contact(email="layla@example.com")
    begun.prove()
    begun.submit()
    world.bank_attest(world.attestor("palm-bank", "bank"), "omar")
    activated(world, "sami")
    kiosk = world.attestor("kiosk-1")
    world.attest(kiosk, "khalid", world.visit(kiosk, "khalid"), use=False)
    world.wait(31)
    world.attest(kiosk, "sami", world.visit(kiosk, "sami", phone=PHONES[0]), use=False)
    world.deliver()


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_mail_scanner_that_opens_every_link_moves_nothing(world: Any, method: str) -> None:
    told_of_everything(world)
    found = links(world)
    kinds = {link.split("/")[1] for link in found}
    assert kinds >= {"not-you", "register", "complete", "first-login"}, kinds
    before = everything()
    for link in found * 2:
        assert getattr(at(), method)(link).status_code in {200, 302, 405}, link
    assert everything() == before


def test_an_old_phone_that_suspends_again_and_again_ends_at_the_counter(world: Any) -> None:
    """Each rebind tells it once more; it may freeze what is sensitive until attended proof, and never suspends."""
    activated(world, "omar")
    old, (new, newer) = world.cast["omar"]["phone"], PHONES
    account = live_account_of_number(world.cast["omar"]["number"])
    kiosk, counter = world.attestor("kiosk-1"), world.attestor("counter-1", "counter")
    world.attest(kiosk, "omar", world.visit(kiosk, "omar", phone=new), use=False)
    world.deliver()
    press(links(world, old, r"not-you/\S+"), 200)
    assert (holder(account).state, frozen(account)) == ("active", True)
    world.attest(counter, "omar", world.visit(counter, "omar", phone=newer), use=False)
    world.deliver()
    assert not frozen(account)
    press(links(world, old, r"not-you/\S+"), 410)
    assert (holder(account).state, frozen(account)) == ("active", False)
    assert not Event.objects.filter(type="account.suspend").exists()


def test_links_of_an_old_phone_that_were_never_pressed_die_at_the_counter(world: Any) -> None:
    activated(world, "omar")
    old, new = world.cast["omar"]["phone"], PHONES[0]
    account = live_account_of_number(world.cast["omar"]["number"])
    kiosk, counter = world.attestor("kiosk-1"), world.attestor("counter-1", "counter")
    world.attest(kiosk, "omar", world.visit(kiosk, "omar", phone=new), use=False)
    world.deliver()
    world.wait(31)
    world.attest(counter, "omar", world.visit(counter, "omar", phone=new), use=False)
    world.deliver()
    press(links(world, old, r"not-you/\S+"), 410)
    assert not frozen(account)
    assert not Event.objects.filter(type="account.repudiate").exists()


def test_an_e_mail_of_before_can_suspend_until_an_officer_has_seen_the_owner_and_then_only_freeze(world: Any) -> None:
    """Somebody's confirmed address in my account: a kiosk leaves it its power, a counter takes it, for every later rebind."""
    strange = "sami@example.com"
    activated(world, "omar", email=strange)
    account = live_account_of_number(world.cast["omar"]["number"])
    assert account
    confirm_address(account=account, kind="email", text=strange, by=Actor("person"))
    kiosk, counter = world.attestor("kiosk-1"), world.attestor("counter-1", "counter")
    found = []
    for attestor, phone in ((kiosk, PHONES[0]), (counter, PHONES[0]), (kiosk, PHONES[1])):
        world.wait(31)
        world.attest(attestor, "omar", world.visit(attestor, "omar", phone=phone), use=False)
        world.deliver()
        found.append(powers(world, strange))
    assert found == [["suspend"], ["freeze"], ["freeze", "freeze"]]
    for token in mailed(world, strange):
        at().post(f"/not-you/{token}")
    assert (holder(account).state, frozen(account)) == ("active", True)
    assert not Event.objects.filter(type="account.suspend").exists()


def mailed(world: Any, address: str) -> list[str]:
    """Tokens of every link that was mailed there, oldest first."""
    found = [re.findall(r"/not-you/(\S+)", text) for to, _, text in world.mailbag.mails if to == address]
    return [token for each in found for token in each]


def powers(world: Any, address: str) -> list[str]:
    """What the links that still work may do."""
    alive = []
    for token in mailed(world, address):
        with suppress(LinkOver):
            alive.append(power_of(token))
    return alive


def test_the_old_phones_password_and_code_are_dead_after_the_rebind(world: Any) -> None:
    activated(world, "omar")
    kiosk = world.attestor("kiosk-1")
    world.attest(kiosk, "omar", world.visit(kiosk, "omar", phone=PHONES[0]), use=False)
    world.deliver()
    assert not give_details(at(), "omar")
    code = world.pocket.opening_code(PHONES[0])
    assert code not in " ".join(text for to, text in world.pocket.texts if to == world.cast["omar"]["phone"])


def press(found: list[str], status: int) -> None:
    """Every button of these links."""
    assert found
    assert {at().post(link).status_code for link in found} == {status}


def frozen(account: Any) -> bool:
    return bool(holder(account).frozen_until_attended)
