"""The desk's pages of attestors: for operators and technicians alone, figures without anybody in them, lifting by two."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bawaba.identity.attestation.models import Attestor
from bawaba.identity.staff.commands import assign_post
from bawaba.journal.ports import Actor
from officers import appointed, at_desk
from people import at, register
from wires import send, stated

pytestmark = pytest.mark.django_db
BY = Actor("operator", "console")


def working_as(world: Any, slug: str, role: str) -> Any:
    officer = appointed(world, slug)
    assign_post(officer=officer.officer, agency="portal", role=role, by=BY)
    client = at_desk(slug)
    client.cookies["reading"] = "language=en"
    return client


def text(client: Any, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return str(answer.content.decode())


def posted(client: Any, deed: str) -> Any:
    return client.post(f"/desk/attestors/kiosk-1/{deed}")


def state() -> str:
    return str(Attestor.objects.get(slug="kiosk-1").state)


@pytest.fixture
def shut(world: Any) -> Any:
    kiosk = world.attestor("kiosk-1")
    for tampered in (True, False):
        kiosk.heartbeat("0.1.0", datetime.now(UTC).isoformat(), tampered=tampered)
    return kiosk


def test_there_is_no_such_page_for_officers_of_agencies_and_for_nobody(world: Any, shut: Any) -> None:
    appointed(world, "anna", "traffic")
    officer = at_desk("anna")
    for path in ("/desk/attestors", "/desk/attestors/kiosk-1"):
        assert officer.get(path).status_code == 404
        assert at().get(path)["Location"] == "/desk/enter"
    assert posted(officer, "propose").status_code == 404
    assert posted(at(), "propose")["Location"] == "/desk/enter"
    assert state() == "quarantined"
    assert "/desk/attestors" not in text(officer, "/desk/")


@pytest.mark.parametrize("role", ["operator", "technician"])
def test_the_desk_of_who_works_for_the_portal_leads_to_the_attestors(world: Any, role: str) -> None:
    page = text(working_as(world, "noor", role), "/desk/")
    assert "no post" not in page
    assert 'href="/desk/attestors"' in page.partition("<main")[2]


def test_the_list_and_the_page_show_figures_and_nobody(world: Any, shut: Any) -> None:
    operator = working_as(world, "noor", "operator")
    register(world, "omar")
    bank = world.attestor("palm-bank", "bank")
    assert send(bank, stated(world, bank, "omar")).json()["outcome"] == "activated"
    assert send(bank, stated(world, bank, "layla")).json()["outcome"] == "code_sent"
    page = text(operator, "/desk/attestors")
    assert "Activated <b>1</b>, Code sent <b>1</b>" in page
    assert "In quarantine" in page
    assert "its case was opened" in page
    one = text(operator, "/desk/attestors/palm-bank")
    assert '<svg class="bars"' in one
    assert world.keys["palm-bank"]["kid"] in one
    for slug in ("omar", "layla"):
        assert world.cast[slug]["number"] not in page + one
        assert world.cast[slug]["phone"] not in page + one
    assert text(operator, "/desk/attestors/nobody", 404)
    assert operator.post("/desk/attestors/kiosk-1/close").status_code == 404


def test_a_technician_proposes_and_an_operator_confirms(world: Any, shut: Any) -> None:
    technician, operator = working_as(world, "khalid", "technician"), working_as(world, "noor", "operator")
    assert "propose to lift" in text(technician, "/desk/attestors/kiosk-1")
    assert posted(technician, "propose").status_code == 302
    page = text(technician, "/desk/attestors/kiosk-1")
    assert "Confirm the lifting" not in page
    assert "Lifting proposed by" in page
    refused = posted(technician, "confirm")
    assert (refused.status_code, state()) == (409, "lifting")
    assert "Confirm the lifting" in text(operator, "/desk/attestors/kiosk-1")
    assert posted(operator, "confirm").status_code == 302
    assert state() == "open"
    again = posted(operator, "confirm")
    assert again.status_code == 409, "a second click finds it done"
    assert state() == "open"


def test_an_operator_who_proposed_does_not_confirm(world: Any, shut: Any) -> None:
    operator = working_as(world, "noor", "operator")
    posted(operator, "propose")
    assert "Confirm the lifting" not in text(operator, "/desk/attestors/kiosk-1")
    refused = posted(operator, "confirm")
    assert refused.status_code == 409
    assert "somebody else confirms" in refused.content.decode()
    assert posted(operator, "refuse").status_code == 302
    assert state() == "quarantined"


def test_while_it_is_still_wrong_the_page_says_what(world: Any, shut: Any) -> None:
    operator = working_as(world, "noor", "operator")
    shut.heartbeat("0.1.0", datetime.now(UTC).isoformat(), tampered=True)
    refused = posted(operator, "propose")
    assert refused.status_code == 409
    assert "its case was opened" in refused.content.decode()
