"""The only readers of cases for others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bawaba.core.text import T
from bawaba.identity.accounts.queries import Holder, holder, pressed_links
from bawaba.identity.review.lifecycle import UNDECIDED
from bawaba.identity.review.models import Decision, NotYouCase
from bawaba.identity.review.rules import OF_CASES, OF_ENROLMENTS, pressed_since, was_part_of_it
from bawaba.identity.staff.queries import officer_names
from bawaba.journal.vault import Erased, unseal

PAGE = 30


class NoCase(LookupError):
    """None of that name."""


@dataclass(frozen=True)
class Row:
    """A line of the list: nobody is named."""

    number: int
    case: UUID
    state: str
    power: str
    opened_at: datetime
    attended_at: datetime | None


@dataclass(frozen=True)
class Judgement:
    """A decision, as colleagues see it."""

    officer: T
    move: str
    reason: T
    note: str
    at: datetime


@dataclass(frozen=True)
class CaseView:
    """Everything about one case."""

    case: UUID
    state: str
    power: str
    presses: int
    opened_at: datetime
    attended_at: datetime | None
    attended_place: str
    attendant: str
    about: Mapping[str, str]
    flagged: Sequence[Mapping[str, str]]
    who: Holder
    pressed_since: datetime | None

    def excludes(self, officer: UUID) -> bool:
        """Whether this officer had a part in it."""
        return was_part_of_it(str(officer), self.attendant, self.flagged)


def undecided_cases(after: int | None) -> list[Row]:
    """Oldest first."""
    rows = NotYouCase.objects.filter(state__in=UNDECIDED, pk__gt=after or 0).order_by("pk")[:PAGE]
    return [Row(row.pk, row.uuid, row.state, row.power, row.opened_at, row.attended_at) for row in rows]


def case_of(handle: UUID) -> CaseView:
    """NoCase."""
    row = NotYouCase.objects.filter(uuid=handle).first()
    if row is None:
        raise NoCase(handle)
    pressed = pressed_links(row.account)
    return CaseView(
        case=row.uuid,
        state=row.state,
        power=row.power,
        presses=row.presses,
        opened_at=row.opened_at,
        attended_at=row.attended_at,
        attended_place=row.attended_place,
        attendant=row.attendant,
        about=pressed[0].about if pressed else {},
        flagged=[one.about for one in pressed],
        who=holder(row.account),
        pressed_since=pressed_since(row.attended_at, (one.at for one in pressed)),
    )


def decisions_about(subject: UUID, owner: UUID) -> list[Judgement]:
    """Oldest first; a note whose key is gone is empty."""
    rows = list(Decision.objects.filter(subject=subject).order_by("pk"))
    names = officer_names({row.officer for row in rows})
    known = OF_ENROLMENTS if subject == owner else OF_CASES
    return [
        Judgement(
            officer=names.get(row.officer, T("موظف", en="An officer")),
            move=row.move,
            reason=known[row.move][row.reason],
            note=_note(owner, row),
            at=row.made_at,
        )
        for row in rows
    ]


def waits_for_proof(account: UUID) -> bool:
    """Suspended by "not you?", and nobody has lifted it: a counter may bind it to who stands there."""
    return NotYouCase.objects.filter(account=account, power="suspend", state__in=UNDECIDED).exists()


def undecided_case_of(account: UUID) -> str:
    """Its state, for the account's own page; empty when there is none."""
    row = NotYouCase.objects.filter(account=account, state__in=UNDECIDED).values_list("state", flat=True).first()
    return row or ""


def _note(owner: UUID, row: Decision) -> str:
    try:
        return unseal(owner, "review.note", row.uuid, row.note)
    except Erased:
        return ""
