"""A template in both languages, compiled for one: the same text as before, and nothing left to ask at run time."""

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined

import bawaba_design
from bawaba.core.reader import Reader
from bawaba.core.text import T
from bawaba.web.portal.pages import environment

PAGE = """{{ t("لا شيء", en="Nothing") }}|{{ t("{n} من <b>", en="{n} of <b>", n=n) }}|{{ (t("نعم", en="Yes") if n else "") ~ "!" }}|\
{{ text|say }}|{% set one = {"t": t} %}{{ one.t("أ", en="A") }}"""
VALUES = {"n": "<3>", "text": T("سلام", en="Peace")}


def rendered(language: str, *, spoken: bool) -> str:
    made = Environment(loader=DictLoader({"page": PAGE}), autoescape=True, undefined=StrictUndefined)
    bawaba_design.install(made, asset=str, language=language if spoken else "")
    return made.get_template("page").render(reader=Reader(language=language), **VALUES)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_environment_of_one_language_says_the_same(language: str) -> None:
    assert rendered(language, spoken=True) == rendered(language, spoken=False)


def test_placeholders_are_still_escaped() -> None:
    assert "&lt;3&gt; of <b>" in rendered("en", spoken=True)


def test_a_compiled_page_holds_its_texts_and_none_of_the_other_language() -> None:
    made = environment("en", "latn")
    source = made.loader.get_source(made, "portal/violations.html")[0] if made.loader else ""
    compiled = str(made.compile(source, raw=True))
    assert "Plate" in compiled
    assert "اللوحة" not in compiled


@pytest.mark.parametrize(
    ("language", "digits", "shown"), [("ar", "arab", "١٥"), ("ar", "latn", "15"), ("en", "arab", "١٥")]
)
def test_what_is_said_is_in_the_digits_of_who_reads_and_a_code_in_it_stays(
    language: str, digits: str, shown: str
) -> None:
    page = """{{ t("حتى 15 من A15", en="Up to 15 of A15") }}|{{ t("حتى 15 من {n}", en="Up to 15 of {n}", n=n) }}|{{ text|say }}"""
    made = Environment(loader=DictLoader({"page": page}), autoescape=True, undefined=StrictUndefined)
    bawaba_design.install(made, str, language, Reader(language, digits).in_sentence)
    text = T("لوحة 15", en="Plate 15")
    first, second, said = made.get_template("page").render(n="A15", text=text).split("|")
    for one in (first, second, said):
        assert shown in one.replace("A15", "")
        assert "A15" in one or one == said
