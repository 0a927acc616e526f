"""An environment of one language: a text that a template holds in both becomes part of the compiled page.

A page of twenty rows called ``t`` 160 times; read at compile time they cost nothing at all.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token
from markupsafe import Markup, escape


class Spoken(Extension):
    """``t("…", en="…")`` is read as the one text; a call with placeholders stays a call."""

    def filter_stream(self, stream: Iterable[Token]) -> Iterator[Token]:  # type: ignore[override]  # Jinja2 takes either
        """Token by token."""
        tokens, here = list(stream), 0
        while here < len(tokens):
            both = _texts(tokens, here)
            if both is None:
                yield tokens[here]
                here += 1
                continue
            known: Any = self.environment
            line, text = tokens[here].lineno, known.written(both[known.language == "en"])
            yield Token(line, "string", text)
            if escape(text) != text:  # else marking it would only make every later use of it dearer
                yield from (Token(line, "pipe", "|"), Token(line, "name", "safe"))
            here += LENGTH


SHAPE = ("name", "lparen", "string", "comma", "name", "assign", "string", "rparen")
LENGTH = len(SHAPE)


def speak(environment: Environment, language: str, written: Callable[[str], str]) -> None:
    """From here on this environment knows one language, and one way to write its numbers."""
    environment.extend(language=language, written=written)
    environment.add_extension(Spoken)
    environment.globals["t"] = _filled(language, written)
    environment.filters["say"] = lambda text: written(text.in_(language))


def _texts(tokens: list[Token], here: int) -> tuple[str, str] | None:
    found = tokens[here : here + LENGTH]
    if tuple(token.type for token in found) != SHAPE or (found[0].value, found[4].value) != ("t", "en"):
        return None
    if here and tokens[here - 1].type == "dot":  # somebody's own t
        return None
    return found[2].value, found[6].value


def _filled(language: str, written: Callable[[str], str]) -> Callable[..., Markup]:
    def filled(ar: str, en: str, **values: Any) -> Markup:
        return Markup(written(en if language == "en" else ar)).format(**values)  # noqa: S704 - the text stands in a template

    return filled
