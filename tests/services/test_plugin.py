"""A package of somebody else, installed from a folder, puts an e-service on the shelf; nothing of the portal is changed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bawaba.cases.catalogue import services

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/add/plugin.md").read_text()
PLAYED = """
from typing import Any

import pytest

from bawaba.cases.catalogue import search, services
from bawaba.web.ops.checks import shelves_load
from catalogue import Asker, ended
from people import at, logged_in

pytestmark = pytest.mark.django_db


def test_it_is_on_the_shelf() -> None:
    assert services()["moon-sighting"].agency == "general"
    assert [one.slug for one in search("الهلال")] == ["moon-sighting"]
    assert not shelves_load()


@pytest.mark.parametrize(("language", "title"), [("ar", "إفادة برؤية الهلال"), ("en", "Report a sighting of the moon")])
def test_it_has_its_public_page(language: str, title: str) -> None:
    client = at()
    client.post("/preferences", {"language": language, "next": "/"})
    assert title in client.get("/services/moon-sighting").content.decode()
    assert title in client.get("/services/").content.decode()


def test_somebody_applies_by_form_and_receives_its_document(world: Any) -> None:
    asker = Asker(world, "citizen")
    client = logged_in(world, asker.slug)
    review = client.post("/services/moon-sighting/apply", {"place": "سدير"})["Location"]
    assert "سدير" in client.get(review).content.decode()
    assert client.post(review)["Location"].startswith("/applications/")
    world.deliver()
    assert "إيصال إفادة" in client.get("/documents/").content.decode()
    assert ended(asker.apply("moon-sighting", place="تمير"))


def test_who_is_abroad_reads_why_not(world: Any) -> None:
    asker = Asker(world, "citizen")
    asker.spoil("outside")
    assert asker.unmet("moon-sighting") == {"Inside the country"}
"""


def block(language: str) -> str:
    """The first of this language on the page."""
    return str(re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[0])


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page's package, by pip, into a folder of its own."""
    folder = tmp_path_factory.mktemp("installed")
    package = folder / "moon-services"
    (package / "moon_services").mkdir(parents=True)
    (package / "moon_services/__init__.py").touch()
    (package / "pyproject.toml").write_text(block("toml"))
    (package / "moon_services/sighting.py").write_text(block("python"))
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    command += ["--disable-pip-version-check", "--target", str(folder / "site"), str(package)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def told(site: Path) -> dict[str, str]:
    """A fresh process that has the package, and nothing of this process's settings."""
    kept = {name: one for name, one in os.environ.items() if not name.startswith(("BAWABA_", "PYTEST_", "TEST_"))}
    return kept | {"PYTHONPATH": os.pathsep.join(map(str, (site, ROOT / "src", ROOT / "tests", ROOT)))}


def test_an_eservice_of_an_installed_package_works_like_any_other(installed: Path, tmp_path: Path) -> None:
    assert "moon-sighting" not in services(), "only where it is installed"
    test = tmp_path / "test_moon.py"
    test.write_text(PLAYED)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "bawaba.config.wsgi"]
    command += ["-p", "conftest", "-c", "pyproject.toml"]  # the portal is up before the cast of the tests is read
    done = subprocess.run(
        [*command, str(test)], cwd=ROOT, env=told(installed), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert "5 passed" in done.stdout


def test_a_package_whose_service_is_taken_or_does_not_load_is_named_at_start(installed: Path, tmp_path: Path) -> None:
    site = Path(shutil.copytree(installed, tmp_path / "site"))
    module = site / "moon_services/sighting.py"
    good = module.read_text()
    for bad, said in ((good.replace("moon-sighting", "renew-iqama"), "renew-iqama"), ("import nowhere", "nowhere")):
        module.write_text(bad)
        command = [sys.executable, "-c", "from bawaba.cases.catalogue import services; services()"]
        environment = told(site) | {"DJANGO_SETTINGS_MODULE": "bawaba.config.settings"}
        command[2] = f"import tests.settings_for_tests, django; django.setup(); {command[2]}"
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode != 0
        assert said in done.stderr.splitlines()[-1]
