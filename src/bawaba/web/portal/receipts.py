"""The receipt of a registration: as a page, as PDF, and its deadline for a calendar."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from markupsafe import Markup

from bawaba.documents.typesetting import qr_svg
from bawaba.identity.attestation.queries import banks, places
from bawaba.identity.enrolment.queries import Draft
from bawaba.identity.populations import population
from bawaba.web.portal.calendar_file import deadline_file
from bawaba.web.portal.enrolment import WITH_RECEIPT, with_draft
from bawaba.web.portal.enrolment_pdf import receipt_pdf
from bawaba.web.portal.pages import render

KIOSKS = 3


@with_draft(*WITH_RECEIPT)
def receipt(request: Any, draft: Draft) -> HttpResponse:
    """Reference, deadline, QR, and where to go now."""
    drawn = Markup(qr_svg(draft.claims.reference))  # noqa: S704 - drawn by us
    context = {
        "draft": draft,
        "qr": drawn,
        "banks": [one for one in banks() if draft.population in one.populations],
        "group": population(draft.population),
    }
    context |= {"kiosks": [one for one in places() if one.channel == "kiosk"][:KIOSKS]}
    return render(request, "portal/register/receipt.html", context)


@with_draft(*WITH_RECEIPT)
def receipt_file(request: Any, draft: Draft) -> HttpResponse:
    """The same as PDF."""
    response = HttpResponse(receipt_pdf(draft, request.reader), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="registration-{draft.claims.reference}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@with_draft(*WITH_RECEIPT)
def receipt_calendar(request: Any, draft: Draft) -> HttpResponse:
    """The deadline for the phone's calendar."""
    text = deadline_file(draft, request.reader, f"{settings.BAWABA.public_url}/places")
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="registration.ics"'
    response["Cache-Control"] = "no-store"
    return response
