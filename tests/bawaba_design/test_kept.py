"""Parts of the frame that are kept: the same text as written anew, and no way for one person's values into another's page."""

from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateSyntaxError
from markupsafe import Markup

import bawaba_design

COUNTED = "{% kept at %}{{ icon(at) }}{% endkept %}"


class Icons:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, name: str) -> str:
        self.asked.append(name)
        return f"<{name}>"


def compiled(page: str, icons: Any = None, language: str = "ar") -> Any:
    made = Environment(loader=DictLoader({"page": page}), autoescape=True, undefined=StrictUndefined)
    bawaba_design.install(made, asset=str, language=language)
    made.globals |= {"icon": icons} if icons else {}
    return made.get_template("page")


def test_a_part_is_written_once_for_the_same_values() -> None:
    icons = Icons()
    page = compiled(COUNTED, icons)
    assert [page.render(at=at) for at in ("a", "b", "a", "b")] == ["&lt;a&gt;", "&lt;b&gt;", "&lt;a&gt;", "&lt;b&gt;"]
    assert icons.asked == ["a", "b"]


def test_two_parts_of_a_page_are_two() -> None:
    assert compiled("{% kept %}1{% endkept %}\n{% kept %}2{% endkept %}").render() == "1\n2"


def test_what_is_kept_stays_escaped_and_is_not_escaped_twice() -> None:
    assert compiled("{% kept at %}<b>{{ at }}</b>{% endkept %}").render(at="<&>") == "<b>&lt;&amp;&gt;</b>"


def test_its_own_loop_may_be_inside() -> None:
    page = compiled("{% kept items %}{% for url, label in items %}{{ url }}={{ label }};{% endfor %}{% endkept %}")
    assert page.render(items=(("/", "a"), ("/b", "b"))) == "/=a;/b=b;"


@pytest.mark.parametrize(
    "inside",
    [
        "{{ header.name_ar }}",
        "{{ csrf() }}",
        "{{ b.tag(token) }}",
        "{% if reader %}x{% endif %}",
        "{% set header = header %}{{ header.name_ar }}",
        "{% for header in [header] %}{{ header.name_ar }}{% endfor %}",
        "{% include 'whose' %}",
        "{% import 'whose' as whose with context %}{{ whose }}",
        "{% from 'whose' import name with context %}{{ name() }}",
        "{% block name %}{% endblock %}",
    ],
)
def test_anything_that_is_not_among_its_values_does_not_compile(inside: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="kept for other values"):
        compiled("{% kept at %}" + inside + "{% endkept %}")


@pytest.mark.parametrize("shown", ["number", "date", "moment", "money", "in_digits"])
def test_what_one_reader_reads_in_their_digits_and_calendar_is_not_kept_for_another(shown: str) -> None:
    inside = "{{ at|" + shown + " }}{% endkept %}"
    with pytest.raises(TemplateSyntaxError, match=f"kept for other values than {shown}"):
        compiled("{% kept at %}" + inside)
    assert compiled("{% kept at, reader %}" + inside)


@pytest.mark.parametrize("said", ["{{ t('نعم', en='Yes', n=at) }}", "{{ b.empty(at) }}", "{{ at|say }}"])
def test_where_pages_are_of_two_languages_a_part_with_words_is_kept_by_reader(said: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="kept for other values"):
        compiled("{% kept at %}" + said + "{% endkept %}", language="")
    assert compiled("{% kept at, reader %}" + said + "{% endkept %}", language="")


def test_values_that_are_equal_and_look_different_are_two() -> None:
    page = compiled("{% kept at %}{{ at }}{% endkept %}")
    shown = [page.render(at=at) for at in (Markup("<b>"), "<b>", Markup("<b>"), 1, True, 1.0)]
    assert shown == ["<b>", "&lt;b&gt;", "<b>", "1", "True", "1.0"]


def test_the_shelf_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bawaba_design.kept.MOST", 3)
    icons = Icons()
    page = compiled(COUNTED, icons)
    for at in "abcdabcd":
        page.render(at=at)
    (extension,) = (one for one in page.environment.extensions.values() if type(one).__name__ == "Kept")
    assert len(extension._shelf) <= 3
    assert len(icons.asked) > 4
