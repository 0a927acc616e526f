"""Give a Jinja2 environment the words of the look: t, say, ltr, number, date, moment, money, icon."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from bawaba_design.catalogue import COMPONENTS as NAMES
from bawaba_design.icons import icon
from bawaba_design.joined import Joined
from bawaba_design.kept import Kept
from bawaba_design.paths import COMPONENTS, TEMPLATES
from bawaba_design.spoken import speak

LONGEST_CODE = 19  # 7K2M-9QXC-4T1D-0ABC
TOGETHER = "bawaba_design/components.html"


class Reads(Protocol):
    """A reader: whoever installs brings one in the context as ``reader``."""

    language: str
    text_size: str

    @property
    def direction(self) -> str:
        """Rtl or ltr."""


@pass_context
def both(context: Context, ar: str, en: str, **values: Any) -> Markup:
    """The text in the reader's language, placeholders filled and escaped."""
    text = en if context["reader"].language == "en" else ar
    return Markup(text).format(**values)  # noqa: S704 - the text stands in a template, values are escaped by format


@pass_context
def say(context: Context, text: Any) -> str:
    """A text of both languages in the reader's own."""
    return str(text.in_(context["reader"].language))


def ltr(value: Any) -> Markup:
    """A number, code or Latin name, isolated left to right; what is read aloud in groups stays on one line."""
    shown = escape(value)
    whole = ' class="whole"' if "-" in shown and len(shown) <= LONGEST_CODE else ""
    return Markup(f'<bdi dir="ltr"{whole}>{shown}</bdi>')  # noqa: S704 - escaped; format takes ten times as long


def among(here: str, items: Iterable[tuple[str, str]]) -> str:
    """The address of the item that leads here; empty when none does."""
    return next((url for url, _ in items if url == here), "")


def _by_reader(name: str) -> Callable[[Context, Any], str]:
    @pass_context
    def shown(context: Context, value: Any) -> str:
        return str(getattr(context["reader"], name)(value))

    return shown


def _together(name: str) -> str | None:
    """All macros as one template: a page imports one module, without a context, and components call one another."""
    if name != TOGETHER:
        return None
    return "\n".join((COMPONENTS / f"{one.name}.html").read_text() for one in NAMES)


def install(
    environment: Environment,
    asset: Callable[[str], str],
    language: str = "",
    written: Callable[[str], str] = str,
) -> None:
    """``asset`` turns a path below static/ into an address; with a language the environment speaks only that one.

    ``written`` is how all of this environment's readers read a text of that language: in their digits.
    """
    own = (FunctionLoader(_together), FileSystemLoader(TEMPLATES))
    environment.loader = ChoiceLoader([*filter(None, [environment.loader]), *own])
    environment.globals |= {"t": both, "icon": icon, "asset": asset}
    environment.filters |= {"say": say, "ltr": ltr, "among": among}
    for name in ("number", "date", "moment", "money", "in_digits"):
        environment.filters[name] = _by_reader(name)
    environment.add_extension(Kept)
    environment.template_class = Joined
    if language:
        speak(environment, language, written)
