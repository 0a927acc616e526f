"""Every field of every e-service, asked with what no page of ours sends: a sentence and never a breakdown, nothing sent on."""

from collections.abc import Iterator
from typing import Any

import pytest

from bawaba.cases.catalogue import services
from bawaba.cases.models import Application
from people import activated, logged_in

pytestmark = pytest.mark.django_db
HUGE = "9" * 30
ODD: dict[str, list[str]] = {
    "nothing": [],
    "huge": [HUGE],
    "arabic": ["٩٩٩٩٩٩٩٩٩٫٩٩"],
    "nul": ["1\0"],
    "turned": ["\u202e1\u2066"],
    "unseen": ["\u200b\u2060"],
    "astral": ["\ufffd\U0001f600"],
    "long": ["x" * 100_000],
    "twice": ["1", "2"],
    "often": ["1"] * 300,
    "markup": ["<script>alert(1)</script>{{7*7}}"],
}
TOO_MUCH = ("long", "often")  # more than any form of ours sends: told so as a whole
PARTS = ("", "_year", "_month", "_day", "_calendar")


def asked(slug: str, values: list[str]) -> dict[str, list[str]]:
    names = [field.name for field in services()[slug].fields]
    return {f"{name}{part}": values for name in names for part in PARTS} | {"for": values or [""]}


def pages(client: Any, slug: str, sent: dict[str, list[str]]) -> Iterator[Any]:
    """The form, then whatever draft came of it: its form, what saves itself, its review."""
    yield client.post(f"/services/{slug}/apply", sent)
    yield client.post(f"/services/{slug}/apply", {"for": "self"})
    draft = Application.objects.filter(service=slug).order_by("-pk").first()
    if draft is not None:
        here = f"/applications/{draft.uuid}"
        yield from (client.post(f"{here}/edit", sent), client.post(f"{here}/save", sent))
        yield client.get(f"{here}/edit")
        yield client.post(f"{here}/review")
        yield client.get(f"{here}/review")


@pytest.mark.parametrize("kind", ODD)
def test_no_answer_breaks_a_form_or_gets_past_it(world: Any, kind: str) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    client.raise_request_exception = False
    broken = []
    for slug, service in services().items():
        if service.page or not service.fields:
            continue
        for answer in pages(client, slug, asked(slug, ODD[kind])):
            too_much = answer.status_code == 400 and kind in TOO_MUCH
            fine = too_much or answer.status_code in (200, 204, 302, 404)
            if not fine or b"<script>alert" in answer.content:
                broken.append((slug, answer.status_code, answer.wsgi_request.path))
    assert not broken
    assert Application.objects.exists()
    assert not Application.objects.exclude(state="draft").exists(), "nothing is submitted on such answers"
