"""What the page of one application shows an officer."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.http import HttpResponse

from bawaba.cases.catalogue import AGENCIES, services
from bawaba.cases.checklist import RECENT
from bawaba.cases.deciding import ByOfficer
from bawaba.cases.desk_queries import NoteView, notes_on
from bawaba.cases.eservice import EService
from bawaba.cases.fields import Files, Text
from bawaba.cases.lifecycle import APPLICATION
from bawaba.cases.queries import ApplicationView
from bawaba.core.text import T
from bawaba.identity.accounts.queries import holder
from bawaba.identity.staff.queries import OfficerView, officer_names
from bawaba.journal.queries import Happened, history_of
from bawaba.payments.queries import bill_for
from bawaba.registers.ports import RegisterUnavailable, UnknownPerson
from bawaba.registers.queries import person
from bawaba.web.portal.applications import STAGES, dot_of
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render

DESK = {
    "application.take": T("أخذه موظف", en="Taken by an officer"),
    "application.put_back": T("أُعيد إلى القائمة", en="Put back into the queue"),
    "application.cancel": T("ألغاه مقدمه", en="Cancelled by the applicant"),
}
HAPPENED = STAGES | DESK


class Case(Protocol):
    """What lies on the desk."""

    @property
    def found(self) -> ApplicationView:
        """The application."""

    @property
    def officer(self) -> OfficerView:
        """Who looks at it."""

    @property
    def household(self) -> Any:
        """None: nobody can say."""

    @property
    def own(self) -> bool:
        """The officer's own or the family's."""


def reasons_of(found: ApplicationView) -> Mapping[str, T]:
    """What may be said with a no."""
    decide = services()[found.service].decide if found.service in services() else None
    return decide.reasons if isinstance(decide, ByOfficer) else {}


def case_page(request: Any, case: Case, form: Form) -> HttpResponse:
    """Buttons as the lifecycle and the officer's hands allow; of one's own case nothing but that it is one's own."""
    found, officer = case.found, case.officer
    service = services().get(found.service)
    context: dict[str, Any] = {"application": found, "officer": officer, "form": form, "silent": case.household is None}
    context |= {"title": service.title if service else T(found.service, en=found.service)}
    context |= {"agency": AGENCIES[found.agency]}
    if case.own:
        return render(request, "desk/own.html", context)
    notes, past = notes_on(found), history_of([found.uuid], HAPPENED)
    names, who = officer_names(_officers(found, notes, past)), holder(found.account)
    mine = found.taken_by == officer.officer
    moves = APPLICATION.open_to(found.state, "officer") if mine and case.household is not None else ()
    context |= {
        "asked": _asked(found, who.person_key),
        "applicant": who,
        "notes": notes,
        "names": names,
        "mine": mine,
        "bill": bill_for(found.uuid) if found.bill else None,
    }
    context |= {"moves": moves, "may_take": found.state == "in_review" and found.taken_by is None}
    context |= {"reasons": reasons_of(found)}
    context |= {"past": [(HAPPENED[one.type], one.at, _named(one, names), dot_of(one.type)) for one in past]}
    return render(request, "desk/application.html", context)


def _asked(found: ApplicationView, person_key: str) -> list[tuple[Sequence[str], Sequence[str], list[list[str]], str]]:
    """(label, as shown, files as [handle, name], what the register has in its place now) of each answer."""
    service = services().get(found.service)
    now = _in_register(service, found, person_key)
    files = {field.name for field in service.fields if isinstance(field, Files)} if service else set()
    return [
        (
            one["label"],
            one["shown"],
            [file.split("/", 1) for file in one["value"]] if name in files else [],
            now.get(name, ""),
        )
        for name, one in found.asked.items()
    ]


def _in_register(service: EService | None, found: ApplicationView, person_key: str) -> Mapping[str, str]:
    """By field; nothing where no answer takes the place of a fact, or nobody can say what it is."""
    compared = (
        {field.name: field.now for field in service.fields if isinstance(field, Text) and field.now} if service else {}
    )
    if not compared or service is None:
        return {}
    try:
        who = person(person_key, max_age=RECENT).value
    except (RegisterUnavailable, UnknownPerson):
        return {}
    said = {name: one["value"] for name, one in found.asked.items()}
    return {name: now(who, said) for name, now in compared.items()}


def _officers(found: ApplicationView, notes: Sequence[NoteView], past: Sequence[Happened]) -> set[UUID]:
    acted = {UUID(one.by) for one in past if one.type in DESK_MOVES}
    return acted | {one.officer for one in notes} | ({found.taken_by} if found.taken_by else set())


def _named(one: Happened, names: Mapping[UUID, T]) -> T | None:
    return names.get(UUID(one.by)) if one.type in DESK_MOVES else None


DESK_MOVES = ("application.take", "application.put_back", "application.return", "application.reject")
