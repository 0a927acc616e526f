"""What the register reports of a death or a family: heard within a minute, done once, and nobody acts in between."""

from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from bawaba.cases.catalogue import services
from bawaba.cases.concerns import Concerned
from bawaba.cases.drafting import save_draft
from bawaba.cases.guardianship import stop_what_is_begun_for_strangers
from bawaba.cases.models import Application
from bawaba.cases.submission import Request
from bawaba.core import clock
from bawaba.identity.accounts import hearing
from bawaba.identity.accounts.commands import move_account
from bawaba.identity.accounts.dying import end_for_death
from bawaba.identity.accounts.models import Account, Session
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.accounts.sleeping import look_at
from bawaba.identity.delegation.commands import IllegalMove
from bawaba.identity.delegation.models import Delegation
from bawaba.journal.models import Event, Outbox
from bawaba.journal.ports import SYSTEM
from bawaba.messaging.queries import letters_of
from bawaba.registers.models import NewsPlace
from bawaba.registers.ports import RegisterUnavailable
from bawaba.registers.queries import person
from bawaba_sandbox.register.world import die, end_guardianship
from delegations import accept, acceptance_by, face_of, offer
from payers import PERSON, account_of
from people import activated, give_details, logged_in
from races import at_once

pytestmark = pytest.mark.django_db
HOUSE = ("omar", "mariam", "yusuf")


@pytest.fixture
def family(world: Any) -> Any:
    """Omar, head of his household, and Mariam with accounts; afterwards everybody lives again."""
    before = {slug: world.person(slug) for slug in (*HOUSE, "layla")}
    for slug in ("omar", "mariam"):
        activated(world, slug)
        world.wait(31)
    hear(world)
    yield world
    for record in before.values():
        world.store.change_person(record["person_key"], **record)


def hear(world: Any) -> None:
    """The clock strikes, and workers do what follows."""
    hearing.hear(clock.now())
    world.deliver()


def dies(world: Any, slug: str) -> None:
    die(world.store, world.cast[slug]["person_key"])


def state(account: UUID) -> str:
    return str(Account.objects.get(uuid=account).state)


def letters(account: UUID) -> list[str]:
    return [str(one.title) for one in letters_of(account, "ar")]


def ended(account: UUID) -> int:
    return Event.objects.filter(type="account.end", subject=account).count()


def test_a_death_closes_the_account_and_nothing_goes_to_that_phone(family: Any) -> None:
    omar, client = account_of(family, "omar"), logged_in(family, "omar")
    before = len([one for to, one in family.pocket.texts if to == family.cast["omar"]["phone"]])
    dies(family, "omar")
    hear(family)
    assert state(omar) == "closed"
    assert not Session.objects.filter(account=omar).exists()
    assert client.get("/home")["Location"].startswith("/login")
    family.wait(31)
    assert not give_details(Client(), "omar")
    assert len([one for to, one in family.pocket.texts if to == family.cast["omar"]["phone"]]) == before
    assert Event.objects.get(type="account.end").data == {"reason": "died"}


def test_the_household_is_told_once_in_the_inbox_and_a_dependent_sleeps(family: Any) -> None:
    omar, mariam = account_of(family, "omar"), account_of(family, "mariam")
    dies(family, "omar")
    # the record of who has died still names the household here, and Mariam's no longer names a head
    for _ in range(3):
        hear(family)
        family.wait(61)
    assert letters(mariam).count("تعازينا لكم") == 1
    assert not [one for _, one in family.pocket.texts if "بوفاة" in one]
    assert state(mariam) == "asleep"
    assert ended(omar) == 1
    family.store.change_person(family.cast["mariam"]["person_key"], head_of_household="another-head")
    hear(family)
    assert state(mariam) == "active", "another head of household is written down"


def test_delegations_both_ways_end(family: Any) -> None:
    activated(family, "layla")
    family.wait(31)
    given = offer(family, "omar", family.cast["layla"]["number"])
    received = offer(family, "layla", family.cast["omar"]["number"])
    accept(family, given, "layla")
    accept(family, received, "omar")
    dies(family, "omar")
    hear(family)
    assert {str(Delegation.objects.get(uuid=one).state) for one in (given, received)} == {"ended"}


@pytest.mark.parametrize("before", ["pause", "suspend", "sleep"])
def test_whatever_state_it_was_in(family: Any, before: str) -> None:
    omar = account_of(family, "omar")
    move_account(account=omar, move=before, by=SYSTEM)
    dies(family, "omar")
    hear(family)
    assert state(omar) == "closed"


def test_a_citizen_too_and_by_the_look_after_a_log_in(world: Any) -> None:
    activated(world, "layla")
    layla, before = account_of(world, "layla"), world.person("layla")
    try:
        dies(world, "layla")
        world.wait(11 * 60)
        look_at(account=layla, by=SYSTEM)
        assert state(layla) == "closed"
        look_at(account=layla, by=SYSTEM)
        assert ended(layla) == 1
    finally:
        world.store.change_person(before["person_key"], **before)


def test_a_silent_register_ends_nothing_and_is_asked_again(family: Any, monkeypatch: Any) -> None:
    omar, place = account_of(family, "omar"), NewsPlace.objects.get().place
    dies(family, "omar")
    family.app.extensions["switches"]["register"] = "down"
    hear(family)
    assert (state(omar), NewsPlace.objects.get().place) == ("active", place)
    family.app.extensions["switches"].clear()
    family.wait(31)
    hear(family)
    assert state(omar) == "closed"


