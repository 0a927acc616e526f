"""The live checklist: facts are fetched, conditions answer; a source that is down is said, never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bawaba.cases.answers import Answer, Met
from bawaba.cases.conditions import Answers, Assured, OpenTo
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.accounts.queries import applicant
from bawaba.registers.ports import UnknownPerson
from bawaba.registers.queries import known_facts

RECENT = timedelta(seconds=30)
NOTHING_CHOSEN: Answers = {}


@dataclass(frozen=True)
class Checked:
    """A condition and its answer."""

    title: T
    answer: Answer


def gather(service: EService, account: UUID, person_key: str, max_age: timedelta = RECENT) -> Facts:
    """What the service needs; outside of any transaction."""
    try:
        known = known_facts(person_key, sorted(service.topics), max_age=max_age) if service.topics else {}
    except UnknownPerson:
        known = {}  # what is missing is None, and every condition says so
    return Facts(applicant(account), clock.now(), clock.today(), known)


def check(service: EService, facts: Facts, answers: Answers = NOTHING_CHOSEN) -> Sequence[Checked]:
    """Every condition's answer, in the order of the file; before them whom it is for and how sure we must be, where that fails."""
    always = [OpenTo(frozenset(service.open_to)), Assured(service.assurance)]
    failed = [one for one in always if not isinstance(one.holds(facts, answers), Met)]
    return [Checked(condition.title, condition.holds(facts, answers)) for condition in (*failed, *service.conditions)]


def may_submit(service: EService, facts: Facts, answers: Answers = NOTHING_CHOSEN) -> bool:
    """All met, the right group of people, enough assurance."""
    return all(isinstance(one.answer, Met) for one in check(service, facts, answers))
