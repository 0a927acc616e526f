"""docs/api/problems.md: recorded answers, one of each documented type, and as the portal of today gives them."""

import re
from pathlib import Path
from typing import Any

import pytest

from problem_page import PAGE, answers, render
from wires import slug_of

TABLE = Path(__file__).parents[2] / "docs/api/attestors.md"
ROW = re.compile(r"^\| `([a-z-]+)` \| ([\d, ]+) \|", re.MULTILINE)


@pytest.mark.django_db
def test_every_documented_problem_is_recorded_with_its_status_and_the_page_is_not_stale(world: Any) -> None:
    recorded = answers(world)
    documented = {
        (slug, int(status))
        for slug, statuses in ROW.findall(TABLE.read_text().partition("## Problems")[2])
        for status in statuses.split(",")
    }
    assert {(slug_of(answer), answer.status_code) for _, answer in recorded} == documented
    assert PAGE.read_text() == render(recorded), "run: make pages"


def test_the_page_holds_nothing_that_lives_or_is_about_somebody() -> None:
    page = PAGE.read_text()
    assert not re.search(r"\d{9}|eyJ|[0-9a-f]{8}-[0-9a-f]{4}", page)
