"""What must be said: in the person's language, handed over once, wiped; receipts find their message; letters are private."""

import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from bawaba.core import clock
from bawaba.core.text import T
from bawaba.journal.commands import enqueue
from bawaba.journal.models import Event, Outbox
from bawaba.journal.ports import Actor, Unavailable
from bawaba.messaging import delivery
from bawaba.messaging.commands import read_letters, write_messages
from bawaba.messaging.delivery import hear_receipt
from bawaba.messaging.models import Message
from bawaba.messaging.ports import Receipt, Recipient
from bawaba.messaging.queries import letters_of, unread_letters

pytestmark = pytest.mark.django_db
PERSON = Actor("person")
PHONE = "+966500000101"


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A receipt is heard in a thread of its own, which gives its connection back; here it is the test's."""
    monkeypatch.setattr(delivery, "close_old_connections", lambda: None)


def tell(
    template: str, *channels: str, language: str = "ar", subject: UUID | None = None, **more: Any
) -> tuple[UUID, Message]:
    """Write a message and what delivers it; the subject, and the newest row."""
    to = Recipient(subject or uuid.uuid4(), language, phone=more.pop("phone", PHONE), email="layla@example.com")
    values = {"code": "123456", "host": "portal.example", "reference": "AB12CD34EF56", "amount": "15000"}
    with transaction.atomic():
        enqueue_all(
            write_messages(template=template, to=to, values=values, channels=channels, by=Actor("system"), **more)
        )
    return to.subject, Message.objects.latest("pk")


def enqueue_all(tasks: Any) -> None:
    if tasks:
        enqueue(*tasks)


@pytest.mark.parametrize(("language", "word"), [("ar", "رمز الدخول"), ("en", "log-in code")])
def test_a_message_is_said_in_the_persons_language_and_then_wiped(world: Any, language: str, word: str) -> None:
    _, row = tell("login-code", "sms", language=language)
    assert b"123456" not in bytes(row.values)
    assert PHONE.encode() not in bytes(row.destination)
    world.deliver()
    assert word in world.pocket.last(PHONE)
    row.refresh_from_db()
    assert (row.state, row.values, row.destination) == ("handed_over", None, None)


def test_the_task_of_a_message_carries_its_id_and_nothing_else(world: Any) -> None:
    _, row = tell("login-code", "sms")
    assert Outbox.objects.latest("pk").payload == {"message": str(row.uuid)}


def test_a_person_without_an_address_is_told_where_there_is_one(world: Any) -> None:
    to = Recipient(uuid.uuid4(), "ar", phone=None, email="layla@example.com")
    with transaction.atomic():
        tasks = write_messages(
            template="bill-paid",
            to=to,
            values={"reference": "AB12CD34EF56", "amount": "15000"},
            channels=("sms", "email"),
            by=Actor("system"),
        )
        enqueue(*tasks)
    world.deliver()
    assert (len(world.pocket.texts), len(world.mailbag.mails)) == (0, 1)


def test_a_number_that_does_not_exist_fails_once_is_wiped_and_leaves_an_event(world: Any) -> None:
    subject, row = tell("login-code", "sms", phone="+966500000999")
    world.deliver()
    row.refresh_from_db()
    assert (row.state, row.values, row.destination) == ("failed", None, None)
    assert Event.objects.get(type="message.fail").subject == subject


@pytest.mark.promise("A25")
def test_a_code_that_nobody_took_before_its_expiry_is_dropped_and_wiped(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(**said: Any) -> str:
        raise Unavailable("down")

    sent = world.pocket.send
    monkeypatch.setattr(world.pocket, "send", down)
    _, row = tell("login-code", "sms", until=clock.now() + timedelta(minutes=5))
    world.deliver()
    world.wait(301)
    monkeypatch.setattr(world.pocket, "send", sent)
    world.deliver()
    row.refresh_from_db()
    assert (row.state, row.values, world.pocket.texts) == ("dropped", None, [])
    assert Outbox.objects.latest("pk").ending == "expired"


@pytest.mark.parametrize(("delivered", "state"), [(True, "delivered"), (False, "failed")])
def test_a_receipt_finds_its_message(world: Any, delivered: bool, state: str) -> None:
    _, row = tell("login-code", "sms")
    world.deliver()
    row.refresh_from_db()
    hear_receipt(Receipt(row.provider_id, delivered=delivered))
    row.refresh_from_db()
    assert row.state == state


def test_a_receipt_that_is_faster_than_the_note_of_its_id_waits_for_it(world: Any) -> None:
    _, row = tell("login-code", "sms")
    hear_receipt(Receipt(str(row.uuid), delivered=True))
    world.deliver()
    world.wait(10)
    world.deliver()
    row.refresh_from_db()
    assert row.state == "delivered"


def test_a_receipt_that_belongs_to_nobody_is_forgotten(world: Any) -> None:
    hear_receipt(Receipt("unknown", delivered=True))
    world.deliver()
    world.wait(601)
    world.deliver()
    assert Outbox.objects.get().ending == "expired"


def test_letters_are_their_owners_alone(world: Any) -> None:
    layla, letter = tell("bill-paid", "inbox")
    sami, _ = tell("bill-paid", "inbox")
    assert [one.uuid for one in letters_of(layla, "ar")] == [letter.uuid]
    assert letter.uuid not in [one.uuid for one in letters_of(sami, "ar")]
    read_letters(letters=[letter.uuid], subject=sami, by=PERSON)
    letter.refresh_from_db()
    assert letter.read_at is None
    assert len(unread_letters(layla)) == len(unread_letters(sami)) == 1


def test_only_the_first_reading_of_a_letter_counts(world: Any) -> None:
    layla, letter = tell("bill-paid", "inbox")
    read_letters(letters=[letter.uuid], subject=layla, by=PERSON)
    letter.refresh_from_db()
    first = letter.read_at
    world.wait(60)
    read_letters(letters=[letter.uuid], subject=layla, by=PERSON)
    letter.refresh_from_db()
    assert letter.read_at == first is not None
    assert not unread_letters(layla)


def test_a_letter_is_read_in_the_language_of_the_moment(world: Any) -> None:
    layla, _ = tell("bill-paid", "inbox")
    (arabic,), (english,) = letters_of(layla, "ar"), letters_of(layla, "en")
    assert (arabic.title, english.title) == ("وصلت دفعتك", "Your payment has arrived")


def test_a_template_that_does_not_exist_is_refused_in_the_request(world: Any) -> None:
    with pytest.raises(LookupError):
        tell("no-such-template", "sms")


def test_a_letter_is_read_in_its_readers_language_with_the_names_in_it(world: Any) -> None:
    """Written to somebody who read Arabic then."""
    to, name = Recipient(uuid.uuid4(), "ar", phone=PHONE), T("ليلى الحربي", en="Layla Al-Harbi")
    with transaction.atomic():
        sent = write_messages(
            template="delegation-ended", to=to, values={"name": name}, channels=("inbox", "sms"), by=Actor("system")
        )
        enqueue_all(sent)
    for language, shown, other in (("ar", name.ar, name.en), ("en", name.en, name.ar)):
        (letter,) = letters_of(to.subject, language)
        assert shown in letter.body
        assert other not in letter.body
    world.deliver()
    assert name.ar in world.pocket.last(PHONE), "a text message stays as it was sent"
