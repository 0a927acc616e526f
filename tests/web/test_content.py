"""Guides and news are files in both languages; an unknown name is a missing page."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from bawaba.web.content import NoContent, content, guides, names, news
from bawaba_design.icons import PATHS


@pytest.mark.parametrize("kind", ["guides", "news", "terms", "about"])
def test_every_text_stands_in_both_languages(kind: str) -> None:
    files = [path.name for path in (Path(settings.CONTENT_DIR) / kind).glob("*.md")]
    assert {name.removesuffix(".ar.md") for name in files if name.endswith(".ar.md")} == names(kind)
    assert {name.removesuffix(".en.md") for name in files if name.endswith(".en.md")} == names(kind)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_guides_and_news_say_what_lists_need(language: str) -> None:
    assert all(one.about and one.glyph in PATHS for one in guides(language))
    assert all(one.about and one.day for one in news(language))
    assert [one.day for one in news(language)] == sorted((one.day for one in news(language)), reverse=True)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_link_of_a_text_leads_somewhere(client: Client, language: str, db: None) -> None:
    every = [content(kind, name, language) for kind in ("guides", "news", "terms", "about") for name in names(kind)]
    for text in every:
        for target in [part.partition('"')[0] for part in text.html.split('href="')[1:]]:
            assert client.get(target).status_code == 200, f"{text.name}: {target}"


@pytest.mark.parametrize("name", ["nothing", "../terms/2026-11", "", "HELP"])
def test_no_other_file_is_read(name: str) -> None:
    with pytest.raises(NoContent):
        content("guides", name, "ar")


def test_pages_of_texts_answer_in_both_languages(client: Client) -> None:
    for language in ("ar", "en"):
        client.cookies["reading"] = f"language={language}"
        for path in [f"/help/{one.name}" for one in guides(language)] + [f"/news/{one.name}" for one in news(language)]:
            answer = client.get(path)
            assert answer.status_code == 200
            assert f'<html lang="{language}"' in answer.content.decode()
    assert client.get("/news/nothing").status_code == 404
