"""Quiet hours and channels: what is not urgent waits for its hour and goes the chosen way; nothing else ever does."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from bawaba.core import clock
from bawaba.core.clock import RIYADH
from bawaba.journal.commands import enqueue
from bawaba.journal.delivery import deliver
from bawaba.journal.models import Event, Outbox
from bawaba.journal.ports import SYSTEM, Unavailable
from bawaba.messaging.commands import write_messages
from bawaba.messaging.models import Message
from bawaba.messaging.ports import Recipient
from bawaba.messaging.retention import purge_messages
from bawaba.messaging.rules import Wishes, channels_for, held_until, quiet_ends
from bawaba.messaging.shelf import templates
from bawaba.messaging.wishes import wishes_of
from bawaba.messaging.wishing import drop_held, set_wishes

PHONE, EMAIL, SECOND = "+966500000101", "layla@example.com", "layla.second@example.com"
NIGHT, DAY = (22, 7), (9, 17)
VALUES = {"code": "123456", "host": "portal.example", "reference": "AB12CD34EF56", "office": "مكتب"}


def here(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=RIYADH)


@pytest.mark.parametrize(
    ("quiet", "now", "ends"),
    [
        (NIGHT, "2026-11-28T21:59:59", None),
        (NIGHT, "2026-11-28T22:00:00", "2026-11-29T07:00:00"),
        (NIGHT, "2026-11-28T23:59:59", "2026-11-29T07:00:00"),
        (NIGHT, "2026-11-29T00:00:00", "2026-11-29T07:00:00"),
        (NIGHT, "2026-11-29T06:59:59", "2026-11-29T07:00:00"),
        (NIGHT, "2026-11-29T07:00:00", None),
        (NIGHT, "2026-12-31T23:00:00", "2027-01-01T07:00:00"),
        (DAY, "2026-11-28T08:59:59", None),
        (DAY, "2026-11-28T09:00:00", "2026-11-28T17:00:00"),
        (DAY, "2026-11-28T17:00:00", None),
        ((22, 0), "2026-11-28T23:00:00", "2026-11-29T00:00:00"),
        ((0, 6), "2026-11-28T00:00:00", "2026-11-28T06:00:00"),
        ((1, 0), "2026-11-28T00:30:00", None),
        ((5, 5), "2026-11-28T05:30:00", None),
        ((0, 0), "2026-11-28T12:00:00", None),
        (None, "2026-11-28T03:00:00", None),
    ],
)
def test_when_quiet_hours_end(quiet: Any, now: str, ends: str | None) -> None:
    found = quiet_ends(here(now).astimezone(UTC), quiet)
    assert found == (here(ends) if ends else None)


@pytest.mark.parametrize("begins", range(24))
def test_every_pair_of_hours_is_quiet_inside_and_only_there(begins: int) -> None:
    """Walked through minute by minute of an hour: nothing is held longer than a day, or until a wrong hour."""
    for ends in range(24):
        inside = {(begins + hours) % 24 for hours in range((ends - begins) % 24)}
        for hour in range(24):
            now = here(f"2026-11-28T{hour:02d}:30:00")
            found = quiet_ends(now, (begins, ends))
            assert (found is not None) == (hour in inside), (begins, ends, hour)
            if found is not None:
                assert found.astimezone(RIYADH).hour == ends, (begins, ends, hour)
                assert timedelta(0) < found - now < timedelta(days=1), (begins, ends, hour)


@pytest.mark.parametrize("slug", sorted(templates()))
def test_only_what_is_not_urgent_is_ever_held_or_sent_another_way(slug: str) -> None:
    template, now = templates()[slug], here("2026-11-28T23:00:00")
    wishes = Wishes(case=frozenset(), reminder=frozenset(), reminders=False, quiet=NIGHT)
    asked = ("inbox", "sms", "email")
    held, channels = held_until(template, None, wishes, now), channels_for(template, asked, wishes)
    if template.kind in ("case", "reminder") and not template.urgent:
        assert (held, channels) == (here("2026-11-29T07:00:00"), ("inbox",))
    else:
        assert (held, channels) == (None, asked)


@pytest.mark.parametrize(
    ("deadline", "held"),
    [("2026-11-29T01:00:00", False), ("2026-11-29T08:59:00", False), ("2026-11-29T09:00:00", True), (None, True)],
)
def test_what_has_a_deadline_in_the_night_is_not_held(deadline: str | None, held: bool) -> None:
    template = templates()["appointment-reminder"]
    said = here(deadline) if deadline else None
    assert bool(held_until(template, said, Wishes(quiet=NIGHT), here("2026-11-28T23:00:00"))) == held


@pytest.mark.parametrize("name", [one.slug for one in templates().values() if one.deadline])
def test_a_deadline_is_one_of_the_moments(name: str) -> None:
    assert templates()[name].deadline in templates()[name].moments


# With the outbox


def go_to(world: Any, hour: int, minute: int = 0) -> None:
    now = clock.now().astimezone(RIYADH)
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    world.wait(((then - now) % timedelta(days=1)).total_seconds())


def wish(subject: uuid.UUID, **wishes: Any) -> None:
    with transaction.atomic():
        if tasks := set_wishes(subject=subject, wishes=Wishes(**wishes)):
            enqueue(*tasks)


def write(subject: uuid.UUID, template: str = "application-approved", **more: Any) -> list[Message]:
    before = set(Message.objects.values_list("pk", flat=True))
    moment = (clock.now() + more.pop("starts", timedelta(days=3))).isoformat()
    with transaction.atomic():
        tasks = write_messages(
            template=template,
            to=Recipient(subject, "ar", phone=PHONE, email=EMAIL, second_email=SECOND),
            values=VALUES | {"moment": moment},
            channels=more.pop("channels", ("inbox", "sms")),
            by=SYSTEM,
            **more,
        )
        if tasks:
            enqueue(*tasks)
    return list(Message.objects.exclude(pk__in=before))


@pytest.mark.django_db
def test_a_message_of_the_night_waits_in_the_outbox_until_the_morning(world: Any) -> None:
    subject = uuid.uuid4()
    wish(subject, quiet=NIGHT)
    go_to(world, 23, 30)
    write(subject)
    due = Outbox.objects.latest("pk").due_at.astimezone(RIYADH)
    assert (due.hour, due.minute) == (7, 0)
    world.deliver()
    assert world.pocket.texts == []
    assert Message.objects.filter(channel="inbox").exists(), "the letter is there at once"
    go_to(world, 6, 59)
    world.deliver()
    assert world.pocket.texts == []
    world.wait(61)
    world.deliver()
    assert len(world.pocket.texts) == 1
    world.deliver()
    assert len(world.pocket.texts) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("template", ["login-code", "document-revoked", "appointment-cancelled"])
def test_what_is_urgent_goes_in_the_night(world: Any, template: str) -> None:
    subject = uuid.uuid4()
    wish(subject, quiet=NIGHT, case=frozenset())
    go_to(world, 23, 30)
    with transaction.atomic():
        tasks = write_messages(
            template=template,
            to=Recipient(subject, "ar", phone=PHONE),
            values=VALUES | {"moment": clock.now().isoformat(), "why": "خطأ"},
            channels=("sms",),
            by=SYSTEM,
        )
        enqueue(*tasks)
    world.deliver()
    assert len(world.pocket.texts) == 1


@pytest.mark.django_db
def test_a_message_that_would_be_over_by_the_morning_is_not_held(world: Any) -> None:
    subject = uuid.uuid4()
    wish(subject, quiet=NIGHT)
    go_to(world, 23, 30)
    write(subject, until=clock.now() + timedelta(hours=1))
    world.deliver()
    assert len(world.pocket.texts) == 1


@pytest.mark.django_db
def test_a_retry_that_falls_into_the_quiet_hours_waits_as_well(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(**said: Any) -> str:
        raise Unavailable("down")

    subject = uuid.uuid4()
    wish(subject, quiet=NIGHT)
    go_to(world, 21, 59)
    sent = world.pocket.send
    monkeypatch.setattr(world.pocket, "send", down)
    write(subject)
    world.deliver()
    monkeypatch.setattr(world.pocket, "send", sent)
    go_to(world, 22, 30)
    world.deliver()
    assert world.pocket.texts == [], "the centre is up again, but the person sleeps"
    go_to(world, 7, 1)
    world.deliver()
    assert len(world.pocket.texts) == 1
    assert Message.objects.get(channel="sms").state == "handed_over"


@pytest.mark.django_db
@pytest.mark.parametrize("quiet", [None, (1, 5), DAY])
def test_held_and_then_no_longer_wanted_quiet_it_goes_at_once_and_once(world: Any, quiet: Any) -> None:
    subject = uuid.uuid4()
    wish(subject, quiet=NIGHT)
    go_to(world, 23)
    write(subject)
    old = Outbox.objects.latest("pk")
    wish(subject, quiet=quiet)
    world.deliver()
    assert len(world.pocket.texts) == 1
    go_to(world, 7, 1)
    deliver(old.pk)
    world.deliver()
    assert len(world.pocket.texts) == 1, "the task of before does nothing"
    assert not Outbox.objects.filter(ended_at=None).exists()


@pytest.mark.django_db
def test_held_and_then_quiet_for_longer_it_waits_longer(world: Any) -> None:
    subject = uuid.uuid4()
    wish(subject, quiet=NIGHT)
    go_to(world, 23)
    write(subject)
    for _ in range(3):
        wish(subject, quiet=(22, 10))
    go_to(world, 9, 59)
    world.deliver()
    assert world.pocket.texts == []
    go_to(world, 10, 1)
    world.deliver()
    assert len(world.pocket.texts) == 1


@pytest.mark.django_db
def test_held_and_then_not_wanted_that_way_it_is_dropped_and_wiped(world: Any) -> None:
    subject = uuid.uuid4()
    wish(subject, quiet=NIGHT)
    go_to(world, 23)
    write(subject)
    wish(subject, quiet=NIGHT, case=frozenset())
    row = Message.objects.get(channel="sms")
    assert (row.state, row.values, row.destination) == ("dropped", None, None)
    assert Event.objects.get(type="message.drop").subject == subject
    go_to(world, 8)
    world.deliver()
    assert world.pocket.texts == []


@pytest.mark.django_db
def test_what_is_held_does_not_go_to_an_address_that_was_taken_away(world: Any) -> None:
    subject, other = uuid.uuid4(), uuid.uuid4()
    for one in (subject, other):
        wish(one, quiet=NIGHT, case=frozenset({"sms", "email"}))
    go_to(world, 23)
    write(subject)
    write(other)
    with transaction.atomic():
        drop_held(subject=subject, channel="sms")
    go_to(world, 8)
    world.deliver()
    left = Message.objects.filter(state="handed_over").values_list("subject", "channel")
    assert sorted(left) == sorted([(subject, "email"), (subject, "email"), (other, "sms"), *[(other, "email")] * 2])


@pytest.mark.django_db
def test_the_longest_hold_outlives_the_purge(world: Any) -> None:
    subject = uuid.uuid4()
    wish(subject, quiet=(8, 7))
    go_to(world, 8, 0)
    write(subject)
    go_to(world, 7, 0)
    world.wait(3600 * 2)
    purge_messages(clock.now())
    assert Message.objects.get(channel="sms").state == "written"
    world.wait(3600 * 23)
    purge_messages(clock.now())
    assert Message.objects.get(channel="sms").state == "dropped"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("case", "channels"),
    [
        (frozenset(), ["inbox"]),
        (frozenset({"sms"}), ["inbox", "sms"]),
        (frozenset({"email"}), ["email", "email", "inbox"]),
        (frozenset({"sms", "email"}), ["email", "email", "inbox", "sms"]),
    ],
)
def test_each_kind_goes_the_chosen_ways_and_an_e_mail_to_both_addresses(
    world: Any, case: frozenset[str], channels: list[str]
) -> None:
    subject = uuid.uuid4()
    wish(subject, case=case, reminder=frozenset())
    assert sorted(row.channel for row in write(subject)) == channels
    world.deliver()
    assert sorted(to for to, _, _ in world.mailbag.mails) == (sorted([EMAIL, SECOND]) if "email" in case else [])
    assert [row.channel for row in write(subject, "appointment-reminder")] == ["inbox"]
    assert [row.channel for row in write(subject, channels=("inbox",))] == ["inbox"], "what is only a letter stays one"


@pytest.mark.django_db
def test_who_never_chose_is_told_as_before(world: Any) -> None:
    subject = uuid.uuid4()
    assert wishes_of(subject) is None
    assert sorted(row.channel for row in write(subject)) == ["inbox", "sms"]


@pytest.mark.django_db
def test_wishes_are_read_as_they_were_set(world: Any) -> None:
    subject = uuid.uuid4()
    for wishes in (Wishes(), Wishes(frozenset({"email"}), frozenset(), False, 48, (0, 23))):
        with transaction.atomic():
            set_wishes(subject=subject, wishes=wishes)
        assert wishes_of(subject) == wishes
