"""A record whose shape is not as agreed is a register that did not answer: never a guess, never a false zero."""

import copy
from typing import Any

import pytest

from bawaba.registers.facts import as_of, fact_from
from bawaba.registers.ports import RegisterUnavailable

NEEDED = ("person_key", "population", "identifiers", "names", "birth_date", "sex", "nationality", "alive", "blocked")
NEEDED += ("biometric", "inside_country", "head_of_household", "documents", "household")


def without(record: Any, path: tuple[str | int, ...], value: Any = None, *, drop: bool = False) -> Any:
    changed = copy.deepcopy(record)
    at = changed
    for step in path[:-1]:
        at = at[step]
    if drop:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return changed


@pytest.fixture
def answer(world: Any) -> Any:
    return world.register.facts(world.cast["omar"]["person_key"], ["person", "violations", "vehicles"])["facts"]


@pytest.mark.parametrize("topic", ["violations", "vehicles"])
@pytest.mark.parametrize("wrong", [{}, "", None, 0, False, {"violations": []}], ids=repr)
def test_only_an_empty_list_is_an_empty_list(topic: str, wrong: Any) -> None:
    assert fact_from(topic, []) == ()
    with pytest.raises(RegisterUnavailable):
        fact_from(topic, wrong)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ((0, "status"), "overdue"),
        ((0, "status"), None),
        ((0, "amount_halalas"), 0),
        ((0, "amount_halalas"), -100),
        ((0, "amount_halalas"), 15_000.5),
        ((0, "amount_halalas"), "15000"),
        ((0, "occurred_at"), "2026-11-01T10:00:00"),
        ((0, "occurred_at"), "yesterday"),
        ((0, "plate"), "ABC 123"),
        ((0, "objection_until"), 20261101),
    ],
    ids=str,
)
def test_a_violation_that_we_cannot_read_is_not_skipped(answer: Any, path: tuple[str | int, ...], wrong: Any) -> None:
    with pytest.raises(RegisterUnavailable):
        fact_from("violations", without(answer["violations"], path, wrong))


@pytest.mark.parametrize("flag", [("alive",), ("blocked",), ("inside_country",), ("biometric", "on_file")], ids=str)
@pytest.mark.parametrize("wrong", ["false", "no", 0, 1, None], ids=repr)
def test_a_word_is_neither_yes_nor_no(answer: Any, flag: tuple[str, ...], wrong: Any) -> None:
    with pytest.raises(RegisterUnavailable):
        fact_from("person", without(answer["person"], flag, wrong))


def test_a_person_with_anything_missing_is_no_person(answer: Any) -> None:
    assert fact_from("person", answer["person"]).names.ar.first == "عمر"
    for name in NEEDED:
        with pytest.raises(RegisterUnavailable):
            fact_from("person", without(answer["person"], (name,), drop=True))


@pytest.mark.parametrize("wrong", [{}, {"as_of": None}, {"as_of": "2026-11-25T10:00:00"}, {"as_of": "now"}], ids=repr)
def test_an_answer_says_when_with_its_zone(wrong: Any) -> None:
    with pytest.raises(RegisterUnavailable):
        as_of(wrong)


TIE = {"person_key": "k", "role": "ward", "kind": {"ar": "ولي", "en": "Guardian"}, "population": "citizen"}
TIE |= {"scope": ["passports"], "since": "2026-01-01", "until": None, "document": "C-1"}


def test_a_register_that_knows_of_no_ties_names_none_and_one_that_does_names_all_of_each(answer: Any) -> None:
    person = answer["person"]
    known = dict(person)
    known.pop("ties", None)
    assert fact_from("person", known).ties == ()
    tie = TIE | {"names": person["names"]}
    found = fact_from("person", person | {"ties": [tie]}).ties
    assert [(one.role, one.scope, one.until) for one in found] == [("ward", ("passports",), None)]
    for field in tie:
        with pytest.raises(RegisterUnavailable):
            fact_from("person", person | {"ties": [without(tie, (field,), drop=True)]})
    for field, wrong in (("role", "owner"), ("scope", "all"), ("until", ""), ("since", None), ("kind", "guardian")):
        with pytest.raises(RegisterUnavailable):
            fact_from("person", person | {"ties": [tie | {field: wrong}]})
    for wrong in (None, {}, "", 0):
        with pytest.raises(RegisterUnavailable):
            fact_from("person", person | {"ties": wrong})
