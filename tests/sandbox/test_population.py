"""The synthetic population: the same for the same seed and day, and as plausible as its pages will show it."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bawaba.core.identifiers import parse
from bawaba.core.phones import parse_mobile
from bawaba.registers.facts import fact_from, person_from
from bawaba_sandbox.cli import main
from bawaba_sandbox.register import populate as populating
from bawaba_sandbox.register.cast import new_spare
from bawaba_sandbox.register.names import FAMILIES, MEN, WOMEN
from bawaba_sandbox.register.numbers import MOST, identifier_of, phone_of
from bawaba_sandbox.register.people import Population, Someone
from bawaba_sandbox.register.populate import populate
from bawaba_sandbox.register.store import Store, is_current, load
from bawaba_sandbox.register.traffic import plate_of

TODAY = date(2028, 2, 29)  # the day that has no birthday in most years
GULF = frozenset({"SA"})


@pytest.fixture(scope="module")
def people() -> list[Someone]:
    return list(Population(7, TODAY).people(4000))


def age(someone: Someone) -> int:
    born = date.fromisoformat(someone.record["birth_date"])
    return TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))


def dump(path: Path) -> str:
    return "\n".join(sqlite3.connect(path).iterdump())


def test_same_seed_and_day_give_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for name, seed, today in (("a", 7, TODAY), ("b", 7, TODAY), ("c", 8, TODAY), ("d", 7, date(2028, 3, 1))):
        populate(tmp_path / name, 300, seed, today=today)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert dump(tmp_path / "a") != dump(tmp_path / "c")
    assert dump(tmp_path / "a") != dump(tmp_path / "d")


def test_numbers_phones_and_records_are_what_the_portal_accepts(people: list[Someone]) -> None:
    for one in people:
        current = one.record["identifiers"][0]
        assert parse(current["kind"], current["number"]).value == current["number"]
        assert person_from(one.record).identifier == current["number"]
        assert len(fact_from("violations", one.violations)) == len(one.violations)
        cars = [{**car, "violations": 0} for car in one.vehicles]  # the register counts them when it is asked
        assert len(fact_from("vehicles", cars)) == len(cars)
        if one.phone:
            assert parse_mobile(one.phone, allowed=GULF) == one.phone


@pytest.mark.parametrize("index", [1, 101, 9_999_999, 10_000_101, 69_999_999, MOST, MOST + 9_999_999])
def test_numbers_stay_valid_into_the_tens_of_millions(index: int) -> None:
    for population in ("citizen", "resident", "visitor", "gcc_citizen"):
        kind, number = identifier_of(population, index)
        assert parse(kind, number).value == number
    assert parse_mobile(phone_of(index), allowed=GULF) == phone_of(index)


def test_nobody_shares_a_number_a_phone_or_a_plate() -> None:
    spread = [*range(1, 40_000), *range(9_990_000, 10_030_000), *range(MOST, MOST + 20_000)]
    for made in (phone_of, lambda i: identifier_of("citizen", i), lambda i: identifier_of("visitor", i)):
        assert len({made(index) for index in spread}) == len(spread)
    assert len({plate_of(index)["en"] for index in range(1, 60_000)}) == 59_999


def test_a_dependent_has_a_living_head_of_age(people: list[Someone]) -> None:
    by_key = {one.record["person_key"]: one for one in people}
    dependents = [one for one in people if one.record["population"] == "dependent"]
    assert len(dependents) > 300
    for one in dependents:
        head = by_key[one.record["head_of_household"]]
        assert head.record["alive"]
        assert head.record["population"] == "resident"
        assert age(head) >= 18
        assert {"relation": "head"}.items() <= one.record["household"][0].items()


def test_families_fit_together(people: list[Someone]) -> None:
    by_key = {one.record["person_key"]: one for one in people}
    children = 0
    for one in people:
        for relative in one.record["household"]:
            other = by_key[relative["person_key"]]
            assert relative["names"] == other.record["names"]
            if relative["relation"] == "head":
                children += _is_child(one, other)
    assert children > 300


def _is_child(one: Someone, head: Someone) -> bool:
    seen_by_head = next(r for r in head.record["household"] if r["person_key"] == one.record["person_key"])
    if seen_by_head["relation"] != "child":
        assert seen_by_head["relation"] == "spouse"
        assert one.record["sex"] != head.record["sex"]
        assert age(one) >= 18
        return False
    assert one.record["names"]["ar"]["father"] == head.record["names"]["ar"]["first"]
    assert one.record["names"]["en"]["family"] == head.record["names"]["en"]["family"]
    assert age(head) - age(one) >= 18
    return True


def test_ages_are_those_of_people_and_no_minor_drives(people: list[Someone]) -> None:
    assert {0, 10, 20, 30, 60, 80} <= {age(one) // 10 * 10 for one in people}
    for one in people:
        assert 0 <= age(one) <= 86
        if age(one) < 18:
            assert not one.vehicles
            assert not one.violations
            assert one.phone is None
            assert not documents(one, "driving_licence")
        if one.vehicles:
            assert documents(one, "driving_licence")
            assert one.record["population"] not in {"visitor", "gcc_citizen"}
            assert {v["plate"]["en"] for v in one.violations} <= {one.vehicles[0]["plate"]["en"]}


def documents(someone: Someone, kind: str) -> list[dict[str, Any]]:
    return [one for one in someone.record["documents"] if one["type"] == kind]


def test_everybody_holds_the_documents_of_their_population(people: list[Someone]) -> None:
    for one in people:
        population = one.record["population"]
        assert len(documents(one, "visa")) == (population == "visitor")
        assert len(documents(one, "iqama")) == (population in {"resident", "dependent"})
        assert len(documents(one, "national_id")) == (population == "citizen" and age(one) >= 15)
        for paper in one.record["documents"]:
            assert paper["issued"] < paper["expires"]
            assert paper["issued"] < TODAY.isoformat()


def test_journeys_agree_with_who_is_inside_and_none_lies_ahead(people: list[Someone]) -> None:
    away = 0
    for one in people:
        journeys = one.record["crossings"]
        assert [j["at"] for j in journeys] == sorted((j["at"] for j in journeys), reverse=True)
        assert all(j["at"][:10] < TODAY.isoformat() for j in journeys)
        if not one.record["inside_country"]:
            away += 1
            assert journeys[0]["direction"] == "exit"
        elif journeys:
            assert journeys[0]["direction"] == "entry"
    assert away > 50


def test_there_is_something_of_everything(people: list[Someone]) -> None:
    soon = [p for one in people for p in one.record["documents"] if "2028-02-29" <= p["expires"] <= "2028-04-30"]
    lapsed = [v for one in people for v in one.vehicles if v["insurance_expires"] < "2028-02-29"]
    new = [v for one in people for v in one.vehicles if v["inspection_expires"] >= f"{v['year'] + 3}-12-31"]
    unpaid = [v for one in people for v in one.violations if v["status"] == "unpaid"]
    exempt = [one for one in people if one.record["biometric"]["exempt"]]
    gone = [one for one in people if not one.record["alive"]]
    assert min(map(len, (soon, lapsed, new, unpaid, exempt, gone))) >= 5
    populations = {one.record["population"] for one in people}
    assert populations == {"citizen", "resident", "dependent", "visitor", "gcc_citizen"}


def test_arabic_and_latin_names_go_together(people: list[Someone]) -> None:
    pairs = {pair for table in (MEN, WOMEN, FAMILIES) for row in table.values() for pair in row}
    for one in people[:500]:
        arabic, latin = one.record["names"]["ar"], one.record["names"]["en"]
        assert all((arabic[part], latin[part]) in pairs for part in arabic)


def test_spares_never_meet_the_population_nor_each_other(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite3"
    populate(path, 100, 7, today=date.today())
    store = Store(path)
    before = store.count()
    made = [new_spare(store, 7, kind) for kind in ("citizen", "dependent", "resident", "dependent")]
    assert store.count() == before + 6  # two heads of household
    assert len({one["number"] for one in made} | {one["phone"] for one in made}) == 8


def test_a_register_appears_only_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite3"

    def broken() -> Iterator[Someone]:
        yield from Population(7, TODAY).people(10)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(path, broken(), lambda count: None)
    assert not is_current(path)
    assert not path.exists()


def test_populate_does_not_replace_a_register_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAWABA_SANDBOX_DIR", str(tmp_path))
    assert CliRunner().invoke(main, ["populate", "--persons", "50"]).exit_code == 0
    kept = (tmp_path / "register.sqlite3").read_bytes()
    refused = CliRunner().invoke(main, ["populate", "--persons", "60"])
    assert refused.exit_code == 2
    assert "--again" in refused.output
    assert (tmp_path / "register.sqlite3").read_bytes() == kept
    assert CliRunner().invoke(main, ["populate", "--persons", "60", "--again"]).exit_code == 0


def test_too_many_for_the_numbers_or_the_disk_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAWABA_SANDBOX_DIR", str(tmp_path))
    said = CliRunner().invoke(main, ["populate", "--persons", "10000000000"])
    assert said.exit_code == 2
    assert "need about" in said.output
    monkeypatch.setattr(populating, "BYTES_A_PERSON", 0)
    assert "at most" in CliRunner().invoke(main, ["populate", "--persons", "95000000"]).output
