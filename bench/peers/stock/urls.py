"""allauth's addresses, and the page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from bench.peers.stock.models import Violation


@login_required
def violations(request: HttpRequest) -> HttpResponse:
    """The user's twenty."""
    rows = list(Violation.objects.filter(owner=request.user.pk).order_by("-occurred_at")[:20])
    unpaid = [one for one in rows if one.status == "unpaid"]
    context: dict[str, Any] = {"rows": rows, "unpaid": unpaid, "total": sum(one.riyals for one in unpaid)}
    return render(request, "stock/violations.html", context)


urlpatterns = [path("accounts/", include("allauth.urls")), path("violations", violations)]
