"""A SELECT compiled once answers as the queryset does, for every value it is given."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import BinaryField, DateTimeField, QuerySet
from django.test.utils import CaptureQueriesContext

from bawaba.journal.models import Event, Outbox
from bawaba.journal.prepared import Given, Prepared, insert, insert_if_free
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
