"""A letter wakes the browsers of its reader, as they wish and when it may; nothing personal goes there, and one browser is one person's."""

import json
import uuid
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import httpx
import pytest
from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.core.clock import RIYADH
from bawaba.journal.commands import enqueue
from bawaba.journal.delivery import deliver
from bawaba.journal.keys import keyring
from bawaba.journal.models import Event, Outbox
from bawaba.journal.ports import SYSTEM
from bawaba.messaging import browsers
from bawaba.messaging.browsers import (
    TooManyBrowsers,
    UnknownService,
    application_key,
    browsers_of,
    give_up_browsers,
    keep_browser,
    known_browsers,
)
from bawaba.messaging.commands import write_messages
from bawaba.messaging.models import Browser, Message
from bawaba.messaging.ports import Recipient, Subscription
from bawaba.messaging.rules import Wishes, wakes
from bawaba.messaging.shelf import templates
from bawaba.messaging.waking import nudge_for
from bawaba.messaging.wishing import set_wishes
from bawaba_sandbox.push.software import SoftwareBrowser
from races import at_once

pytestmark = pytest.mark.django_db
NIGHT = (22, 7)
VALUES = {"reference": "AB12CD34EF56", "office": "مكتب", "code": "123456", "host": "portal.example"}
LETTER = ("inbox", "sms")


def software(world: Any) -> SoftwareBrowser:
    client = httpx.Client(base_url="http://sandbox", transport=httpx.WSGITransport(app=world.app))
    return SoftwareBrowser("", application_key(), client)


def allow(subject: UUID, browser: SoftwareBrowser, device: str = "") -> UUID | None:
    with transaction.atomic():
        told = Subscription(**browser.told())
        return keep_browser(subject=subject, subscription=told, device=device, browser="firefox", system="linux")


def write(subject: UUID, template: str = "appointment-booked", channels: Any = LETTER, language: str = "ar") -> None:
    to = Recipient(subject, language, "+966500000101", "layla@example.com")
    values = VALUES | {"moment": (clock.now() + timedelta(days=3)).isoformat()}
    with transaction.atomic():
        enqueue(*write_messages(template=template, to=to, values=values, channels=channels, by=SYSTEM))


def texts(browser: SoftwareBrowser) -> list[Any]:
    return [one["text"] for one in browser.fetch()]


@pytest.fixture
def layla() -> UUID:
    return uuid.uuid4()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_browser_learns_the_language_and_nothing_else(world: Any, layla: UUID, language: str) -> None:
    both = [software(world) for _ in range(2)]
    for one in both:
        allow(layla, one)
    write(layla, language=language)
    world.deliver()
    assert [texts(one) for one in both] == [[{"language": language}]] * 2
    rows = Message.objects.filter(channel="push")
    assert {(row.state, row.values, row.destination) for row in rows} == {("handed_over", None, None)}


def test_without_a_letter_nothing_wakes_anybody(world: Any, layla: UUID) -> None:
    browser = software(world)
    allow(layla, browser)
    write(layla, "login-code", ("sms",))
    world.deliver()
    assert texts(browser) == []
    assert not Message.objects.filter(channel="push").exists()


def test_several_letters_while_the_device_is_off_wake_it_once(world: Any, layla: UUID) -> None:
    browser = software(world)
    allow(layla, browser)
    for _ in range(3):
        write(layla)
    world.deliver()
    assert Message.objects.filter(channel="push", state="handed_over").count() == 3
    assert texts(browser) == [{"language": "ar"}]


def test_no_address_and_no_key_stands_anywhere_in_clear(world: Any, layla: UUID, caplog: Any) -> None:
    browser = software(world)
    allow(layla, browser)
    row, secrets = Browser.objects.get(), list(browser.told().values())
    write(layla)
    kept = (
        bytes(row.sealed)
        + bytes(row.place_index)
        + json.dumps([*Outbox.objects.values_list("payload", flat=True)]).encode()
    )
    kept += b"".join(bytes(one.destination) for one in Message.objects.filter(channel="push"))
    browser.unsubscribe()
    world.deliver()
    said = json.dumps([*Event.objects.values_list("data", flat=True)]) + caplog.text
    assert not any(secret.encode() in kept or secret in said for secret in secrets)


@pytest.mark.parametrize(
    ("kind", "wishes", "woken"),
    [
        ("case", Wishes(case=frozenset()), True),
        ("case", Wishes(case_push=False), False),
        ("case", Wishes(reminder_push=False, reminders=False), True),
        ("reminder", Wishes(reminder_push=False), False),
        ("reminder", Wishes(reminders=False), False),
        ("reminder", Wishes(case_push=False), True),
        ("security", Wishes(case_push=False, reminder_push=False, reminders=False), True),
        ("registration", None, False),
        ("case", None, True),
    ],
)
def test_what_wishes_mean(kind: Any, wishes: Wishes | None, woken: bool) -> None:
    template = replace(templates()["appointment-booked"], kind=kind, urgent=False)
    assert wakes(template, wishes) is woken


