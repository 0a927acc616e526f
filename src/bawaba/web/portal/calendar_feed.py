"""Renewal windows as a calendar that one's own calendar fetches (RFC 5545), and the page on which its address is made."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from bawaba.cases.feeding import NoFeed, end_feed, feed_behind, feed_made, renew_feed
from bawaba.cases.renewals import Window
from bawaba.core.reader import Reader
from bawaba.core.text import T
from bawaba.journal.ports import Actor
from bawaba.journal.vault import blind_index
from bawaba.registers.ports import RegisterUnavailable
from bawaba.web.portal.access import for_account
from bawaba.web.portal.calendar_file import as_file, content_line, in_utc
from bawaba.web.portal.pages import render
from bawaba.web.portal.proving import ask_again, is_stale
from bawaba.web.portal.public import not_found

TOLD = "calendar"
NAME = T("مواعيد التجديد", en="Renewals")
OPENS = T("يُفتح: {what}", en="Opens: {what}")
ENDS = T("آخر يوم: {what}", en="Last day: {what}")
AGAIN = "PT12H"


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def my_calendar(request: Any) -> HttpResponse:
    """Get an address, renew it, switch it off. The address itself is told once: only its hash is kept."""
    account = request.header.account
    if request.method == "POST":
        if "off" not in request.POST and is_stale():
            return ask_again(request)
        _changed(request, Actor("person", str(account)))
        return HttpResponseRedirect("/settings/calendar")
    version, made_at = feed_made(account)
    told = request.session.pop(TOLD, "") if TOLD in request.session else ""
    address = f"{settings.BAWABA.public_url}/calendar/{told}.ics" if told else ""
    return render(request, "portal/calendar.html", {"version": version, "made_at": made_at, "address": address})


@require_safe
def feed(request: Any, token: str) -> HttpResponse:
    """Whoever has the address reads it; one answer for every address that is none."""
    try:
        found = feed_behind(token)
    except NoFeed:
        return not_found(request)
    except RegisterUnavailable:
        return HttpResponse(status=503, headers={"Retry-After": "3600"})  # calendars keep what they have
    text = as_file(_lines(found.windows, Reader(language=found.language)))
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _changed(request: Any, by: Actor) -> None:
    account, seen = request.header.account, str(request.POST.get("seen", "0"))
    if "off" in request.POST:
        end_feed(account=account, by=by)
        request.session.pop(TOLD, None)
        return
    token = renew_feed(
        account=account, seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0, by=by
    )
    if token:
        request.session[TOLD] = token


def _lines(windows: list[Window], reader: Reader) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Bawaba//Renewals//AR", "CALSCALE:GREGORIAN")
    name = reader.text(NAME)
    yield from (content_line("NAME", name), content_line("X-WR-CALNAME", name))
    yield from (f"REFRESH-INTERVAL;VALUE=DURATION:{AGAIN}", f"X-PUBLISHED-TTL:{AGAIN}")
    for window in windows:
        title = reader.text(window.service.title)
        what = f"{title} ({reader.text(window.whose)})" if window.whose else title
        for kind, day, says in (("opens", window.opens, OPENS), ("ends", window.ends, ENDS)):
            yield from _event(window, f"{window.mark}|{window.service.slug}|{kind}", day)
            yield content_line("SUMMARY", reader.text(says).format(what=what))
            yield "END:VEVENT"
    yield "END:VCALENDAR"


def _event(window: Window, mark: str, day: date) -> Iterator[str]:
    """A whole day that makes nobody busy; the same document keeps its UID, and a renewed one has another."""
    yield "BEGIN:VEVENT"
    yield f"UID:{blind_index('calendar.uid', mark).hex()[:32]}@bawaba"
    yield f"DTSTAMP:{in_utc(window.as_of)}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield "TRANSP:TRANSPARENT"
    yield f"URL:{settings.BAWABA.public_url}/services/{window.service.slug}"
