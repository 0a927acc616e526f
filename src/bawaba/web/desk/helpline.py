"""The helpline's page: a reference, and a code if the caller reads one out; state and next step, and nobody's data."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from bawaba.cases.catalogue import services
from bawaba.cases.helpline import ApplicationStanding, count_look, look_at_standing
from bawaba.core.references import InvalidReference, parse_reference
from bawaba.core.secrets import typed_six_digits
from bawaba.core.text import T
from bawaba.identity.attestation.registrations import RegistrationStanding, look_at_registration
from bawaba.identity.codes.budgets import TooOften
from bawaba.web.desk.access import for_staff
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render
from bawaba.web.portal.standing import registration_standing, standing_of

PERMISSION = "answer_helpline"
NOT_THERE = T("لا طلب بهذا الرقم.", en="There is no application or registration of that reference.")
BUSY = T("بلغت حد الاطلاعات اليوم. تابع غدًا.", en="You have reached today's number of looks. Go on tomorrow.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(PERMISSION)
def look(request: Any) -> HttpResponse:
    """The reference is sent in a form: it stands in no address and no log. Every look is counted, and is an event."""
    form, status = Form(request.POST), 200
    application, registration = None, None
    if request.method == "POST":
        try:
            application, registration = _found(request, form)
        except TooOften:
            form.wrong("reference", BUSY)
            status = 429
    context: dict[str, Any] = {"officer": request.officer, "form": form}
    context |= {"application": application, "registration": registration}
    context |= {"titles": {slug: one.title for slug, one in services().items()}}
    context |= {"says": _says(application, registration)}
    return render(request, "desk/helpline.html", context, status)


def _found(request: Any, form: Form) -> tuple[ApplicationStanding | None, RegistrationStanding | None]:
    try:
        reference = parse_reference(form.value("reference"))
    except InvalidReference as error:
        form.wrong("reference", error)
        return None, None
    count_look(officer=request.officer)
    code = typed_six_digits(request.POST.get("code", "")) or request.POST.get("code", "").strip()[:20]
    application = look_at_standing(reference=reference, code=code, officer=request.officer)
    registration = None if application else look_at_registration(reference=reference, officer=request.officer)
    if application is None and registration is None:
        form.wrong("reference", NOT_THERE)
    return application, registration


def _says(application: ApplicationStanding | None, registration: RegistrationStanding | None) -> tuple[T, T] | None:
    if application is not None:
        return standing_of(application.state)
    return registration_standing(registration.state) if registration else None
