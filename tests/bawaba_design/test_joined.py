"""Escaping where values are joined says what ``markupsafe.escape`` says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
from markupsafe import Markup, escape

import bawaba_design
from bawaba_design.joined import escaped

SPECIAL = "&<>'\""


class Proxy(str):
    """A string of another kind."""

    __slots__ = ()


@given(st.text())
def test_any_text(text: str) -> None:
    assert escaped(text) == escape(text)


@pytest.mark.parametrize("value", [*SPECIAL, 3, None, 1.5, Proxy("<b>"), Markup("<b>"), ["<"], ("a", "<b>")])
def test_anything_else(value: object) -> None:
    assert escaped(value) == escape(value)


def test_a_page_a_macro_a_block_and_a_loop_escape() -> None:
    page = """{% macro m(x) %}{{ x }}{{ caller() }}{% endmacro %}{% set s %}{{ x }}{% endset %}\
{{ x }}|{% call m(x) %}{{ x }}{% endcall %}|{{ s }}|{{ s ~ x }}|{% for one in [x] %}{{ one }}{% endfor %}|{{ x|safe }}"""
    made = Environment(loader=DictLoader({"page": page}), autoescape=True)
    stock = made.get_template("page").render(x=SPECIAL)
    ours = Environment(loader=DictLoader({"page": page}), autoescape=True)
    bawaba_design.install(ours, asset=str, language="en")
    assert ours.get_template("page").render(x=SPECIAL) == stock
    assert stock.count("<") == 1
