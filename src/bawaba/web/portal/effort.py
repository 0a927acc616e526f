"""While codes are pumped, the form comes back with a task for the device; nothing that was typed is lost."""

from typing import Any

from django.http import HttpResponse

from bawaba.identity.codes.effort import offer
from bawaba.web.portal.pages import render

PRECONDITION_REQUIRED = 428
LONGEST = 4000


def effort_in(request: Any) -> str:
    """What the device answered; empty when it was asked for nothing."""
    return str(request.POST.get("effort", ""))[:LONGEST]


def ask_for_effort(request: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    """The same form again, with a fresh task in it."""
    return render(request, template, {**context, "effort": offer()}, PRECONDITION_REQUIRED)
