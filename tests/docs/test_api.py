"""docs/api: every call and every problem type is there, and the examples are read by the code."""

import json
import re
from pathlib import Path

from bawaba.cases.ports import STATES
from bawaba.registers.facts import TOPICS, fact_from, person_from
from bawaba.web.channel_api.problem_answers import SLUGS
from bawaba.web.channel_api.views import api

ROOT = Path(__file__).parents[2]
API = ROOT / "docs/api"
BLOCKS = re.compile(r"```(python|json)\n(.*?)```", re.DOTALL)
RAISED = re.compile(r'(?:ChannelProblem|\bproblem)\(\s*"([a-z-]+)"')

NEVER_MET = {"request-unreadable"}  # the framework's own 400, which no request to these calls is known to reach


def blocks(page: str, kind: str) -> list[str]:
    return [text for found, text in BLOCKS.findall((API / page).read_text()) if found == kind]


def test_every_problem_type_is_documented_and_none_besides() -> None:
    raised = {
        slug
        for room in ("web/channel_api", "identity/attestation")
        for path in (ROOT / "src/bawaba" / room).rglob("*.py")
        for slug in RAISED.findall(path.read_text())
    }
    page = (API / "attestors.md").read_text().partition("## Problems")[2]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)) == raised | set(SLUGS.values()) - NEVER_MET


def test_every_call_is_documented_and_none_besides() -> None:
    calls = {
        f"{method.upper()} {path.removeprefix('/channel/v1')}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }
    page = (API / "attestors.md").read_text().partition("## Calls")[2].partition("##")[0]
    assert set(re.findall(r"^\| `([A-Z]+ \S+)` \|", page, re.MULTILINE)) == calls


def test_the_examples_of_the_register_are_what_the_portal_reads() -> None:
    person, violation = (json.loads(text) for text in blocks("register.md", "json"))
    for relative in (*person["household"], *person["ties"]):
        relative["names"] = person["names"]
    assert person_from(person).document("iqama")
    assert fact_from("violations", [violation])[0].halalas == 15_000
    page = (API / "register.md").read_text()
    assert not [topic for topic in TOPICS if f"`{topic}`" not in page]


def test_the_examples_of_the_courier_are_what_the_connector_sends_and_reads() -> None:
    order, answer = (json.loads(text) for text in blocks("delivery.md", "json"))
    source = (ROOT / "src/bawaba/connectors/delivery/http.py").read_text()
    for name in {*order, *order["address"], *answer}:
        assert f'"{name}"' in source, name
    assert answer["state"] in STATES


def test_the_examples_of_the_payment_provider_are_what_the_connector_sends_and_reads() -> None:
    order, answer, payout = (json.loads(text) for text in blocks("payment.md", "json"))
    source = (ROOT / "src/bawaba/connectors/payment/hosted.py").read_text()
    for name in {*order, *answer, *payout, "hosted_url"}:
        assert f'"{name}"' in source, name
