"""How messages reach me: their language, the ways of what is not urgent, reminders, quiet hours."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from bawaba.core.text import T
from bawaba.identity.accounts.queries import holder
from bawaba.identity.accounts.telling import LANGUAGES, choose_telling
from bawaba.journal.ports import Actor
from bawaba.messaging.rules import HOURS, LEADS, Wishes
from bawaba.messaging.wishes import wishes_of
from bawaba.web.portal.access import for_account
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render

LEAD_NAMES = {
    2: T("قبله بساعتين", en="Two hours before"),
    24: T("قبله بيوم", en="A day before"),
    48: T("قبله بيومين", en="Two days before"),
    168: T("قبله بأسبوع", en="A week before"),
}
CHOOSE = T("اختر واحدًا مما في القائمة.", en="Choose one from the list.")
ALIKE = T(
    "اختر ساعتين مختلفتين، أو أوقف ساعات الهدوء.", en="Choose two different hours, or switch the quiet hours off."
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def my_messages(request: Any) -> HttpResponse:
    """What cannot be switched off is said, and is no field."""
    account, form = request.header.account, Form(request.POST)
    if request.method == "POST":
        language, wishes = _language(form), _wishes(form)
        if not form.problems:
            choose_telling(account=account, language=language, wishes=wishes, by=Actor("person", str(account)))
            return HttpResponseRedirect("/settings/messages?saved")
    who = holder(account)
    if request.method != "POST":
        form = Form(_said(wishes_of(account) or Wishes(), who.message_language))
    leads = [(str(hours), LEAD_NAMES[hours]) for hours in LEADS]
    context = {"form": form, "who": who, "leads": leads, "hours": [(str(one), f"{one:02d}:00") for one in HOURS]}
    return render(request, "portal/my_messages.html", context)


def _language(form: Form) -> str:
    chosen = str(form.value("message_language"))
    if chosen not in LANGUAGES:
        form.wrong("message_language", CHOOSE)
    return chosen


def _wishes(form: Form) -> Wishes:
    lead, quiet = _number(form, "lead", LEADS), None
    if form.value("quiet"):
        quiet = (_number(form, "quiet_from", HOURS), _number(form, "quiet_to", HOURS))
        if quiet[0] == quiet[1] and not form.error("quiet_from"):
            form.wrong("quiet_to", ALIKE)
    case, reminder = _ways(form, "case"), _ways(form, "reminder")
    push = {f"{kind}_push": bool(form.value(f"{kind}_push")) for kind in ("case", "reminder")}
    return Wishes(case, reminder, bool(form.value("reminders")), lead, quiet, **push)


def _ways(form: Form, kind: str) -> frozenset[str]:
    return frozenset(way for way in ("sms", "email") if form.value(f"{kind}_{way}"))


def _number(form: Form, name: str, among: Any) -> int:
    found = {str(one): one for one in among}.get(form.value(name))
    if found is None:
        form.wrong(name, CHOOSE)
    return found or 0


def _said(wishes: Wishes, language: str) -> dict[str, str]:
    """As a form that was sent says it."""
    begins, ends = wishes.quiet or (22, 7)
    said = {"message_language": language, "lead": str(wishes.lead_hours), "quiet": "yes" if wishes.quiet else ""}
    said |= {"quiet_from": str(begins), "quiet_to": str(ends), "reminders": "yes" if wishes.reminders else ""}
    said |= {name: "yes" if getattr(wishes, name) else "" for name in ("case_push", "reminder_push")}
    return said | {f"{kind}_{way}": "yes" for kind in ("case", "reminder") for way in getattr(wishes, kind)}
