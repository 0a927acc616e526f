"""The engine of every life refuses tables that cannot be."""

import pytest

from bawaba.core.lifecycle import Lifecycle

LIFE = Lifecycle(
    "lamp",
    ("make", (), "off", "maker"),
    ("light", ("off",), "on", "person"),
    ("darken", ("on",), "off", "person"),
    ("break", ("off", "on"), "broken", "clock"),
)


def test_a_table_names_its_moves_states_and_beginning() -> None:
    assert LIFE.moves == ("make", "light", "darken", "break")
    assert LIFE.states == ("off", "on", "broken")
    assert LIFE.initial() == "off"
    assert LIFE.move("break").sources == ("off", "on")


def test_buttons_are_what_somebody_may_do_in_a_state() -> None:
    assert LIFE.open_to("on", "person") == ("darken",)
    assert LIFE.open_to("on", "clock") == ("break",)
    assert LIFE.open_to("broken", "person") == ()


def test_the_drawing_has_a_line_for_every_source_of_every_move() -> None:
    lines = LIFE.mermaid().splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert "    [*] --> off : make (maker)" in lines
    assert len(lines) == 6


def test_a_state_that_nothing_reaches_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves a state"):
        Lifecycle("x", ("a", (), "one", "system"), ("b", ("nowhere",), "two", "system"))


def test_a_move_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        Lifecycle("x", ("a", (), "one", "system"), ("a", ("one",), "two", "system"))


def test_an_unknown_move_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        LIFE.move("explode")
