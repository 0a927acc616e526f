"""A SELECT compiled once answers as the queryset does, for every value it is given."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import BinaryField, CharField, DateTimeField, JSONField, QuerySet, UUIDField
from django.test.utils import CaptureQueriesContext

from bawaba.journal.models import Event, Outbox
from bawaba.journal.prepared import Given, Prepared, PreparedUpdate, built, columns_of, insert, insert_if_free
from bawaba.registers.models import CachedFact

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def filled() -> None:
    for number in range(4):
        at = NOON + timedelta(hours=number, microseconds=number)
        CachedFact.objects.create(key=bytes([number]), sealed=b"\x00\xff", as_of=at, fetched_at=at)


def since(keys: Any, after: Any) -> QuerySet[Any]:
    rows = CachedFact.objects.filter(key__in=keys, as_of__gt=after).order_by("key")
    return rows.values_list("key", "sealed", "as_of")


def test_it_answers_as_the_queryset_does() -> None:
    filled()
    field = BinaryField()
    asked = Prepared(lambda: since([Given("one", field), Given("two", field)], Given("after", DateTimeField())))
    for one, two in ((0, 1), (1, 3), (3, 9)):
        for after in (NOON - timedelta(days=1), NOON + timedelta(hours=1, minutes=1), NOON + timedelta(days=1)):
            keys = [bytes([one]), bytes([two])]
            told = [(bytes(key), bytes(sealed), as_of) for key, sealed, as_of in since(keys, after)]
            found = asked.rows(one=keys[0], two=keys[1], after=after)
            assert [(bytes(key), bytes(sealed), as_of) for key, sealed, as_of in found] == told


def test_a_value_that_was_not_given_is_an_error_and_one_statement_is_made() -> None:
    asked = Prepared(lambda: since([Given("one", BinaryField())], NOON))
    with pytest.raises(KeyError):
        asked.rows()
    with CaptureQueriesContext(connection) as captured:
        assert not asked.rows(one=b"x")
    assert len(captured) == 1


def test_inserted_rows_are_as_saved_ones_and_know_their_numbers() -> None:
    event = Event(at=NOON, type="x", subject=uuid4(), actor_kind="k", actor="", place="", data={"ar": "سلام", "n": [1]})
    insert(event)
    assert Event.objects.get(pk=event.pk).data == {"ar": "سلام", "n": [1]}
    tasks = [Outbox(kind=str(number), event=event if number else None, due_at=NOON) for number in range(3)]
    with CaptureQueriesContext(connection) as captured:
        insert(*tasks)
    assert len(captured) == 1
    for task in tasks:
        saved = Outbox.objects.get(pk=task.pk)
        assert (saved.kind, saved.event_id, saved.due_at) == (task.kind, task.event_id, NOON)


def test_a_row_that_is_taken_is_an_integrity_error_of_django() -> None:
    insert(CachedFact(key=b"k", sealed=b"", as_of=NOON, fetched_at=NOON))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(CachedFact(key=b"k", sealed=b"", as_of=NOON, fetched_at=NOON))


def test_a_row_goes_in_where_nobody_is_and_leaves_who_is_there_alone() -> None:
    with CaptureQueriesContext(connection) as captured:
        assert insert_if_free(CachedFact(key=b"k", sealed=b"first", as_of=NOON, fetched_at=NOON))
    assert len(captured) == 1
    assert not insert_if_free(CachedFact(key=b"k", sealed=b"second", as_of=NOON, fetched_at=NOON))
    assert [bytes(one.sealed) for one in CachedFact.objects.all()] == [b"first"]


def test_an_update_compiled_once_changes_what_it_finds_and_says_how_many() -> None:
    events = [Event(at=NOON, type="x", subject=uuid4(), actor_kind="k", actor="", place="") for _ in range(3)]
    insert(*events)
    rows = Event.objects.filter(type="x").exclude(uuid=Given("but", UUIDField()))
    told = PreparedUpdate(
        lambda: rows, place="here", data=Given("data", JSONField()), actor=Given("actor", CharField())
    )
    with CaptureQueriesContext(connection) as captured:
        assert told.count(but=events[0].uuid, data={"ar": "سلام", "n": [1]}, actor="a") == 2
        assert told.count(but=events[1].uuid, data={}, actor="b") == 2
    assert len(captured) == 2
    found = [(one.place, one.actor, one.data) for one in Event.objects.order_by("pk")]
    assert found == [("here", "b", {}), ("here", "a", {"ar": "سلام", "n": [1]}), ("here", "b", {})]


def test_an_update_that_was_not_given_a_value_changes_nothing() -> None:
    filled()
    told = PreparedUpdate(lambda: CachedFact.objects.filter(key=Given("key", BinaryField())), sealed=b"gone")
    with pytest.raises(KeyError):
        told.count()
    assert told.count(key=b"unknown") == 0
    assert not CachedFact.objects.filter(sealed=b"gone").exists()


def test_an_update_tells_the_rows_that_it_changed_as_it_left_them() -> None:
    events = [Event(at=NOON, type="x", subject=uuid4(), actor_kind="k", actor="", place="") for _ in range(2)]
    insert(*events)
    told = PreparedUpdate(
        lambda: Event.objects.filter(subject=Given("subject", UUIDField()), actor=""),
        returning=("subject", "at", "data"),
        actor="a",
        data=Given("data", JSONField()),
    )
    subject, data = events[1].subject, {"ar": "سلام", "n": [1]}
    with CaptureQueriesContext(connection) as captured:
        assert list(told.changed(subject=subject, data=data)) == [(subject, NOON, data)]
        assert not told.changed(subject=subject, data={}), "somebody was faster"
    assert len(captured) == 2
    assert [(one.actor, one.data) for one in Event.objects.order_by("pk")] == [("", {}), ("a", data)]


def test_a_row_is_built_as_its_manager_would_give_it() -> None:
    filled()
    asked = Prepared(lambda: CachedFact.objects.order_by("key").values_list(*columns_of(CachedFact)))
    for row, saved in zip(asked.rows(), CachedFact.objects.order_by("key"), strict=True):
        one = built(CachedFact, row)
        assert one == saved
        assert (bytes(one.sealed), one.as_of, one.fetched_at) == (bytes(saved.sealed), saved.as_of, saved.fetched_at)
        one.sealed = b"changed"
        one.save()
    assert {bytes(one.sealed) for one in CachedFact.objects.all()} == {b"changed"}
