"""My applications: where each stands, what happened and when, and the way out of one that is not paid."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from bawaba.cases.catalogue import services
from bawaba.cases.commands import IllegalMove, cancel_application
from bawaba.cases.deciding import ByOfficer
from bawaba.cases.eservice import EService
from bawaba.cases.helpline import code_of
from bawaba.cases.lifecycle import APPLICATION, UNDER_WAY, WITH_OFFICER
from bawaba.cases.queries import ApplicationView, NoApplication, application_of, applications_of, is_counterparty
from bawaba.core.text import T
from bawaba.journal.ports import Actor
from bawaba.journal.queries import history_of
from bawaba.payments.queries import bill_for
from bawaba.web.portal.access import for_account
from bawaba.web.portal.pages import render
from bawaba.web.portal.paging import number_before
from bawaba.web.portal.public import not_found

DOCUMENT = T("الوثيقة المختومة", en="the sealed document")
STAGES = {
    "application.submit": T("قُدّم الطلب", en="Submitted"),
    "application.invite": T("أُرسل إلى الطرف الآخر", en="Sent to the other side"),
    "application.agree": T("وافق الطرف الآخر", en="The other side agreed"),
    "application.decline": T("تعذّر إتمامه", en="Cannot be completed"),
    "application.bill": T("صدرت الفاتورة", en="Bill raised"),
    "bill.pay": T("سُدّدت الفاتورة", en="Bill paid"),
    "application.review": T("وصل إلى موظف", en="With an officer"),
    "application.return": T("أعاده الموظف إليك", en="Sent back to you by the officer"),
    "application.resubmit": T("أكملته وعاد إلى الموظف", en="Completed; back with the officer"),
    "application.approve": T("قُبل الطلب", en="Approved"),
    "application.fail": T("لم يجب السجل، ونعيد المحاولة", en="The register was silent; we keep trying"),
    "application.effect": T("نُفّذ في السجل", en="Carried out in the register"),
    "application.issue": T("صدرت الوثيقة", en="Document issued"),
    "application.refuse": T("رفضه السجل", en="Refused by the register"),
    "application.stop": T("أُوقف لأن الحساب موقوف", en="Stopped: the account is"),
    "application.reject": T("رُفض الطلب", en="Rejected"),
    "application.cancel": T("ألغيته", en="Cancelled by you"),
    "application.expire": T("انتهت مهلة السداد", en="Not paid in time"),
    "escrow.hold": T("الثمن محفوظ", en="The price is held"),
    "escrow.release": T("أُفرج عن الثمن", en="The price is released"),
    "escrow.pay_out": T("وصل الثمن إلى البائع", en="The price was paid to the seller"),
    "bill.refund": T("أُعيد المبلغ إلى البطاقة", en="The amount went back to the card"),
}

AMISS = {f"application.{move}" for move in ("decline", "fail", "refuse", "stop", "reject", "expire")}
DELIVERY = {"application.effect": T("طُلبت الشحنة", en="Parcel ordered")}  # nothing of it is in a register


@require_safe
@for_account
def my_applications(request: Any) -> HttpResponse:
    """Newest first, by key."""
    rows = applications_of(request.header.account, number_before(request))
    titles = {slug: one.title for slug, one in services().items()}
    return render(request, "portal/applications.html", {"applications": rows, "titles": titles})


@require_safe
@for_account
def application_page(request: Any, handle: UUID) -> HttpResponse:
    """Where it stands, what was asked, what came out."""
    try:
        found = application_of(request.header.account, handle)
    except NoApplication:
        if is_counterparty(request.header.account, handle):
            return HttpResponseRedirect(f"/invitations/{handle}")
        return not_found(request)
    owed = bill_for(handle) if found.bill else None
    service = services().get(found.service)
    past = history_of([handle, *([found.bill] if found.bill else [])], STAGES)
    paid = owed is not None and owed.state == "paid"
    words = STAGES | DELIVERY if found.parcel else STAGES
    stages = [(words[one.type], one.at, dot_of(one.type)) for one in past]
    context = {
        "application": found,
        "bill": owed,
        "title": service.title if service else T(found.service, en=found.service),
        "document": service.issues.title if service and service.issues else DOCUMENT,
    }
    context |= {"helpline_code": code_of(handle)}
    context |= {"stages": stages, "deliverable": _deliverable(service, found)}
    context |= {"others": owed is not None and owed.account != request.header.account}
    context |= {"waiting": found.state in UNDER_WAY or (paid and found.state == "awaiting_payment")}
    cancellable = "cancel" in APPLICATION.open_to(found.state, "applicant")
    context |= {"may_cancel": cancellable and (not paid or found.state in WITH_OFFICER), "reason": _reason(found)}
    return render(request, "portal/application.html", context)


def dot_of(event: str) -> str:
    """How the timeline marks it: done, or amiss."""
    return "amiss" if event in AMISS else "done"


def _deliverable(service: EService | None, found: ApplicationView) -> bool:
    """What came of it can be sent for."""
    return service is not None and service.delivers and found.state == "issued" and found.concerned is None


def _reason(found: ApplicationView) -> T | None:
    """Why an officer said no, in the words of the service."""
    service = services().get(found.service)
    decide = service.decide if service else None
    return decide.reasons.get(found.reason) if isinstance(decide, ByOfficer) else None


@require_POST
@for_account
def cancel(request: Any, handle: UUID) -> HttpResponse:
    """No longer wanted; the page shows what is true afterwards, a payment that came first included."""
    account = request.header.account
    try:
        application_of(account, handle)
        cancel_application(application=handle, account=account, by=Actor("person", str(account)))
    except NoApplication:
        return not_found(request)
    except IllegalMove:
        pass  # it went on meanwhile
    return HttpResponseRedirect(f"/applications/{handle}")
