"""Notices of the payment provider come in here."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bawaba.payments.commands import note_payment
from bawaba.payments.paying import callback_url
from bawaba.payments.ports import BadNotice, ProviderUnavailable
from bawaba.payments.providers import provider

LARGEST = 20_000


@require_POST
@csrf_exempt  # signed by the provider
def payment(request: HttpRequest) -> HttpResponse:
    """Verified, then noted once however often it comes."""
    if len(request.body) > LARGEST:
        return HttpResponse(status=413)
    try:
        notice = provider().read(request.body, request.headers, callback_url())
    except BadNotice:
        return HttpResponse("not signed for us", status=400, content_type="text/plain")
    except ProviderUnavailable:
        return HttpResponse("later", status=503, content_type="text/plain")
    note_payment(notice=notice)
    return HttpResponse(status=204)
