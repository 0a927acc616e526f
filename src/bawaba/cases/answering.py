"""What was posted becomes answers, or a sentence beside each field that cannot be taken."""

from collections.abc import Mapping
from typing import Any

from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.cases.fields import BadAnswer, Choice, Posted
from bawaba.core.text import T


def cleaned(service: EService, posted: Posted, facts: Facts) -> tuple[dict[str, Any], Mapping[str, T]]:
    """Answers by field (those that stayed empty are left out), and problems by field."""
    answers: dict[str, Any] = {}
    problems: dict[str, T] = {}
    for asked in service.fields:
        try:
            answer = asked.clean(posted, facts)
        except BadAnswer as bad:
            problems[asked.name] = bad.text
            continue
        if answer is not None:
            answers[asked.name] = answer
    return answers, problems


def chosen_before(service: EService, said: Mapping[str, str]) -> dict[str, list[str]]:
    """What the address of a form may choose in advance: one of a few values that the service names, never a text."""
    return {
        asked.name: [said[asked.name]]
        for asked in service.fields
        if isinstance(asked, Choice) and said.get(asked.name) in {str(value) for value in asked.values}
    }
