"""``bawaba officer``: the console appoints, gives posts and codes, and lets nobody keep what was taken away."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bawaba.identity.staff.queries import NoOfficer, officer_in_service, officer_named
from people import at

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    out = io.StringIO()
    call_command("officer", *words, stdout=out)
    return out.getvalue().strip()


def test_from_the_appointment_to_the_dismissal(world: Any) -> None:
    said("appoint", "noor", "--number", world.cast["noor"]["number"], "--agency", "passports")
    said("assign", "noor", "--agency", "traffic", "prisons")
    officer = officer_named("noor")
    assert set(officer_in_service(officer).posts) == {"passports", "traffic", "prisons"}
    said("unassign", "noor", "--agency", "prisons")
    assert set(officer_in_service(officer).posts) == {"passports", "traffic"}
    code = said("code", "noor")
    assert at().post("/desk/enter", {"user_name": "noor", "code": code})["Location"] == "/desk/"
    late = said("code", "noor")
    said("dismiss", "noor")
    with pytest.raises(NoOfficer):
        officer_in_service(officer)
    assert at().post("/desk/enter", {"user_name": "noor", "code": late}).status_code == 200


@pytest.mark.parametrize(
    "words", [("code", "nobody"), ("appoint", "x", "--number", "12"), ("dismiss", "nobody")], ids=str
)
def test_what_cannot_be_done_is_one_sentence(world: Any, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match=":"):
        said(*words)
