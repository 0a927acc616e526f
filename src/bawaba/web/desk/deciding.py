"""One application at the desk: everything as it was asked, and what the officer may do with it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from bawaba.cases import deskwork
from bawaba.cases.attaching import NoAttachment, attachment_of
from bawaba.cases.checklist import RECENT
from bawaba.cases.commands import IllegalMove
from bawaba.cases.desk_queries import application_at_desk
from bawaba.cases.queries import ApplicationView, NoApplication
from bawaba.core.text import T
from bawaba.identity.staff.queries import OfficerView
from bawaba.web.desk.access import for_officer, household_of
from bawaba.web.desk.showing import case_page, reasons_of
from bawaba.web.portal.forms import Form
from bawaba.web.portal.public import not_found

NOW = timedelta(0)
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
NEEDS_LETTER = T("اكتب رسالة إلى مقدم الطلب.", en="Write a letter to the applicant.")
NEEDS_NOTE = T("اكتب الملاحظة.", en="Write the note.")
NEEDS_REASON = T("اختر السبب.", en="Choose the reason.")


@dataclass(frozen=True)
class Case:
    """What lies on the desk. ``household`` is None while nobody can say who the officer's family is."""

    found: ApplicationView
    officer: OfficerView
    household: Collection[str] | None

    @property
    def own(self) -> bool:
        """Nobody reads or decides in their own or their family's case, nor opens one while nobody knows the family."""
        if self.household is None and self.found.taken_by != self.officer.officer:
            return True
        found, family = self.found, self.household or ()
        return deskwork.is_own(
            application=found, concerned=found.concerned, officer=self.officer, household=family
        )  # one's own is known without the register


@require_safe
@for_officer
def application_page(request: Any, handle: UUID) -> HttpResponse:
    """Every look is an event."""
    try:
        case = _case(request, handle, RECENT)
    except NoApplication:
        return not_found(request)
    deskwork.look_at(application=handle, officer=request.officer)
    return case_page(request, case, Form())


@require_POST
@for_officer
def act(request: Any, handle: UUID, deed: str) -> HttpResponse:
    """One deed; the page shows what is true afterwards, whoever was faster."""
    try:
        case = _case(request, handle, NOW)
    except NoApplication:
        return not_found(request)
    form = Form(request.POST)
    if deed not in DEEDS:
        return not_found(request)
    try:
        DEEDS[deed](case, form)
    except (deskwork.NotYours, IllegalMove):
        pass  # another officer was faster, or it may not be: the page says which
    if form.problems:
        return case_page(request, case, form)
    return HttpResponseRedirect(f"/desk/applications/{handle}")


@require_safe
@for_officer
def file(request: Any, handle: UUID, attachment: UUID) -> HttpResponse:
    """An attachment, to be kept and not to be shown: what a stranger made is never opened on this site. A look, too."""
    try:
        case = _case(request, handle, RECENT)
        kind, content = attachment_of(handle, attachment)
    except (NoApplication, NoAttachment):
        return not_found(request)
    if case.own:
        return not_found(request)
    deskwork.look_at(application=handle, officer=request.officer)
    response = HttpResponse(content, content_type=kind)
    name = f"{case.found.reference}-{attachment.hex[:6]}.{ENDINGS.get(kind, 'bin')}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _case(request: Any, handle: UUID, max_age: timedelta) -> Case:
    found = application_at_desk(request.officer, handle)
    return Case(found, request.officer, household_of(request.officer, max_age))


def _take(case: Case, form: Form) -> None:
    deskwork.take(application=case.found.uuid, officer=case.officer, household=_family(case))


def _put_back(case: Case, form: Form) -> None:
    deskwork.put_back(application=case.found.uuid, officer=case.officer)


def _note(case: Case, form: Form) -> None:
    text = _written(form, "note", NEEDS_NOTE)
    if not form.problems:
        deskwork.note(application=case.found.uuid, officer=case.officer, household=case.household or (), text=text)


def _approve(case: Case, form: Form) -> None:
    deskwork.approve(application=case.found.uuid, officer=case.officer, household=_family(case))


def _reject(case: Case, form: Form) -> None:
    reason, letter = form.value("reason"), _written(form, "reject_letter", NEEDS_LETTER)
    if reason not in reasons_of(case.found):
        form.wrong("reason", NEEDS_REASON)
    if not form.problems:
        deskwork.reject(
            application=case.found.uuid, officer=case.officer, household=_family(case), reason=reason, letter=letter
        )


def _return(case: Case, form: Form) -> None:
    letter = _written(form, "return_letter", NEEDS_LETTER)
    if not form.problems:
        deskwork.send_back(application=case.found.uuid, officer=case.officer, household=_family(case), letter=letter)


def _family(case: Case) -> Collection[str]:
    """While it is unknown nothing is decided; the page says why."""
    if case.household is None:
        raise deskwork.NotYours(case.found.uuid)
    return case.household


def _written(form: Form, name: str, needed: T) -> str:
    """Lines stay lines."""
    text = form.value(name).strip()[: deskwork.LONGEST_LETTER]
    if not text:
        form.wrong(name, needed)
    return text


DEEDS: dict[str, Callable[[Case, Form], None]] = {
    "take": _take,
    "put-back": _put_back,
    "note": _note,
    "approve": _approve,
    "reject": _reject,
    "return": _return,
}
