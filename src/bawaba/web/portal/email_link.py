"""The link that confirms an e-mail address: opening it does nothing, only its button does (mail scanners open links)."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from bawaba.identity.codes.budgets import TooOften, spend
from bawaba.identity.enrolment.commands import IllegalMove, confirm_email
from bawaba.identity.enrolment.queries import Draft, email_mark
from bawaba.journal.commands import enqueue
from bawaba.journal.ports import Actor
from bawaba.messaging.commands import write_messages
from bawaba.messaging.ports import Recipient
from bawaba.web.portal.pages import render

SALT = "enrolment-email"
ONE_DAY = 24 * 3600
SENDS = ((3, 3600), (6, 86400))
APPLICANT = Actor("applicant")


def send_email_link(draft: Draft) -> None:
    """An unconfirmed address receives this and nothing else, at most three times an hour."""
    token = signing.dumps([str(draft.enrolment), email_mark(draft.claims.email)], salt=SALT)
    try:
        with transaction.atomic():
            spend(budget="send.email", key=draft.claims.email, windows=SENDS)
            enqueue(
                *write_messages(
                    template="enrolment-email-confirm",
                    to=Recipient(subject=draft.enrolment, language=draft.language, email=draft.claims.email),
                    values={"link": f"{settings.BAWABA.public_url}/register/email/{token}"},
                    channels=("email",),
                    by=APPLICANT,
                )
            )
    except TooOften:
        return


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Any, token: str) -> HttpResponse:
    """A page with a button; its POST confirms."""
    try:
        enrolment, mark = signing.loads(token, salt=SALT, max_age=ONE_DAY)
        done = request.method == "POST"
        if done:
            confirm_email(enrolment=UUID(enrolment), mark=mark, by=APPLICANT)
    except (signing.BadSignature, IllegalMove):
        return render(request, "portal/register/ended.html", status=410)
    return render(request, "portal/register/email.html", {"done": done})
