"""What ``bawaba new`` writes: a file that works at once, and its test."""

import re
from dataclasses import dataclass
from pathlib import Path

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
SERVICE = '''"""{title}: say here in one line what it is."""

from bawaba.cases.conditions import AccountAwake
from bawaba.cases.eservice import EService
from bawaba.core.text import T

SERVICE = EService(
    slug="{slug}",
    agency="{agency}",
    title=T("خدمة جديدة", en="{title}"),
    about=T("اكتب هنا ما تقدمه الخدمة.", en="Write here what the service offers."),
    conditions=(AccountAwake(),),
    basis=T("عينة للعرض", en="Sample for demonstration"),
)
'''
TEST = '''"""{title}: its page says what it offers, and its checklist judges who asks."""

from typing import Any

import pytest
from django.test import Client

from bawaba.cases.catalogue import services
from people import activated, logged_in

pytestmark = pytest.mark.django_db
SERVICE = services()["{slug}"]


def test_everybody_can_read_what_it_offers(client: Client) -> None:
    page = client.get("/services/{slug}").content.decode()
    assert SERVICE.title.ar in page
    assert all(condition.title.ar in page for condition in SERVICE.conditions)


def test_a_resident_meets_its_conditions(world: Any) -> None:
    activated(world, "omar")
    page = logged_in(world, "omar").get("/services/{slug}").content.decode()
    assert all(condition.title.ar in page for condition in SERVICE.conditions)
'''


class CannotWrite(ValueError):
    """The name is not one, or the file is there already."""


@dataclass(frozen=True)
class Skeleton:
    """Two files to write."""

    source: Path
    test: Path
    texts: dict[Path, str]


def eservice(root: Path, agency: str, slug: str) -> Skeleton:
    """For ``services/<agency>/<slug>.py`` under a checkout's ``root``; CannotWrite."""
    if not SLUG.fullmatch(slug):
        raise CannotWrite(f"{slug!r} is not a slug: small letters and digits, with hyphens between.")
    name, title = slug.replace("-", "_"), slug.replace("-", " ").capitalize()
    source = root / "src/bawaba/services" / agency / f"{name}.py"
    test = root / "tests/services" / agency / f"test_{name}.py"
    for path in (source, test):
        if path.exists():
            raise CannotWrite(f"{path} is there already.")
    told = {"slug": slug, "agency": agency, "title": title}
    return Skeleton(source, test, {source: SERVICE.format(**told), test: TEST.format(**told)})
