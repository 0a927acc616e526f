"""docs/api/relying-parties.md: the file loads, the endpoints are those of discovery, and what can be learned is what is told."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from agencies import Agency, agreed, came_back
from bawaba.identity.clients.learning import LEARNED
from bawaba.identity.clients.loading import load_party
from bawaba.identity.clients.queries import party_named
from bawaba.journal.ports import Actor
from people import activated, logged_in

pytestmark = pytest.mark.django_db
PAGE = (Path(__file__).parents[2] / "docs/api/relying-parties.md").read_text()
BLOCKS = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


def test_the_file_loads_and_its_fields_are_explained(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    path.write_text(json.dumps(BLOCKS[0]))
    call_command("relying_party", "load", str(path))
    assert party_named("municipality").site == "https://municipality.example/"
    table = PAGE.partition("| field |")[2].partition("\n\n")[0]
    fields = {
        name for row in table.splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1] if "|" in row else "")
    }
    assert fields == set(BLOCKS[0]["relying_parties"][0])


def test_the_endpoints_are_those_of_discovery() -> None:
    found = Client().get("/.well-known/openid-configuration").json()
    rows = dict(re.findall(r"^\| `(\w+_(?:endpoint|uri))` \| `(\S+)` \|$", PAGE, re.MULTILINE))
    told = {name: str(address).removeprefix("http://testserver") for name, address in found.items()}
    assert rows == {name: path for name, path in told.items() if name.endswith("_endpoint") or name == "jwks_uri"}


def test_what_can_be_learned_is_what_is_told() -> None:
    table = PAGE.partition("| scope |")[2].partition("\n\n")[0]
    rows = {}
    for line in table.splitlines()[2:]:
        scope, claims, verified = (re.findall(r"`([^`]+)`", cell) for cell in line.strip("|").split("|"))
        rows[scope[0]] = (tuple(one for one in claims if one != "sub"), tuple(verified))
    assert rows == {scope: (one.claims, one.verified) for scope, one in LEARNED.items()}


def test_the_single_claims_of_the_page_are_told(world: Any) -> None:
    activated(world, "layla")
    browser = logged_in(world, "layla")
    load_party(described=BLOCKS[0]["relying_parties"][0], by=Actor("operator"))
    agency = Agency()
    code = came_back(agreed(browser, agency.ask(browser, claims=json.dumps(BLOCKS[1]))))["code"]
    told = agency.read(agency.redeem(code).json()["access_token"]).json()
    assert set(told["verified_claims"]["claims"]) == {"birthdate", "nationalities"}
