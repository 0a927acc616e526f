"""Applying: for whom, the form that saves itself, the review, and what an officer sent back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from bawaba.cases.acting import NotInForce, may_act_for, may_still_act, standing_for
from bawaba.cases.answering import chosen_before, cleaned
from bawaba.cases.answers import Met, Unknown
from bawaba.cases.attaching import LARGEST, BadFile, file_name, hold_attachments, own_attachments, take_in
from bawaba.cases.catalogue import AGENCIES, services
from bawaba.cases.checklist import KEPT_HERE, RECENT, check
from bawaba.cases.commands import IllegalMove
from bawaba.cases.concerns import Concerned
from bawaba.cases.drafting import Draft, draft_begun, draft_of, keep_typed, resubmit, save_draft
from bawaba.cases.earlier import facts_for
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.cases.fields import Field, Files, Offers, Option
from bawaba.cases.queries import NoApplication, application_of
from bawaba.cases.sentences import NotConfirmed
from bawaba.cases.submission import AskedBefore, NotEntitled, Request, SourceSilent, as_asked, submit_application
from bawaba.core import clock
from bawaba.core.text import T
from bawaba.journal.ports import Actor
from bawaba.registers.ports import Person, UnknownPerson
from bawaba.registers.queries import known_facts
from bawaba.web.portal.access import for_account
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render
from bawaba.web.portal.proving import ask_again, is_stale, will_ask
from bawaba.web.portal.public import not_found
from bawaba.web.portal.sentences import ANOTHER, confirmed_mark, shown_to_confirm

AT_SUBMISSION = timedelta(0)
CHANGED = T(
    "تغيّر شيء منذ فتحت الصفحة. راجع الشروط ثم أعد المحاولة.",
    en="Something changed since you opened the page. Check the conditions and try again.",
)
ASKED = T(
    "قدّمت هذا الطلب من قبل، وتجده في «طلباتي».",
    en="You asked for this before; you find it under “Applications”.",
)
SILENT = T(
    "لا يجيب السجل الآن، فلم نقدّم طلبك، وما كتبته محفوظ. أعد المحاولة بعد قليل.",
    en="The register does not answer now, so nothing was submitted; what you typed is kept. Please try again in a while.",
)
WHY = {SourceSilent: SILENT, AskedBefore: ASKED}
CHOOSE = T("اختر لمن تقدّم الطلب.", en="Choose for whom you apply.")
SELF = "self"


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def apply(request: Any, slug: str) -> HttpResponse:
    """The first page: for whom, where it may be for others; else the form itself."""
    service = services().get(slug)
    if service is None or service.page:
        return not_found(request)
    if service.for_whom == (SELF,):
        begun = None if request.method == "POST" else _begun(request, service, None)
        return HttpResponseRedirect(begun) if begun else _form(request, service, None, None)
    others = may_act_for(service, request.header.account, own_record(request))
    form = Form(request.POST if request.method == "POST" else {})
    if request.method == "POST":
        chosen = _chosen(form.value("for"), service, others)
        if chosen is not False:
            begun = _begun(request, service, chosen)
            handle = save_draft(asked=_asked(request, service, chosen, {}), posted=None, by=_by(request))
            return HttpResponseRedirect(begun or f"/applications/{handle}/edit")
        form.wrong("for", CHOOSE)
    context = {"service": service, "agency": AGENCIES[service.agency], "form": form, "others": others}
    return render(request, "portal/for_whom.html", context | {"oneself": SELF in service.for_whom})


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def edit(request: Any, handle: UUID) -> HttpResponse:
    """A draft, or what an officer sent back."""
    try:
        draft = _open_draft(request, handle)
    except NoApplication:
        return _not_written_now(request, handle)
    return _form(request, draft.service, draft.concerned, draft)


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def review(request: Any, handle: UUID) -> HttpResponse:
    """Everything once more, with what it costs; its button submits."""
    try:
        draft = _open_draft(request, handle)
    except NoApplication:
        return _not_written_now(request, handle)
    sent = request.method == "POST"
    if sent and draft.service.sensitive and is_stale():
        return ask_again(request)
    facts = _facts(request, draft.service, draft.concerned, draft)
    answers, problems = cleaned(draft.service, draft.posted, facts)
    if problems:
        return HttpResponseRedirect(f"/applications/{handle}/edit")
    form = Form()
    if sent and (where := _submitted(request, draft, facts, answers, form)):
        return HttpResponseRedirect(where)
    checked = check(draft.service, facts, answers)
    context = {"service": draft.service, "agency": AGENCIES[draft.service.agency], "draft": draft, "form": form}
    context |= {"asked": as_asked(draft.service, facts, answers), "lines": draft.service.lines(facts, answers)}
    context |= {"checked": shown_checks(checked), "open": all(isinstance(one.answer, Met) for one in checked)}
    context |= {"proves": draft.service.sensitive and will_ask(request)}
    context |= shown_to_confirm(draft.service, draft.uuid, draft.concerned, facts, answers)
    return render(request, "portal/review.html", context)


@require_POST
@for_account
def save(request: Any, handle: UUID) -> HttpResponse:
    """The form saves itself while one types; nothing is judged."""
    kept = keep_typed(account=request.header.account, draft=handle, posted=_typed(request))
    return HttpResponse(status=204) if kept else not_found(request)


def _begun(request: Any, service: EService, concerned: Concerned | None) -> str:
    """Where to go on with what was begun before: nothing typed is lost. Empty when nothing was."""
    asked = _asked(request, service, concerned, {})
    handle = draft_begun(account=asked.account, service=service, person_key=asked.person_key)
    return f"/applications/{handle}/edit?begun=before" if handle else ""


def _open_draft(request: Any, handle: UUID) -> Draft:
    """Under a delegation or a tie only while it is in force: what the registers say of the other is shown here. NoApplication."""
    account = request.header.account
    draft = draft_of(account, handle)
    if draft.concerned and draft.concerned.is_over(clock.today()):
        raise NoApplication(handle)
    delegated = draft.concerned if draft.concerned and draft.concerned.delegation else None
    if delegated and not may_still_act(draft.service, account, delegated, None):
        raise NoApplication(handle)
    return draft


def _not_written_now(request: Any, handle: UUID) -> HttpResponse:
    """One's own that was submitted meanwhile is shown as it stands; a second click leads where the first one led."""
    try:
        found = application_of(request.header.account, handle)
    except NoApplication:
        return not_found(request)
    owes = found.state == "awaiting_payment" and found.counterparty is None
    return HttpResponseRedirect(
        f"/bills/{found.bill}" if owes and request.method == "POST" else f"/applications/{handle}"
    )


