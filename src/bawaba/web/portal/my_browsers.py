"""Browsers that tell me of new letters: this one, where it offers that, and those that do already."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from bawaba.core.browsers import in_words
from bawaba.core.text import T
from bawaba.identity.accounts.browsers import rest_browser, wake_browser
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.codes.budgets import TooOften
from bawaba.journal.ports import Actor
from bawaba.messaging.browsers import TooManyBrowsers, UnknownService, application_key, known_browsers
from bawaba.messaging.ports import Subscription
from bawaba.web.origin import device_of, opened_on
from bawaba.web.portal.access import for_account
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render

PAGE, MOST = "/settings/push", 2000
UNKNOWN = T(
    "متصفحك يرسل الإشعارات عبر جهة لا نتعامل معها. رسائلك تصلك هنا كما كانت.",
    en="Your browser’s notifications go through a service that we do not use. Your letters are here as before.",
)
ENOUGH = T("لديك أقصى عدد من المتصفحات. أوقف واحدًا أولًا.", en="You have as many browsers as you may. Stop one first.")
OFTEN = T("غيّرت هذا مرات كثيرة اليوم. حاول غدًا.", en="You have changed this many times today. Try again tomorrow.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def mine(request: Any) -> HttpResponse:
    """The key is public: a browser is told by it whom it shall listen to."""
    form = Form(request.POST if request.method == "POST" else {})
    if request.method == "POST" and (added := _added(request, form)):
        return added
    rows = known_browsers(request.header.account, device_of(request))
    context = {"form": form, "rows": rows, "key": application_key(), "in_words": in_words}
    context |= {"here": any(one.here for one in rows), "said": request.GET.get("said", "")}
    return render(request, "portal/browsers.html", context, 429 if form.error("endpoint") is OFTEN else 200)


@require_POST
@for_account
def remove(request: Any, handle: UUID) -> HttpResponse:
    """Nothing is proven again: it only gets quieter, and every address hears of it."""
    account, key = request.header.account, request.session.session_key
    try:
        found = rest_browser(account=account, browser=handle, session_key=key, by=Actor("person", str(account)))
    except SessionOver:
        return HttpResponseRedirect("/login")
    if not found:
        raise Http404
    return HttpResponseRedirect(f"{PAGE}?said=removed")


def _added(request: Any, form: Form) -> HttpResponse | None:
    account, key = request.header.account, request.session.session_key
    told = Subscription(*(str(form.values.get(name, ""))[:MOST] for name in ("endpoint", "p256dh", "auth")))
    where = {"device": device_of(request), "on": opened_on(request)}
    try:
        by = Actor("person", str(account))
        wake_browser(account=account, subscription=told, session_key=key, by=by, **where)
    except SessionOver:
        return HttpResponseRedirect("/login")
    except UnknownService:
        form.wrong("endpoint", UNKNOWN)
    except TooManyBrowsers:
        form.wrong("endpoint", ENOUGH)
    except TooOften:
        form.wrong("endpoint", OFTEN)
    return None if form.problems else HttpResponseRedirect(f"{PAGE}?said=added")
