"""Render a page: one Jinja2 environment a language and its digits, built at its first page and kept."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import bawaba_design
from bawaba.core import clock
from bawaba.core.digits import arabic_digits
from bawaba.core.money import Money
from bawaba.core.phones import last_three
from bawaba.core.reader import Reader
from bawaba.core.references import grouped
from bawaba.journal.vault import blind_index

FORM_TOKEN = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">')
FOLDERS = [Path(__file__).parents[1] / door / "templates" for door in ("portal", "desk", "counter", "oidc")]


@cache
def environment(language: str, digits: str) -> Environment:
    """Strict: an unknown name is an error, not a silence. ``digits``: as a reader's ``shown_digits``."""
    made = Environment(
        loader=FileSystemLoader(FOLDERS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        auto_reload=False,
    )
    read_as = Reader(language, digits).in_sentence
    bawaba_design.install(made, cache(static), language, read_as)  # a manifest does not change in a process
    made.filters |= {"grouped": grouped, "last_three": last_three, "arabic_digits": arabic_digits}
    made.filters["seconds_left"] = seconds_left
    return made


def owner_mark(account: UUID) -> str:
    """By which a browser knows whose wallet it keeps; it names nobody."""
    return blind_index("wallet.owner", str(account)).hex()[:16]


def seconds_left(moment: datetime) -> int:
    """Until then, never below nought."""
    return max(0, int((moment - clock.now()).total_seconds()))


def render(request: Any, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """A page in the reader's language; pages of a signed-in person are not stored by anybody."""
    values = {
        "reader": request.reader,
        "header": request.header,
        "unread": request.header is not None and request.session.unread,
        "nobodys": request.nobodys,  # who reads was not asked: neither logged in nor out is said
        "owner": cache(lambda: owner_mark(request.header.account)),
        "path": request.get_full_path(),
        "csrf": cache(lambda: FORM_TOKEN.format(get_token(request))),  # made when a form asks, once a page
        "notice_bar": (settings.BAWABA.notice_ar, settings.BAWABA.notice_en),
        "theme": "",
        "today": clock.today(),
        "money": lambda halalas: request.reader.money(Money(halalas)),
    }
    page = (
        environment(request.reader.language, request.reader.shown_digits)
        .get_template(template)
        .render({**values, **(context or {})})
    )
    response = HttpResponse(page, status=status)
    response["Cache-Control"] = "no-store" if request.header or request.method == "POST" else "no-cache"
    return response
