"""The live checklist: facts are fetched, conditions answer; a source that is down is said, never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bawaba.cases.answers import Answer, Met
from bawaba.cases.conditions import Answers
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Applicant, Facts
from bawaba.core import clock
from bawaba.core.text import T
from bawaba.registers.ports import UnknownPerson
from bawaba.registers.queries import known_facts

RECENT = timedelta(seconds=30)
NOTHING_CHOSEN: Answers = {}


@dataclass(frozen=True)
class Checked:
    """A condition and its answer."""

    title: T
    answer: Answer


def gather(service: EService, applicant: Applicant, person_key: str, max_age: timedelta = RECENT) -> Facts:
    """What the service needs; outside of any transaction."""
    try:
        known = known_facts(person_key, sorted(service.topics), max_age=max_age)
    except UnknownPerson:
        known = {}  # what is missing is None, and every condition says so
    return Facts(applicant, clock.now(), clock.today(), known)


def check(service: EService, facts: Facts, answers: Answers = NOTHING_CHOSEN) -> Sequence[Checked]:
    """Every condition's answer, in the order of the file."""
    return [Checked(condition.title, condition.holds(facts, answers)) for condition in service.conditions]


def may_submit(service: EService, facts: Facts, answers: Answers = NOTHING_CHOSEN) -> bool:
    """All met, the right group of people, enough assurance."""
    open_to = facts.applicant.population in service.open_to and facts.applicant.assurance >= service.assurance
    return open_to and all(isinstance(one.answer, Met) for one in check(service, facts, answers))
