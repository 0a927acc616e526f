"""The live checklist: facts are fetched, conditions answer; a source that is down is said, never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.appointments.queries import held_by
from bawaba.cases.conditions import Answers, Assured, Condition, OpenTo
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.core import clock
from bawaba.core.text import T
from bawaba.documents.queries import documents_to_show
from bawaba.identity.accounts.queries import Applicant
from bawaba.payments.providers import provider
from bawaba.registers.ports import Known, UnknownPerson
from bawaba.registers.queries import known_facts

RECENT = timedelta(seconds=30)
# topics that no register is asked about: what was issued here, where the person was received
PAPERS, APPOINTMENTS = "papers", "appointments"
KEPT_HERE = frozenset({PAPERS, APPOINTMENTS})
NOTHING_CHOSEN: Answers = {}
HELD = T("يُحفظ الثمن حتى تنتقل الملكية", en="The price is held until the transfer")
NOT_HELD = Unmet(
    T(
        "مزود الدفع لا يحفظ الأثمان، فهذه الخدمة غير متاحة.",
        en="The payment provider holds no prices; this service is not available.",
    )
)


@dataclass(frozen=True)
class Checked:
    """A condition and its answer."""

    title: T
    answer: Answer


def gather(topics: frozenset[str], who: Applicant, person_key: str, max_age: timedelta = RECENT) -> Facts:
    """What was heard on these topics of a person, for an account that acts; outside of any transaction."""
    try:
        asked = sorted(topics - KEPT_HERE)
        known = dict(known_facts(person_key, asked, max_age=max_age)) if asked else {}
    except UnknownPerson:
        known = {}  # what is missing is None, and every condition says so
    if PAPERS in topics and who.account is not None:
        known[PAPERS] = Known(documents_to_show(who.account), clock.now())
    received = held_by(person_key) if APPOINTMENTS in topics else {}
    return Facts(who, clock.now(), clock.today(), known, received=received)


def check(service: EService, facts: Facts, answers: Answers = NOTHING_CHOSEN) -> Sequence[Checked]:
    """Every condition's answer, in the order of the file; before them whom it is for and how sure we must be, where that fails."""
    always = [OpenTo(frozenset(service.open_to)), Assured(service.assurance)]
    failed = [one for one in always if not isinstance(one.holds(facts, answers), Met)]
    return [*check_all((*failed, *service.conditions), facts, answers), *_cannot_be_held(service)]


def _cannot_be_held(service: EService) -> list[Checked]:
    """Said before anybody pays: a provider that cannot pay out would keep a price for ever."""
    return [] if not service.escrow or provider().pays_out else [Checked(HELD, NOT_HELD)]


def check_all(conditions: Sequence[Condition], facts: Facts, answers: Answers = NOTHING_CHOSEN) -> list[Checked]:
    """The answer of each."""
    return [Checked(condition.title, condition.holds(facts, answers)) for condition in conditions]


def may_submit(service: EService, facts: Facts, answers: Answers = NOTHING_CHOSEN) -> bool:
    """All met, the right group of people, enough assurance."""
    return all(isinstance(one.answer, Met) for one in check(service, facts, answers))
