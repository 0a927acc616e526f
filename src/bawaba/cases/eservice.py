"""What an e-service is: one small file of ``services/`` fills this in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bawaba.cases.conditions import Condition
from bawaba.cases.facts import Facts
from bawaba.core.text import T
from bawaba.payments.commands import Line

EVERYBODY = frozenset({"citizen", "resident", "dependent", "visitor", "gcc_citizen"})
Answers = Mapping[str, list[str]]


@dataclass(frozen=True)
class Option:
    """One thing to choose: its value, and the label as asked."""

    value: str
    label: T
    amount: str = ""


@dataclass(frozen=True)
class Several:
    """Choose one or more of what the facts offer."""

    name: str
    label: T
    options: Callable[[Facts], Sequence[Option]]


@dataclass(frozen=True)
class RegisterChange:
    """The effect: a change in the register, carried out exactly once."""

    change: str
    data: Callable[[Answers], Mapping[str, object]]


@dataclass(frozen=True)
class EService:
    """One thing that the state offers."""

    slug: str
    agency: str
    title: T
    about: T
    open_to: frozenset[str] = EVERYBODY
    assurance: int = 2
    conditions: tuple[Condition, ...] = ()
    fields: tuple[Several, ...] = ()
    fee: Callable[[Facts, Answers], Sequence[Line]] | None = None
    effect: RegisterChange | None = None
    issues: str = ""
    page: str = ""
    time: T = T("فوري", en="At once")
    words: tuple[str, ...] = ()
    basis: T = T("عينة للعرض", en="Sample for demonstration")
    needs: frozenset[str] = field(default_factory=lambda: frozenset({"person"}))
