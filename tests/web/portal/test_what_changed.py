"""What changed between two releases: a pure comparison of what the files of the services say, and its page."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from bawaba.cases.catalogue import services
from bawaba.cases.conditions import InsuranceValid
from bawaba.cases.eservice import EService
from bawaba.cases.snapshot import changes, snapshot
from bawaba.core.money import sar
from bawaba.core.text import T
from bawaba.web import content
from bawaba.web.ops.management.commands.snapshot import as_text

IQAMA = services()["renew-iqama"]
Shown = Callable[..., str]


def told(before: list[EService], after: list[EService]) -> dict[str, tuple[set[str], set[str]]]:
    """By aspect, in English, of the one service that changed: gone and come."""
    ((_, _, _, differences),) = changes(snapshot(before), snapshot(after)).changed
    return {one.aspect.en: ({t.en for t in one.gone}, {t.en for t in one.come}) for one in differences}


def test_a_changed_fee_is_told_even_when_nobody_changed_its_note() -> None:
    dearer = replace(IQAMA, fee=lambda facts, answers: sar(800 * answers["months"] // 12))
    found = told([IQAMA], [dearer])
    assert set(found) == {"Fee"}
    gone, come = found["Fee"]
    assert "Duration: A year, SAR 650" in gone
    assert "Duration: A year, SAR 800" in come
    assert "SAR 650 a year" not in gone, "the note is the same, and is not told"


def test_a_changed_condition_is_told_by_what_it_says() -> None:
    stricter = replace(IQAMA, conditions=(*IQAMA.conditions[1:], InsuranceValid()))
    assert told([IQAMA], [stricter]) == {"Conditions": ({IQAMA.conditions[0].title.en}, {InsuranceValid().title.en})}


def test_time_groups_and_title_are_told_and_an_order_is_no_change() -> None:
    other = replace(IQAMA, time=T("غدًا", en="Tomorrow"), open_to={"resident"}, title=T("إقامة", en="Permit"))
    assert set(told([IQAMA], [other])) == {"Name", "For whom", "Time"}
    turned = replace(IQAMA, conditions=IQAMA.conditions[::-1], words=("x",))
    assert changes(snapshot([IQAMA]), snapshot([turned])).changed == []


def test_what_is_new_and_what_ended() -> None:
    other = services()["final-exit"]
    found = changes(snapshot([IQAMA]), snapshot([other]))
    assert [slug for slug, *_ in found.added] == ["final-exit"]
    assert [slug for slug, *_ in found.removed] == ["renew-iqama"]
    assert not found.changed


def test_a_snapshot_is_the_same_after_it_was_kept() -> None:
    kept = json.loads(as_text("0.1.0"))["services"]
    found = changes(kept, snapshot(services().values()))
    assert (found.added, found.removed, found.changed) == ([], [], [])
    assert set(kept) == set(services())


def test_every_fee_is_described_and_what_is_free_says_so() -> None:
    for slug, said in snapshot(services().values()).items():
        assert said["fee"], slug
        assert (services()[slug].fee is None) == (said["fee"] == [["مجانًا", "Free"]]), slug


@pytest.fixture
def shown(tmp_path: Path, settings: Any) -> Iterator[Shown]:
    """The page of an installation with these releases, in one language."""
    (tmp_path / "catalogue").mkdir()
    settings.CONTENT_DIR = tmp_path

    def page(language: str, **releases: list[EService]) -> str:
        for name, offered in releases.items():
            version = name[1:].replace("_", ".")
            kept = {"version": version, "services": snapshot(offered)}
            (tmp_path / "catalogue" / f"{version}.json").write_text(json.dumps(kept))
        content.releases.cache_clear()
        client = Client()
        client.cookies["reading"] = f"language={language}"
        answer = client.get("/changes")
        assert answer.status_code == 200
        return answer.content.decode()

    yield page
    content.releases.cache_clear()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", ["الإصدار", "كان", "صار", "المدة: سنة، ٦٥٠ ريالًا", "المدة: سنة، ٩٠٠ ريال", "خدمات أُوقفت"]),
        ("en", ["Release", "Was", "Is now", "Duration: A year, SAR 650", "Duration: A year, SAR 900", "that ended"]),
    ],
)
def test_the_page_shows_two_releases_in_both_languages(shown: Shown, language: str, said: list[str]) -> None:
    dearer = replace(IQAMA, fee=lambda facts, answers: sar(900 * answers["months"] // 12), conditions=())
    page = shown(language, v0_9=[IQAMA, services()["final-exit"]], v0_10=[dearer])
    assert not [one for one in said if one not in page]
    assert IQAMA.conditions[0].title.in_(language) in page
    assert page.index("0.10") < page.index("0.9"), "newest first, by number and not by letter"
    assert 'href="/services/renew-iqama"' in page


def test_one_release_says_that_it_is_the_first_and_none_says_so(shown: Shown) -> None:
    assert "No release is kept yet" in shown("en")
    assert "The first release" in shown("en", v1=[IQAMA])
    assert "Nothing changed" in shown("en", v2=[IQAMA])


def test_a_service_that_is_not_offered_any_more_is_named_without_a_link(shown: Shown) -> None:
    gone = replace(IQAMA, slug="gone")
    page = shown("en", v1=[IQAMA, gone], v2=[IQAMA])
    assert "/services/gone" not in page


@pytest.mark.parametrize("page", ["/", "/services/"])
def test_it_is_linked_from_the_footer_and_the_catalogue(page: str) -> None:
    assert 'href="/changes"' in Client().get(page).content.decode()


def test_an_installation_keeps_its_own_releases(tmp_path: Path, settings: Any) -> None:
    settings.CONTENT_DIR = tmp_path
    call_command("snapshot", "1.4")
    assert json.loads((tmp_path / "catalogue/1.4.json").read_text())["version"] == "1.4"
    for bad in ("../1", "1.x", "", "1" * 9):
        with pytest.raises(CommandError):
            call_command("snapshot", bad)
    assert len(list((tmp_path / "catalogue").iterdir())) == 1
