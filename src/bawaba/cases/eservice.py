"""What an e-service is: one small file of ``services/`` fills this in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bawaba.cases.conditions import Answers, Condition
from bawaba.cases.counterparty import Counterparty
from bawaba.cases.deciding import Decision, automatically
from bawaba.cases.facts import Facts
from bawaba.cases.fields import Field
from bawaba.cases.issued import Document
from bawaba.core.money import Money
from bawaba.core.text import T
from bawaba.payments.commands import Line

EVERYBODY = frozenset({"citizen", "resident", "dependent", "visitor", "gcc_citizen"})
Fee = Callable[[Facts, Answers], Money | Sequence[Line]]


class RegisterChange:
    """The effect: a change in the register, carried out exactly once; each keyword names the answer that it takes."""

    def __init__(self, change: str, **takes: str) -> None:
        """``RegisterChange("iqama.renew", months="months")``."""
        self.change, self.takes = change, takes

    def data(self, answers: Answers) -> Mapping[str, Any]:
        """What the register is told."""
        return {name: answers[field] for name, field in self.takes.items()}


class Delivery:
    """The effect: a parcel to the national address on record, which is kept as it stood at submission; one an application."""


@dataclass(frozen=True)
class EService:
    """One thing that the state offers."""

    slug: str
    agency: str
    title: T
    about: T
    open_to: frozenset[str] | set[str] = EVERYBODY
    assurance: int = 2
    conditions: tuple[Condition, ...] = ()
    fields: tuple[Field, ...] = ()
    fee: Fee | None = None
    fee_note: T | None = None
    for_whom: tuple[str, ...] = ("self",)  # relations in the register; "delegation" where somebody may act for one
    decide: Decision = automatically
    counterparty: Counterparty | None = None
    escrow: str = ""  # the field whose amount is held until both have done their part
    effect: RegisterChange | Delivery | None = None
    issues: Document | None = None
    sensitive: bool = False
    sentence: T | None = None  # to be confirmed and kept; {field}: an answer; {who}, {for_who}: whom it concerns
    delivers: bool = False  # what it leads to may be sent for
    page: str = ""
    time: T = T("فوري", en="At once")
    words: tuple[str, ...] = ()
    basis: T = T("عينة للعرض", en="Sample for demonstration")

    @property
    def topics(self) -> frozenset[str]:
        """Everything that its conditions and fields must hear."""
        needed = frozenset({"person"}) if self.issues and self.issues.rows else frozenset[str]()
        needed |= {"address"} if isinstance(self.effect, Delivery) else set()
        return needed.union(*(part.topics for part in (*self.conditions, *self.fields)))

    def lines(self, facts: Facts, answers: Answers) -> Sequence[Line]:
        """What is owed: an amount of its own is the government's fee; nothing for nothing."""
        owed = self.fee(facts, answers) if self.fee is not None else ()
        if isinstance(owed, Money):
            return (Line("government_fee", self.title, owed),) if owed.halalas else ()
        return owed
