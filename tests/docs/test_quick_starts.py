"""docs/api/attestors.md: whoever types what stands there activates Omar, with our library and without it."""

import ast
import re
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.management import call_command

from bawaba.identity.accounts.models import Account
from bawaba.identity.attestation.models import Attestation
from people import register

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[2] / "docs/api/attestors.md"
KEY, CUSTOMER, ATTEST, LOST, ALONE, SUCCESSOR = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
ADDRESSES = {"http://localhost:8000": "http://testserver", "http://localhost:8020": "http://sandbox"}


class Demo:
    """A developer's own Python beside the demo: the page's addresses lead to portal and sandbox of this process."""

    def __init__(self, world: Any, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        inside = {"http://testserver": world.portal_transport(), "http://sandbox": httpx.WSGITransport(app=world.app)}
        client = httpx.Client
        monkeypatch.setattr(httpx, "Client", lambda **told: client(**told, mounts=inside))
        monkeypatch.chdir(folder)

    def run(self, block: str, names: dict[str, Any]) -> dict[str, Any]:
        for said, meant in ADDRESSES.items():
            block = block.replace(said, meant)
        exec(compile(block, PAGE.name, "exec"), names)
        return names


@pytest.fixture
def demo(world: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Demo:
    register(world, "omar")
    return Demo(world, monkeypatch, tmp_path)


def enrolled(demo: Demo) -> dict[str, Any]:
    """A developer with a key that the operators have loaded from the page's file, and a customer."""
    names = demo.run(KEY, {})
    call_command("attestors", "load", "bank.json", verbosity=0)
    return demo.run(CUSTOMER, names)


def omar_is_active() -> bool:
    evidence = Attestation.objects.get()
    account = Account.objects.get(uuid=evidence.account)
    return (evidence.attestor.slug, evidence.outcome, account.state) == ("bank-of-the-coast", "activated", "active")


def test_with_our_library(demo: Demo) -> None:
    names = enrolled(demo)
    demo.run(ATTEST, names)
    assert names["outcome"].word == "activated"
    assert omar_is_active()
    demo.run(LOST, names)
    demo.run(SUCCESSOR, names)


def test_omar_of_the_page_is_omar_of_every_demo(world: Any, demo: Demo) -> None:
    customer, omar = demo.run(CUSTOMER, {})["customer"], world.cast["omar"]
    for name in ("kind", "number", "phone", "person_key"):
        assert customer[name] == omar[name]
    assert f"iqama {omar['number']}, phone\n0{omar['phone'].removeprefix('+966')};" in PAGE.read_text()


def test_with_a_jose_library_and_an_http_client(demo: Demo) -> None:
    customer = enrolled(demo)["customer"]
    names = demo.run(ALONE, {"customer": customer})
    answer = names["answer"]
    assert (answer.status_code, answer.json()["outcome"]) == (201, "activated")
    assert omar_is_active()


def test_the_second_is_forty_lines_and_imports_nothing_of_ours() -> None:
    assert len(ALONE.splitlines()) <= 40
    roots = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).partition(".")[0]
        for node in ast.walk(ast.parse(ALONE))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert roots - sys.stdlib_module_names == {"joserfc", "httpx"}