def test_what_was_heard_is_heard_by_one_worker(family: Any) -> None:
    dies(family, "omar")
    hearing.hear(clock.now())
    waiting = Outbox.objects.filter(kind="accounts.look").count()
    hearing.hear(clock.now())
    assert Outbox.objects.filter(kind="accounts.look").count() == waiting


def test_the_person_who_has_died_by_mistake_registers_again(family: Any) -> None:
    old = account_of(family, "omar")
    dies(family, "omar")
    hear(family)
    family.store.change_person(family.cast["omar"]["person_key"], alive=True)
    hear(family)
    family.wait(61)
    activated(family, "omar", user_name="omar.again")
    assert account_of(family, "omar") != old


def draft_for(world: Any, relative: str) -> UUID:
    one = world.person(relative)
    concerned = Concerned(one["person_key"], one["names"]["ar"]["first"], one["names"]["en"]["first"], "child")
    asked = Request(services()["exit-reentry-visa"], account_of(world, "omar"), one["person_key"], {}, concerned, None)
    return save_draft(asked=asked, posted=None, by=PERSON)


def test_a_guardianship_that_ends_stops_what_was_begun_and_both_hear_of_it(family: Any) -> None:
    omar, mariam = account_of(family, "omar"), account_of(family, "mariam")
    for_mariam, for_yusuf = draft_for(family, "mariam"), draft_for(family, "yusuf")
    hear(family)
    end_guardianship(family.store, *(family.cast[one]["person_key"] for one in ("omar", "mariam")))
    hear(family)
    assert Application.objects.get(uuid=for_mariam).state == "cancelled"
    assert Application.objects.get(uuid=for_yusuf).state == "draft"
    assert "انتهى تصرفك عن غيرك" in letters(omar)
    assert "انتهى تصرف غيرك عنك" in letters(mariam)
    stop_what_is_begun_for_strangers({"subject": str(omar)})
    assert letters(omar).count("انتهى تصرفك عن غيرك") == 1
    household = person(family.cast["omar"]["person_key"]).value.household
    assert family.cast["mariam"]["person_key"] not in {one.person_key for one in household}


def test_the_power_to_act_is_gone_before_a_worker_has_looked(family: Any) -> None:
    """What is cached of the guardian is forgotten in the transaction that hears of it."""
    omar = family.cast["omar"]["person_key"]
    person(omar)
    end_guardianship(family.store, omar, family.cast["mariam"]["person_key"])
    hearing.hear(clock.now())
    known = person(omar, max_age=hearing.timedelta(hours=1)).value
    assert family.cast["mariam"]["person_key"] not in {one.person_key for one in known.household}


def test_a_stale_answer_stops_no_draft(family: Any, monkeypatch: Any) -> None:
    draft = draft_for(family, "mariam")
    end_guardianship(family.store, *(family.cast[one]["person_key"] for one in ("omar", "mariam")))
    family.app.extensions["switches"]["register"] = "down"
    family.wait(11 * 60)
    with pytest.raises(RegisterUnavailable):
        stop_what_is_begun_for_strangers({"subject": str(account_of(family, "omar"))})
    family.app.extensions["switches"].clear()
    assert Application.objects.get(uuid=draft).state == "draft"


@pytest.mark.django_db(transaction=True)
def test_a_death_and_a_delegation_accepted_in_the_same_moment(world: Any, trials: Any) -> None:
    for slug in ("omar", "khalid"):
        activated(world, slug)
        world.wait(31)
    omar, khalid = account_of(world, "omar"), account_of(world, "khalid")
    found = person(world.cast["khalid"]["person_key"]).value
    for _ in range(trials(20)):
        handle = offer(world, "omar", world.cast["khalid"]["number"])
        death = partial(end_for_death, who=holder(khalid), person=found, by=SYSTEM)
        said, took = at_once([death, acceptance_by(face_of(world, "khalid"), handle)])
        assert said is True
        assert took is None or isinstance(took, IllegalMove), took
        world.deliver()
        row = Delegation.objects.get(uuid=handle)
        assert row.state in ("ended", "offered"), "nobody is left who may act"
        assert (row.state == "ended") == (took is None)
        Delegation.objects.all().delete()
        Account.objects.filter(uuid=khalid).update(state="active")
        assert live_account_of_number(world.cast["omar"]["number"]) == omar


@pytest.mark.django_db(transaction=True)
def test_eight_workers_hear_of_one_death(world: Any, trials: Any) -> None:
    for slug in ("omar", "mariam"):
        activated(world, slug)
        world.wait(31)
    omar, mariam = account_of(world, "omar"), account_of(world, "mariam")
    found = person(world.cast["omar"]["person_key"]).value
    for number in range(1, trials(10) + 1):
        who = holder(omar)
        done = at_once([partial(end_for_death, who=who, person=found, by=SYSTEM)] * 8)
        assert sorted(done) == [False] * 7 + [True]
        assert ended(omar) == number
        world.deliver()
        assert letters(mariam).count("تعازينا لكم") == number
        Account.objects.filter(uuid=omar).update(state="active")
