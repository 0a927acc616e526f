"""A copy of my data, to read or for a program: after proving again who one is, told to every address, a few a day."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from bawaba.core import clock
from bawaba.core.money import Money
from bawaba.core.reader import Reader
from bawaba.core.references import grouped
from bawaba.core.text import T
from bawaba.documents.listing import Listing, listing_pdf
from bawaba.identity.accounts.exporting import note_export
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.accounts.profile import profile
from bawaba.identity.codes.budgets import TooOften
from bawaba.journal.ports import Actor
from bawaba.web.portal.access import freshly_proven
from bawaba.web.portal.forms import Form
from bawaba.web.portal.messages import too_many_copies
from bawaba.web.portal.my_data import page, said_by_register
from bawaba.web.portal.whole import Part, parts_of

TITLE = T("نسخة من بياناتي", en="A copy of my data")
SILENT = T("السجل الوطني لم يجب حين أُعدّت هذه النسخة", en="The national register did not answer when this was made")
REGISTER = T("في السجل الوطني", en="In the national register")
AS_OF = T("كما في السجل", en="As the register had it")
EMPTY = T("لا شيء", en="Nothing")
Made = Callable[[Sequence[Part], Reader], bytes]


@require_POST
@freshly_proven
def as_json(request: Any) -> HttpResponse:
    """For a program: texts in both languages, times in ISO 8601, money in halalas."""
    return _copy(request, "json", "application/json; charset=utf-8", _json)


@require_POST
@freshly_proven
def as_pdf(request: Any) -> HttpResponse:
    """To read, in the reader's language and calendars."""
    return _copy(request, "pdf", "application/pdf", _pdf)


def _copy(request: Any, form: str, kind: str, make: Made) -> HttpResponse:
    account, key = request.header.account, request.session.session_key
    try:
        note_export(account=account, form=form, session_key=key, by=Actor("person", str(account)))
    except SessionOver:
        return HttpResponseRedirect("/login")
    except TooOften as often:
        refused = Form()
        refused.wrong("copy", too_many_copies(often.seconds))
        return page(request, refused, 429)
    parts = parts_of(account, profile(account), language=request.reader.language, session_key=key)
    response = HttpResponse(make([_register(request), *parts], request.reader), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="my-data.{form}"'
    response["Cache-Control"] = "no-store"
    return response


def _register(request: Any) -> Part:
    """One call; a register that is silent is said to be."""
    known, rows = said_by_register(request)
    if known is None:
        return Part("register", REGISTER, [[("silent", REGISTER, SILENT)]])
    told = [("as_of", AS_OF, known.as_of), *((one.name, one.label, one.value) for one in rows)]
    return Part("register", REGISTER, [told])


def _json(parts: Sequence[Part], reader: Reader) -> bytes:
    told = {one.name: [{name: _plain(value) for name, _, value in item} for item in one.items] for one in parts}
    return json.dumps({"made_at": clock.now().isoformat(), **told}, ensure_ascii=False, indent=1).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, T):
        return {"ar": value.ar, "en": value.en}
    if isinstance(value, Money):
        return {"halalas": value.halalas, "currency": value.currency}
    return value.isoformat() if isinstance(value, date) else value


def _pdf(parts: Sequence[Part], reader: Reader) -> bytes:
    shown = [
        (
            reader.text(one.title),
            [[(reader.text(label), _shown(name, value, reader)) for name, label, value in item] for item in one.items],
        )
        for one in parts
    ]
    about = reader.moment(clock.now())
    notice = T(settings.BAWABA.notice_ar, en=settings.BAWABA.notice_en)
    return listing_pdf(Listing(TITLE, about, shown, EMPTY), reader, notice)


def _shown(name: str, value: Any, reader: Reader) -> str:
    if isinstance(value, T):
        return reader.text(value)
    if isinstance(value, Money):
        return reader.money(value)
    if isinstance(value, datetime):
        return reader.moment(value)
    if isinstance(value, date):
        return reader.date(value)
    if isinstance(value, int):
        return reader.number(value)
    return grouped(value) if name == "reference" else reader.in_sentence(value) if name == "body" else str(value)
