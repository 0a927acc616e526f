"""Every condition as a table of facts and verdicts; an old fact is an unknown one, a silent source never a zero."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bawaba.cases.answers import From, Mend, Met, Unknown, Unmet
from bawaba.cases.conditions import (
    AccountAwake,
    AccountCooledDown,
    Assured,
    HasUnpaidViolations,
    InsideCountry,
    NotExpired,
    NoUnpaidViolations,
    OpenTo,
)
from bawaba.cases.facts import Facts
from bawaba.registers.ports import Known
from samples import APPLICANT, DAY, NOW, PERSON, TODAY, holding, violation


def facts(person: Any = PERSON, violations: Any = (), *, stale: bool = False, **standing: Any) -> Facts:
    heard = {"person": person, "violations": violations}
    known = {topic: Known(value, NOW, stale) for topic, value in heard.items() if value is not None}
    return Facts(replace(APPLICANT, **standing), NOW, TODAY, known)


TABLE = [
    # condition, facts, verdict
    (AccountAwake(), facts(), Met),
    (AccountAwake(), facts(state="asleep"), Unmet),
    (AccountAwake(), facts(state="paused"), Unmet),
    (AccountAwake(), facts(state="suspended"), Unmet),
    (AccountCooledDown(), facts(), Met),
    (AccountCooledDown(), facts(cooled_until=NOW), Met),
    (AccountCooledDown(), facts(cooled_until=NOW - DAY), Met),
    (AccountCooledDown(), facts(cooled_until=NOW + timedelta(seconds=1)), From),
    (AccountCooledDown(), facts(frozen_until_attended=True), Unmet),
    (Assured(2), facts(), Met),
    (Assured(2), facts(assurance=3), Met),
    (Assured(3), facts(), Unmet),
    (OpenTo(frozenset({"resident", "dependent"})), facts(), Met),
    (OpenTo(frozenset({"citizen"})), facts(), Unmet),
    (NotExpired("iqama"), facts(holding(("iqama", TODAY + DAY))), Met),
    (NotExpired("iqama"), facts(holding(("iqama", TODAY))), Met),
    (NotExpired("iqama"), facts(holding(("iqama", TODAY - DAY))), Unmet),
    (NotExpired("iqama"), facts(holding(("iqama", TODAY - DAY), ("iqama", TODAY))), Met),
    (NotExpired("iqama"), facts(holding(("passport", TODAY + DAY))), Unmet),
    (NotExpired("iqama"), facts(holding()), Unmet),
    (NotExpired("iqama"), facts(None), Unknown),
    (NotExpired("iqama"), facts(holding(("iqama", TODAY + DAY)), stale=True), Unknown),
    (InsideCountry(), facts(), Met),
    (InsideCountry(), facts(replace(PERSON, inside_country=False)), Unmet),
    (InsideCountry(), facts(None), Unknown),
    (InsideCountry(), facts(stale=True), Unknown),
    (HasUnpaidViolations(), facts(violations=(violation("unpaid"),)), Met),
    (HasUnpaidViolations(), facts(violations=(violation("paid"), violation("objected"))), Unmet),
    (HasUnpaidViolations(), facts(violations=()), Unmet),
    (HasUnpaidViolations(), facts(violations=None), Unknown),
    (HasUnpaidViolations(), facts(violations=(violation("unpaid"),), stale=True), Unknown),
    (NoUnpaidViolations(), facts(violations=()), Met),
    (NoUnpaidViolations(), facts(violations=(violation("paid"), violation("objected"))), Met),
    (NoUnpaidViolations(), facts(violations=(violation("unpaid"),)), Unmet),
    (NoUnpaidViolations(), facts(violations=None), Unknown),
    (NoUnpaidViolations(), facts(violations=(), stale=True), Unknown),
]


@pytest.mark.parametrize(
    ("condition", "known", "verdict"), TABLE, ids=[f"{type(c).__name__}-{v.__name__}" for c, _, v in TABLE]
)
def test_a_condition_answers_by_the_table(condition: Any, known: Facts, verdict: type) -> None:
    answer = condition.holds(known, {})
    assert type(answer) is verdict
    if isinstance(answer, Unmet):
        assert answer.reason.ar != answer.reason.en
    if isinstance(answer, Unknown) and set(known.known) == {"person", "violations"}:
        assert answer.since == NOW, "an old fact says since when"


def test_every_verdict_of_a_source_that_may_be_silent_stands_in_the_table() -> None:
    for condition, _, _ in TABLE:
        if condition.topics:
            verdicts = {v for c, _, v in TABLE if type(c) is type(condition)}
            assert {Met, Unmet, Unknown} <= verdicts, condition


@pytest.mark.parametrize("condition", [one for one, _, _ in TABLE], ids=lambda one: type(one).__name__)
def test_a_condition_reads_only_topics_that_it_names(condition: Any) -> None:
    """Whatever it does not name may be missing: its answer is the same."""
    for topic in {"person", "violations"} - condition.topics:
        with_it, without_it = facts(), facts(**{topic: None})
        assert condition.holds(with_it, {}) == condition.holds(without_it, {})


def test_it_holds_from_the_day_on_in_riyadh() -> None:
    late = datetime(2026, 11, 25, 22, 0, tzinfo=UTC)  # one in the morning of the 26th in Riyadh
    assert AccountCooledDown().holds(facts(cooled_until=late), {}) == From(date(2026, 11, 26))


def test_what_can_be_mended_says_where() -> None:
    answer = NoUnpaidViolations().holds(facts(violations=(violation("unpaid"),)), {})
    assert isinstance(answer, Unmet)
    assert isinstance(answer.mend, Mend)
    assert answer.mend.url.startswith("/services/")


def test_whom_it_is_for_is_said_by_name() -> None:
    answer = OpenTo(frozenset({"citizen", "visitor"})).holds(facts(), {})
    assert isinstance(answer, Unmet)
    assert "مواطن" in answer.reason.ar
    assert "Visitor" in answer.reason.en
