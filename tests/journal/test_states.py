"""States stand in the statement, so that indexes of open and live rows are found; whatever else is asked is a parameter."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Lower
from django.test.utils import CaptureQueriesContext

from bawaba.cases.appointments.clockwork import settle_past
from bawaba.cases.appointments.models import IS_LIVE, Appointment
from bawaba.cases.clockwork import expire_forgotten
from bawaba.cases.models import IS_WAITING, Application
from bawaba.core import clock
from bawaba.identity.accounts.lifecycle import LIVE
from bawaba.identity.accounts.models import Account
from bawaba.identity.enrolment.clockwork import expire_enrolments, remind_applicants
from bawaba.identity.enrolment.lifecycle import ENROLMENT
from bawaba.identity.enrolment.models import IS_PENDING, Enrolment

pytestmark = pytest.mark.django_db


def compiled(rows: QuerySet[Account]) -> tuple[str, list[object]]:
    sql, values = rows.query.get_compiler(connection=connection).as_sql()
    return sql, list(values)


def test_the_index_of_live_accounts_is_found() -> None:
    rows = Account.objects.filter(identifier_index=b"x", state__in=LIVE).order_by()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # a table without rows is read whole otherwise
    assert "one_live_account_a_number" in rows.explain()
    sql, values = compiled(rows)
    assert len(values) == 1, "the index of the number"
    assert all(f"'{state}'" in sql for state in LIVE)


def test_one_state_stands_in_the_statement_as_several_do() -> None:
    assert compiled(Account.objects.filter(state="active"))[1] == []
    assert compiled(Account.objects.exclude(state__in=("active", "paused")))[1] == []


@pytest.mark.parametrize("value", ["a'b", "a%s", "ACTIVE", "", "a\\", "a b", "نشط", "active\n"])
def test_what_is_no_word_stays_a_parameter(value: str) -> None:
    assert compiled(Account.objects.filter(state=value))[1] == [value]
    assert set(compiled(Account.objects.filter(state__in=("active", value)))[1]) == {"active", value}
    assert not Account.objects.filter(state__in=(value, "active")).exists()


class Standing(StrEnum):
    ACTIVE = "active"


class Word(str):
    __slots__ = ()

    def __format__(self, how: str) -> str:
        return "x' OR '1'='1"


def test_what_only_looks_like_a_word_stays_a_parameter() -> None:
    for value in (Standing.ACTIVE, Word("active")):
        assert compiled(Account.objects.filter(state=value))[1] == [value]
        assert compiled(Account.objects.filter(state__in=[value]))[1] == [value]


def test_what_stands_in_a_subquery_stays_as_it_was() -> None:
    named = Account.objects.filter(user__user_name="somebody").values("state")
    assert compiled(Account.objects.filter(state__in=named))[1] == ["somebody"]
    remainder = Account.objects.filter(user_id=F("user_id") % F("pk")).values("state")
    assert not Account.objects.filter(state__in=remainder).exists()
    assert not Account.objects.filter(state=Lower(Value("ACTIVE"))).exists()
    assert not Account.objects.filter(state__in=(F("population"), "active")).exists()


def on_sqlite_found_by(rows: QuerySet[Any], index: str) -> None:
    if connection.vendor == "sqlite":
        assert index in rows.explain(), rows.explain()


def test_fewer_states_than_the_index_has_name_its_condition_and_are_found_by_it() -> None:
    now = clock.now()
    for name in ("supersede", "hold"):
        some = Enrolment.objects.filter(IS_PENDING, identifier_index=b"x", state__in=ENROLMENT.move(name).sources)
        on_sqlite_found_by(some, "enrolment_pending")
    on_sqlite_found_by(
        Application.objects.filter(IS_WAITING, state="returned", changed_at__lt=now), "application_waiting"
    )
    on_sqlite_found_by(Appointment.objects.filter(IS_LIVE, state="booked", starts_at__lt=now), "appointment_waiting")


@pytest.mark.parametrize("job", [expire_enrolments, remind_applicants, expire_forgotten, settle_past])
def test_the_clock_reads_no_whole_table(job: Callable[..., None]) -> None:
    """But for registrations that have expired without a phone, which are purged a minute later."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL decides by the size of its tables")
    with CaptureQueriesContext(connection) as asked:
        job(clock.now())
    with connection.cursor() as cursor:
        for sql in [one["sql"] for one in asked if one["sql"].startswith("SELECT") and "'expired'" not in one["sql"]]:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            assert not [how for *_, how in cursor.fetchall() if re.match(r"SCAN \w+$", how)], sql


def test_other_columns_and_other_questions_are_asked_as_before() -> None:
    assert compiled(Account.objects.filter(population="citizen"))[1] == ["citizen"]
    assert compiled(Account.objects.filter(state__gt="active"))[1] == ["active"]
    same = Enrolment.objects.filter(state="started").values("state")
    assert compiled(Account.objects.filter(state__in=same))[1] == []
    assert not Account.objects.filter(state__in=same).exists()