def test_a_wish_is_heeded(world: Any, layla: UUID) -> None:
    browser = software(world)
    allow(layla, browser)
    set_wishes(subject=layla, wishes=Wishes(case_push=False))
    write(layla)
    world.deliver()
    assert texts(browser) == []
    assert Message.objects.filter(channel="inbox").count() == 1, "the letter is there"


def at_night(world: Any, layla: UUID) -> SoftwareBrowser:
    """A browser, quiet hours that hold now, and a letter written in them."""
    browser, here = software(world), clock.now().astimezone(RIYADH).hour
    allow(layla, browser)
    set_wishes(subject=layla, wishes=Wishes(quiet=(here, (here + 2) % 24)))
    write(layla)
    world.deliver()
    assert texts(browser) == []
    return browser


def test_quiet_hours_hold_it_and_their_end_lets_it_go(world: Any, layla: UUID) -> None:
    browser = at_night(world, layla)
    world.wait(2 * 3600)
    world.deliver()
    assert texts(browser) == [{"language": "ar"}]


def test_what_is_held_follows_a_new_wish(world: Any, layla: UUID) -> None:
    browser = at_night(world, layla)
    with transaction.atomic():
        enqueue(*set_wishes(subject=layla, wishes=Wishes(case_push=False)))
    world.wait(3 * 3600)
    world.deliver()
    assert texts(browser) == []
    assert Message.objects.get(channel="push").state == "dropped"


def test_what_is_held_goes_at_once_when_quiet_hours_are_switched_off(world: Any, layla: UUID) -> None:
    browser = at_night(world, layla)
    with transaction.atomic():
        enqueue(*set_wishes(subject=layla, wishes=Wishes()))
    world.deliver()
    assert texts(browser) == [{"language": "ar"}]


def test_what_waits_finds_nobody_once_the_browser_was_given_up(world: Any, layla: UUID) -> None:
    browser = at_night(world, layla)
    give_up_browsers(subject=layla)
    world.wait(3 * 3600)
    world.deliver()
    assert texts(browser) == []
    assert Message.objects.get(channel="push").state == "failed"


def test_a_browser_that_left_is_forgotten_and_its_owner_may_know(world: Any, layla: UUID) -> None:
    browser = software(world)
    allow(layla, browser)
    browser.unsubscribe()
    write(layla)
    world.deliver()
    assert browsers_of(layla) == []
    assert [*Event.objects.filter(type="browser.gone").values_list("subject", flat=True)] == [layla]
    assert Outbox.objects.filter(kind="messaging.deliver", ended_at__isnull=True).count() == 0


def test_a_busy_service_is_asked_again_when_it_said(world: Any, layla: UUID) -> None:
    """At once otherwise: a first repetition waits for nothing."""
    browser = software(world)
    allow(layla, browser)
    world.app.extensions["switches"]["push"] = "busy"
    write(layla, channels=("inbox",))
    row = Outbox.objects.get(kind="messaging.deliver", ended_at__isnull=True)
    before = clock.now()
    again = deliver(row.pk)
    assert again is not None
    assert again - before >= timedelta(seconds=1)
    world.app.extensions["switches"].clear()
    assert deliver(row.pk) is not None, "not yet"
    assert texts(browser) == []
    world.wait(2)
    world.deliver()
    assert texts(browser) == [{"language": "ar"}]


@pytest.mark.parametrize(
    ("slug", "urgency"),
    [("appointment-booked", "normal"), ("appointment-reminder", "normal"), ("passkey-added", "high")],
)
def test_how_urgent_and_how_long_is_the_templates(slug: str, urgency: str) -> None:
    nudge = nudge_for(templates()[slug], {}, "ar")
    assert nudge.urgency == urgency
    assert 0 < nudge.lives <= 3 * 86400


def test_nothing_is_kept_past_the_deadline_of_which_it_speaks() -> None:
    template = templates()["appointment-reminder"]
    for ahead, most in ((600, 600), (-600, 0)):
        said = {template.deadline: (clock.now() + timedelta(seconds=ahead)).isoformat()}
        assert most - 5 <= nudge_for(template, said, "ar").lives <= most


def test_the_same_again_changes_nothing(world: Any, layla: UUID) -> None:
    browser = software(world)
    first = allow(layla, browser, "d1")
    assert first is not None
    assert allow(layla, browser, "d1") is None
    assert browsers_of(layla) == [first]


