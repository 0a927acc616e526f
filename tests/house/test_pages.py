"""docs/: what the code writes is not stale, what it names is documented, and every link leads somewhere."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from tests.pages import ROOT, modules, pages

from bawaba.config.environment import Environment
from bawaba.identity.populations.shelf import populations
from bawaba.web.ops.checks import PORTS

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SETTING = re.compile(r"^\| `BAWABA_(\w+)` \| (.+) \| `(.*)` \|$", re.MULTILINE)
PAGE_OF_PORT = {"register": "register", "sms": "sms", "payment": "payment", "delivery": "delivery"}


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_a_page_that_the_code_writes_is_not_stale(path: Path) -> None:
    assert path.exists() and path.read_text() == pages()[path], "run: make pages"  # noqa: PT018  # one reason


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    links = [(path, target) for path in DOCUMENTS for target in LINK.findall(path.read_text())]
    inside = [(path, target) for path, target in links if "://" not in target and not target.startswith("#")]
    assert inside
    assert not [one for one in inside if not (one[0].parent / one[1].partition("#")[0]).exists()]


def test_settings_are_few_and_each_is_documented_with_its_default() -> None:
    page = {
        name.lower(): default for name, _, default in SETTING.findall((ROOT / "docs/operate/settings.md").read_text())
    }
    told = {name: str(field.default) for name, field in Environment.model_fields.items()}
    told["content_dir"] = "content"  # beside the code
    assert page == told
    assert len(told) <= 40


def test_every_port_has_its_contract_and_says_what_it_raises() -> None:
    for name, port in PORTS.items():
        assert port.__doc__
        if name in PAGE_OF_PORT:
            assert (ROOT / "docs/api" / f"{PAGE_OF_PORT[name]}.md").exists()
    for module in modules("ports"):
        for name, one in vars(import_module(module)).items():
            if isinstance(one, type) and one.__module__ == module:
                assert one.__doc__, f"{module}.{name}"


def test_every_shelf_has_its_page() -> None:
    for kind in ("eservice", "condition", "population", "channel", "connector"):
        assert (ROOT / "docs/add" / f"{kind}.md").exists(), kind


def test_the_contracts_between_rooms_are_complete() -> None:
    contracts = (ROOT / ".importlinter").read_text()
    for module in modules("models"):
        assert f"protected_modules = {module}\n" in contracts, module
    for slug in populations():
        assert f"    bawaba.identity.populations.{slug}\n" in contracts, slug


def test_the_readme_runs_it_by_line_15() -> None:
    lines = (ROOT / "README.md").read_text().splitlines()
    assert any(line.startswith("make demo") for line in lines[:15])
