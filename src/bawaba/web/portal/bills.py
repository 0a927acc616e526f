"""A bill, its hosted payment page, and the way back from it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from bawaba.core.text import T
from bawaba.journal.ports import Actor
from bawaba.payments.commands import NotDue
from bawaba.payments.paying import start_payment
from bawaba.payments.ports import ProviderUnavailable
from bawaba.payments.queries import NoBill, bill_of
from bawaba.payments.reconciliation import ask_about_bill
from bawaba.web.portal.access import for_account
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import not_found

SAID = {
    "failed": T(
        "لم تتم عملية الدفع، ولم يُخصم شيء. تستطيع أن تحاول مرة أخرى.",
        en="The payment did not go through and nothing was charged. You can try again.",
    ),
    "pending": T(
        "لم يصلنا تأكيد الدفع بعد. إن كنت دفعت فلا تدفع مرة أخرى: نسأل مزود الدفع كل بضع دقائق، ونبلغك.",
        en="The payment is not confirmed yet. If you have paid, do not pay again: we ask the provider every few minutes and tell you.",
    ),
    "silent": T(
        "مزود الدفع لا يجيب الآن. فاتورتك محفوظة. إن كنت دفعت فلا تدفع مرة أخرى: نسأله كل بضع دقائق حتى يجيب.",
        en="The payment provider does not answer now. Your bill is kept. If you have paid, do not pay again: we ask every few minutes until it answers.",
    ),
}


@require_safe
@for_account
def bill(request: Any, handle: UUID) -> HttpResponse:
    """What is owed, line by line; after a visit to the provider, what came of it."""
    try:
        found = bill_of(request.header.account, handle)
    except NoBill:
        return not_found(request)
    said = SAID.get(request.GET.get("back", "")) if found.state == "due" else None
    return render(request, "portal/bill.html", {"bill": found, "said": said})


@require_POST
@for_account
def pay(request: Any, handle: UUID) -> HttpResponse:
    """To the hosted page; a second click leads to the same one."""
    try:
        found = bill_of(request.header.account, handle)
        by = Actor("person", str(request.header.account))
        url = start_payment(bill=handle, account=request.header.account, language=request.reader.language, by=by)
    except NoBill:
        return not_found(request)
    except NotDue:
        return HttpResponseRedirect(f"/bills/{handle}")
    except ProviderUnavailable:
        return render(request, "portal/bill.html", {"bill": found, "said": SAID["silent"]}, 503)
    return HttpResponseRedirect(url)


@require_safe
@for_account
def returned(request: Any, handle: UUID) -> HttpResponse:
    """Back from the hosted page: ask the provider at once, then show what is true."""
    try:
        due = bill_of(request.header.account, handle).state == "due"
        said = ask_about_bill(handle) if due else ""
        found = bill_of(request.header.account, handle)
    except NoBill:
        return not_found(request)
    if found.state == "due":
        return HttpResponseRedirect(f"/bills/{handle}?back={said}")
    return HttpResponseRedirect(f"/applications/{found.subject}")
