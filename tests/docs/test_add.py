"""The Python of docs/add is executed: what a page says to write is what works."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from bawaba.cases.facts import Applicant, Facts
from bawaba.registers.facts import person_from
from bawaba.registers.ports import Known
from bawaba_attestor import Attestor, new_key, public_jwks

ADD = Path(__file__).parents[2] / "docs/add"
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


def run_page(slug: str, **given: Any) -> None:
    """All blocks of a page, one after another, in one namespace."""
    names: dict[str, Any] = {"__name__": f"docs.add.{slug}", **given}
    blocks = PYTHON.findall((ADD / f"{slug}.md").read_text())
    assert len(blocks) >= 2
    for block in blocks:
        exec(compile(block, f"docs/add/{slug}.md", "exec"), names)


@pytest.fixture
def facts(world: Any) -> Facts:
    now = datetime.now(UTC)
    person = Known(person_from(world.person("omar")), now, stale=False)
    return Facts(
        Applicant("resident", "active", 2, None, frozen_until_attended=False), now, now.date(), {"person": person}
    )


def test_an_eservice(facts: Facts) -> None:
    run_page("eservice", facts=facts)


def test_an_eservice_of_another_package() -> None:
    run_page("plugin")


def test_a_condition(facts: Facts) -> None:
    run_page("condition", facts=facts, silent=replace(facts, known={}))


def test_a_population(facts: Facts) -> None:
    assert facts.person
    nobody = replace(facts.person, documents=())
    run_page("population", person_without_papers=nobody, today=date.today(), limits=settings.LIMITS)


def test_a_connector() -> None:
    run_page("connector")


@pytest.mark.django_db
def test_an_attestor(world: Any) -> None:
    run_page(
        "channel",
        Attestor=Attestor,
        public_jwks=public_jwks,
        bank_key=new_key(),
        portal="http://testserver",
        transport=world.portal_transport(),
    )
