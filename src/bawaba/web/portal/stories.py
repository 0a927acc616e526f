"""/design: every component in both directions and both themes, with every state it has."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from bawaba.core.reader import Reader
from bawaba.core.references import grouped
from bawaba.core.text import T
from bawaba.documents.typesetting import qr_svg
from bawaba.web.portal.pages import environment, render
from bawaba.web.portal.public import not_found
from bawaba_design.catalogue import COMPONENTS, Component
from bawaba_design.stories import VARIANTS, form_of

BY_NAME = {one.name: one for one in COMPONENTS}
REFERENCE = "7K2M9QXC4T1D"
MOMENT = datetime(2026, 11, 25, 11, 5, tzinfo=UTC)


@require_safe
def index(request: Any) -> HttpResponse:
    """All components."""
    return render(request, "portal/design.html", {"components": [(one, _title(one)) for one in COMPONENTS]})


@require_safe
def story(request: Any, name: str) -> HttpResponse:
    """One component in four panels."""
    if name not in BY_NAME:
        return not_found(request)
    one = BY_NAME[name]
    panels = [(language, theme, _panel(request.reader, name, language, theme)) for language, theme in VARIANTS]
    return render(request, "portal/story.html", {"component": one, "title": _title(one), "panels": panels})


def _title(one: Component) -> T:
    return T(one.ar, en=one.en)


def _panel(reader: Reader, name: str, language: str, theme: str) -> Markup:
    own = replace(reader, language=language)
    panel = f"{name}-{language}-{theme}"
    told = {"reader": own, "panel": panel, "qr": Markup(qr_svg(REFERENCE)), "reference": grouped(REFERENCE)}  # noqa: S704 - drawn by us
    told |= {"moment": MOMENT, "csrf": lambda: "", "form": lambda *given: form_of(panel, *given)}
    page = environment(language, own.shown_digits).get_template(f"bawaba_design/stories/{name}.html")
    return Markup(page.render(told))  # noqa: S704 - a template
