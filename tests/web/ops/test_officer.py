"""``bawaba officer``: the console appoints, gives posts and codes, and lets nobody keep what was taken away."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bawaba.identity.staff.queries import NoOfficer, officer_in_service, officer_named
from bawaba.identity.staff.rules import OFFICES, PERMISSIONS, may, roles_at
from officers import enter_first
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
    assert enter_first(at(), "noor", said("code", "noor"))[0]["Location"] == "/desk/"
    late = said("code", "noor")
    said("dismiss", "noor")
    with pytest.raises(NoOfficer):
        officer_in_service(officer)
    assert at().post("/desk/code", {"user_name": "noor", "code": late}).status_code == 200


def test_an_operator_and_a_technician_have_posts_in_offices_of_the_portal(world: Any) -> None:
    said("appoint", "noor", "--number", world.cast["noor"]["number"], "--agency", "portal", "identity")
    officer = officer_named("noor")
    first = officer_in_service(officer)
    assert dict(first.posts) == {"portal": "operator", "identity": "officer"}, "the plain role of each place"
    assert first.may("manage_attestors")
    assert first.may("attend_people")
    assert not first.may("review_identity")
    said("assign", "noor", "--agency", "portal", "--role", "technician")
    second = officer_in_service(officer)
    assert second.may("enrol_devices")
    assert not second.may("manage_attestors")
    with pytest.raises(CommandError, match="no such role: operator at traffic"):
        said("assign", "noor", "--agency", "traffic", "--role", "operator")
    with pytest.raises(CommandError, match="no such role: supervisor at portal"):
        said("assign", "noor", "--agency", "portal", "--role", "supervisor")


def test_each_permission_is_carried_by_roles_that_exist_and_by_no_post_of_an_agency() -> None:
    for permission, carriers in PERMISSIONS.items():
        assert carriers
        for place, role in carriers:
            assert place in OFFICES, permission
            assert role in roles_at(place), permission
        assert not may({"traffic": "supervisor"}, permission)
    with pytest.raises(KeyError):
        may({"portal": "operator"}, "everything")


@pytest.mark.parametrize(
    "words", [("code", "nobody"), ("appoint", "x", "--number", "12"), ("dismiss", "nobody")], ids=str
)
def test_what_cannot_be_done_is_one_sentence(world: Any, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match=":"):
        said(*words)