def shown_checks(checked: Sequence[Any]) -> list[tuple[T, str, Any]]:
    """As the checklist's template wants them."""
    return [(one.title, type(one.answer).__name__, one.answer) for one in checked]


def _form(request: Any, service: EService, concerned: Concerned | None, draft: Draft | None) -> HttpResponse:
    sent = request.method == "POST"
    facts = _facts(request, service, concerned, draft)
    posted = _typed(request) if sent else dict(draft.posted) if draft else chosen_before(service, request.GET.dict())
    form = Form({name: values[-1] for name, values in posted.items() if values})
    if sent:
        taken = _take_files(request, service, posted, form, draft)
        handle = (
            draft.uuid
            if draft
            else save_draft(asked=_asked(request, service, concerned, {}), posted=posted, by=_by(request))
        )
        keep_typed(account=request.header.account, draft=handle, posted=posted)
        hold_attachments(account=request.header.account, application=handle, answers=taken)
        form.problems.update(_problems(service, posted, facts))
        if "later" in request.POST:
            return HttpResponseRedirect("/applications/")
        if not form.problems:
            return HttpResponseRedirect(f"/applications/{handle}/review")
    context = {"service": service, "agency": AGENCIES[service.agency], "form": form, "draft": draft}
    context |= {"checked": shown_checks(check(service, facts)), "concerned": concerned}
    context |= {"begun": not sent and request.GET.get("begun") == "before"}
    context |= {"fields": [(asked, _options(asked, facts)) for asked in service.fields]}
    return render(request, "portal/apply.html", context | {"chosen": lambda name: posted.get(name, [])})


