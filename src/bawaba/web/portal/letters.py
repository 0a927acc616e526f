"""The inbox: letters by shelf and by key, one letter as a page, and all read at once."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from bawaba.cases.spoken_of import spoken_of
from bawaba.core.text import T
from bawaba.journal.ports import Actor
from bawaba.messaging.commands import read_all_letters, read_letters
from bawaba.messaging.queries import PAGE, SHELVES, Letter, NoLetter, letter_of, letters_of
from bawaba.web.portal.access import for_account
from bawaba.web.portal.pages import render
from bawaba.web.portal.paging import number_before
from bawaba.web.portal.public import not_found

ALL = T("الكل", en="All")
NAMES = {
    "letters": T("الخطابات", en="Letters"),
    "reminders": T("التذكيرات", en="Reminders"),
    "security": T("الأمان", en="Security"),
}
WAYS = {
    "application": ("/applications/{}", T("افتح الطلب", en="Open the application")),
    "invitation": ("/invitations/{}", T("افتح الطلب", en="Open the application")),
    "appointment": ("/appointments/{}", T("افتح الموعد", en="Open the appointment")),
}
PLACES = {  # where a letter leads that names nothing of one's own; by how its template's name begins
    "counterparty": ("/invitations/", T("ما ينتظر موافقتك", en="What waits for your consent")),
    "behalf": ("/acting", T("من يتصرف عمّن", en="Who acts for whom")),
    "delegation": ("/delegations/", T("تفويضاتي", en="My delegations")),
    "document": ("/documents/", T("وثائقي", en="My documents")),
    "service": ("/services/", T("الخدمات", en="Services")),
    "bill": ("/applications/", T("طلباتي", en="My applications")),
}
SECURITY = ("/settings/history", T("ما جرى في حسابي", en="What happened on my account"))


@require_safe
@for_account
def inbox(request: Any) -> HttpResponse:
    """Newest first, by key; a letter is read once it was opened."""
    shelf = request.GET.get("shelf", "")
    shelf = shelf if shelf in SHELVES else ""
    before = number_before(request)
    letters = letters_of(request.header.account, request.reader.language, before, shelf)
    context = {"letters": letters, "shelf": shelf, "shelves": {"": ALL, **NAMES}, "first": before is None}
    return render(request, "portal/inbox.html", context | {"more": len(letters) == PAGE})


@require_safe
@for_account
def letter(request: Any, handle: UUID) -> HttpResponse:
    """One letter, read by this; what it speaks of is a click away."""
    account = request.header.account
    try:
        found = letter_of(account, handle, request.reader.language)
    except NoLetter:
        return not_found(request)
    if found.letter.unread and request.method == "GET":
        read_letters(letters=[handle], subject=account, by=Actor("person", str(account)))
        request.session.unread = found.others_unread
    return render(request, "portal/letter.html", {"letter": found.letter, "way": _way(account, found.letter)})


@require_POST
@for_account
def read_all(request: Any) -> HttpResponse:
    """What the page has shown, and what is older; a letter that came meanwhile stays new."""
    account, number = request.header.account, request.POST.get("up_to", "")
    if number.isascii() and number.isdigit() and len(number) < 19:
        read_all_letters(subject=account, up_to=int(number), by=Actor("person", str(account)))
    return HttpResponseRedirect("/inbox")


def _way(account: UUID, found: Letter) -> tuple[str, T] | None:
    """Where to from here; nowhere when there is nothing to open."""
    spoken = spoken_of(account, found.reference)
    if spoken is not None:
        address, label = WAYS[spoken.kind]
        return address.format(spoken.uuid), label
    if found.kind == "security" and not found.template.startswith(("behalf", "delegation")):
        return SECURITY
    return PLACES.get(found.template.partition("-")[0])
