"""The signed-in person's own pages: what can I do now, not you."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from bawaba.cases.catalogue import services
from bawaba.cases.queries import waiting_for
from bawaba.cases.renewals import renewing
from bawaba.core import clock
from bawaba.core.text import Plural, T
from bawaba.identity.accounts.repudiation import LinkOver, power_of, repudiate
from bawaba.journal.ports import Actor
from bawaba.registers.ports import UnknownPerson
from bawaba.registers.queries import known_facts
from bawaba.web.portal.access import for_account
from bawaba.web.portal.begun import BEGUN
from bawaba.web.portal.pages import render

NAMES = {
    "national_id": T("بطاقة الهوية", en="National ID card"),
    "iqama": T("الإقامة", en="Residence permit"),
    "passport": T("جواز السفر", en="Passport"),
    "visa": T("التأشيرة", en="Visa"),
    "driving_licence": T("رخصة القيادة", en="Driving licence"),
}
LETTERS = Plural(
    zero="لا رسائل جديدة",
    one="رسالة جديدة",
    two="رسالتان جديدتان",
    few="{n} رسائل جديدة",
    many="{n} رسالة جديدة",
    other="{n} رسالة جديدة",
    en_one="One new message",
    en_other="{n} new messages",
)
DAYS = Plural(
    zero="اليوم",
    one="غدًا",
    two="بعد يومين",
    few="بعد {n} أيام",
    many="بعد {n} يومًا",
    other="بعد {n} يوم",
    en_one="in {n} day",
    en_other="in {n} days",
)
SOON = timedelta(days=180)
OLD = timedelta(minutes=10)


@require_safe
@for_account
def home(request: Any) -> HttpResponse:
    """What can I do now? Each block tells the truth when its source is down."""
    try:
        heard = known_facts(request.header.person_key, ("person", "violations"), max_age=OLD)
    except UnknownPerson:
        heard = {}
    known, found = heard.get("person"), heard.get("violations")
    ending = [one for one in known.value.documents if one.expires - clock.today() <= SOON] if known else []
    family = known.value.household if known else ()
    unpaid = [one for one in found.value if one.status == "unpaid"] if found else []
    context = {"known": known, "ending": sorted(ending, key=lambda one: one.expires), "family": family, "found": found}
    context |= {"renew": renewing(services().values(), known.value.population) if known else {}}
    context |= {"unpaid": unpaid, "total": sum(one.halalas for one in unpaid)}
    context |= {"titles": {slug: one.title for slug, one in services().items()}}
    context |= {"names": NAMES, "letters": lambda n: request.reader.plural(LETTERS, n)}
    context |= {"in_days": lambda n: request.reader.plural(DAYS, n)}
    return render(
        request,
        "portal/mine.html",
        context | {"waiting": waiting_for(request.header.account, known.value.identifier if known else "")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def not_you(request: Any, token: str) -> HttpResponse:
    """R9: a page with a button; only its POST acts, mail scanners open links."""
    done = request.method == "POST"
    try:
        power = power_of(token)
        if done:
            repudiate(token=token, by=Actor("applicant"))
    except LinkOver:
        return render(request, "portal/not_you.html", {"done": False, "late": True, "power": ""}, 410)
    return render(request, "portal/not_you.html", {"done": done, "late": False, "power": power})


@require_safe
@for_account
def go_on(request: Any) -> HttpResponse:
    """What was begun, with a button; nothing is sent by itself."""
    begun = request.session.pop(BEGUN, None)
    if begun is None:
        return HttpResponseRedirect("/home")
    return render(request, "portal/begun.html", {"begun": begun})