def _problems(service: EService, posted: dict[str, list[str]], facts: Facts) -> Mapping[str, T]:
    """What cannot be taken; while a source is silent only that is said: what was chosen is not judged on nothing."""
    if any(isinstance(one.answer, Unknown) for one in check(service, facts)):
        return {"conditions": SILENT}
    return cleaned(service, posted, facts)[1]


def _submitted(request: Any, draft: Draft, facts: Facts, answers: dict[str, Any], form: Form) -> str:
    """Where to go on; empty when it was not submitted, and the form says why."""
    try:
        if draft.concerned and not may_still_act(
            draft.service, request.header.account, draft.concerned, own_record(request, AT_SUBMISSION)
        ):
            raise NotEntitled(draft.service.slug)
        asked = _asked(request, draft.service, draft.concerned, answers, draft.uuid)
        asked = replace(asked, confirmed=confirmed_mark(request, draft.service, form))
        if form.problems:
            return ""
        if draft.state == "returned":
            resubmit(draft=draft, asked=asked, facts=facts, by=_by(request))
            return f"/applications/{draft.uuid}"
        done = submit_application(asked=asked, facts=facts, by=_by(request))
    except (NotEntitled, NotInForce, SourceSilent) as error:
        form.wrong("conditions", WHY.get(type(error), CHANGED))
        return ""
    except NotConfirmed:
        form.wrong("confirmed", ANOTHER)
        return ""
    except IllegalMove:
        return f"/applications/{draft.uuid}"
    return f"/bills/{done.bill}" if done.bill else f"/applications/{done.application}"


def _asked(
    request: Any, service: EService, concerned: Concerned | None, answers: dict[str, Any], draft: UUID | None = None
) -> Request:
    key = concerned.person_key if concerned else request.header.person_key
    return Request(service, request.header.account, key, answers, concerned, draft)


def _facts(request: Any, service: EService, concerned: Concerned | None, draft: Draft | None) -> Facts:
    key, max_age = concerned.person_key if concerned else request.header.person_key, RECENT
    if request.method == "POST" or (_asks_more(draft) if draft else service.topics & KEPT_HERE):
        max_age = AT_SUBMISSION
    who = standing_for(request.header.applicant(), concerned)
    facts = facts_for(service, who, key, max_age, earlier=draft.earlier if draft else None)
    return replace(facts, asked_on=draft.asked_on) if draft else facts


def _asks_more(draft: Draft) -> bool:
    """One statement more than other drafts, so the register is asked at once: finding out whether it must be were a fifth."""
    under = draft.concerned is not None and bool(draft.concerned.delegation)
    return under or bool(draft.service.topics & KEPT_HERE)


def own_record(request: Any, max_age: timedelta = RECENT) -> Person | None:
    """The applicant as the register has them; None when it is silent."""
    try:
        found = known_facts(request.header.person_key, ("person",), max_age=max_age).get("person")
    except UnknownPerson:
        return None
    return found.value if found and not found.stale else None


def _chosen(value: str, service: EService, others: Sequence[Concerned]) -> Concerned | bool | None:
    """None for oneself; False when nothing that was offered was chosen."""
    if value == SELF and SELF in service.for_whom:
        return None
    return next((one for one in others if one.person_key == value), False)


def _typed(request: Any) -> dict[str, list[str]]:
    return {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}


def _take_files(
    request: Any, service: EService, posted: dict[str, list[str]], form: Form, draft: Draft | None
) -> dict[str, list[str]]:
    """Files that came with the form are taken in at once; those of before stay named by its ticks."""
    account, taken = request.header.account, {}
    for field in service.fields:
        if not isinstance(field, Files):
            continue
        kept = own_attachments(account, posted.get(field.name, []), draft.uuid if draft else None)
        for file in request.FILES.getlist(field.name)[: field.most]:
            try:
                kept.append(f"{take_in(account=account, content=file.read(LARGEST + 1))}/{file_name(file.name)}")
            except BadFile as bad:
                form.wrong(field.name, bad)
        posted[field.name] = taken[field.name] = kept
    return taken


def _options(asked: Field, facts: Facts) -> Sequence[Option]:
    offered = asked.options(facts) if isinstance(asked, Offers) else ()
    return [one for one in offered if one.value not in facts.asked_before]  # once is once


def _by(request: Any) -> Actor:
    return Actor("person", str(request.header.account))
