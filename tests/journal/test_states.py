"""States stand in the statement, so that indexes of open and live rows are found; whatever else is asked is a parameter."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from bawaba.identity.accounts.lifecycle import LIVE
from bawaba.identity.accounts.models import Account
from bawaba.identity.enrolment.models import Enrolment

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


def test_other_columns_and_other_questions_are_asked_as_before() -> None:
    assert compiled(Account.objects.filter(population="citizen"))[1] == ["citizen"]
    assert compiled(Account.objects.filter(state__gt="active"))[1] == ["active"]
    same = Enrolment.objects.filter(state="started").values("state")
    assert compiled(Account.objects.filter(state__in=same))[1] == []
    assert not Account.objects.filter(state__in=same).exists()