def test_a_browser_with_a_new_address_takes_its_own_place(world: Any, layla: UUID) -> None:
    allow(layla, software(world), "d1")
    allow(layla, software(world), "d2")
    second = allow(layla, software(world), "d1")
    assert len(browsers_of(layla)) == 2
    assert [one.uuid for one in known_browsers(layla, "d1") if one.here] == [second]


def test_browsers_that_keep_no_cookie_do_not_push_each_other_out(world: Any, layla: UUID) -> None:
    for _ in range(2):
        allow(layla, software(world), "")
    assert len(browsers_of(layla)) == 2
    assert not any(one.here for one in known_browsers(layla, ""))


def test_a_browser_that_changes_hands_tells_the_new_one_alone(world: Any, layla: UUID) -> None:
    browser, sami = software(world), uuid.uuid4()
    allow(layla, browser)
    write(layla)  # written before, and not yet sent
    allow(sami, browser)
    world.deliver()
    assert texts(browser) == [], "what was Layla's wakes nobody at Sami's"
    write(sami, language="en")
    world.deliver()
    assert texts(browser) == [{"language": "en"}]
    assert [*Event.objects.filter(type="browser.change_hands").values_list("subject", flat=True)] == [layla]


def test_there_is_a_most_and_a_refusal_takes_nothing_away(world: Any, layla: UUID, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings, "LIMITS", replace(settings.LIMITS, push_browsers=2))
    sami, his = uuid.uuid4(), software(world)
    allow(sami, his)
    for device in ("d1", "d2"):
        allow(layla, software(world), device)
    with pytest.raises(TooManyBrowsers):
        allow(layla, his, "d3")
    assert (len(browsers_of(layla)), len(browsers_of(sami))) == (2, 1)
    assert not Event.objects.filter(type="browser.change_hands").exists()
    assert allow(layla, software(world), "d2"), "in its own place there is room"


POINT = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
WRONG = {
    "no point": {"p256dh": ""},
    "not on the curve": {"p256dh": POINT[:-2] + ("AA" if not POINT.endswith("AA") else "BB")},
    "infinity": {"p256dh": "AA"},
    "compressed": {"p256dh": "A" + POINT[1:44]},
    "too long": {"p256dh": POINT + "A" * 1000},
    "of another alphabet": {"p256dh": POINT.replace("_", "/").replace("-", "+") + "==="},
    "letters of none": {"p256dh": "ا" * 87},
    "no secret": {"auth": ""},
    "a short secret": {"auth": "AAAA"},
    "a long secret": {"auth": "A" * 1000},
    "inside": {"endpoint": "http://127.0.0.1:8020/push/v1/x"},
    "metadata": {"endpoint": "http://169.254.169.254/latest/meta-data/"},
    "another port": {"endpoint": "http://localhost:5432/x"},
    "nowhere": {"endpoint": ""},
    "huge": {"endpoint": "https://push.example/" + "a" * 5000},
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_address_and_no_key_is_not_kept(world: Any, layla: UUID, name: str) -> None:
    told = software(world).told() | WRONG[name]
    with pytest.raises(UnknownService):
        keep_browser(subject=layla, subscription=Subscription(**told), device="", browser="", system="")
    assert not Browser.objects.exists()


def test_a_ring_of_before_offers_nothing_and_still_sends_everything_else(
    world: Any, layla: UUID, monkeypatch: Any
) -> None:
    old = type(keyring())({name: [] for name in ()})
    old._entries = {name: one for name, one in keyring()._entries.items() if name != "push"}
    monkeypatch.setattr(browsers, "keyring", lambda: old)
    assert application_key() == ""
    write(layla)
    world.deliver()
    assert world.pocket.texts


def test_a_new_key_wakes_browsers_of_before_with_the_key_that_they_know(
    world: Any, layla: UUID, monkeypatch: Any
) -> None:
    before = software(world)
    allow(layla, before)
    entries = {name: [*one] for name, one in keyring()._entries.items()}
    ring = type(keyring())(entries)
    ring.rotate("push", "tests")
    for module in ("browsers", "waking"):
        monkeypatch.setattr(f"bawaba.messaging.{module}.keyring", lambda: ring)
    after = software(world)
    allow(layla, after)
    write(layla)
    world.deliver()
    assert [texts(before), texts(after)] == [[{"language": "ar"}]] * 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_trial", range(5))
def test_of_two_accounts_that_take_one_browser_at_once_one_has_it(world: Any, _trial: int) -> None:
    """The same address from as many accounts as there are threads: one row, and each other was told once."""
    browser, people = software(world), [uuid.uuid4() for _ in range(6)]
    results = at_once([partial(allow, one, browser, "") for one in people])
    assert not [one for one in results if isinstance(one, Exception)], results
    row = Browser.objects.get()
    lost = [*Event.objects.filter(type="browser.change_hands").values_list("subject", flat=True)]
    assert sorted([*lost, row.subject]) == sorted(people)
    Browser.objects.all().delete()
