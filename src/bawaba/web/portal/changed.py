"""What changed: the e-services of each release beside those of the one before, from their kept snapshots."""

from itertools import pairwise
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bawaba.cases.catalogue import AGENCIES, services
from bawaba.cases.snapshot import changes
from bawaba.web.content import releases
from bawaba.web.portal.pages import render

MOST = 6


@require_safe
def what_changed(request: Any) -> HttpResponse:
    """Newest first; the first release has nothing to be compared with."""
    found = releases()
    pairs = list(pairwise(found))[::-1][:MOST]
    told = [(new.version, changes(old.services, new.services)) for old, new in pairs]
    context = {"told": told, "first": found[0] if found and len(found) <= MOST else None}
    return render(request, "portal/changed.html", context | {"agencies": AGENCIES, "offered": set(services())})
