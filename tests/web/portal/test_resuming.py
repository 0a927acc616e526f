"""R7: only this enrolment's cookie, or its reference (or number and phone) with a fresh code, continues it."""

from typing import Any

import pytest

from applicants import Applicant, target
from bawaba.core.references import new_reference
from bawaba.identity.enrolment.models import Enrolment
from people import at, register

pytestmark = pytest.mark.django_db


def asked(client: Any, **typed: str) -> Any:
    return client.post("/register/resume", typed)


def test_a_lost_receipt_is_found_by_number_and_phone_and_moves_to_this_browser(world: Any) -> None:
    one = Applicant(world).until("submit")
    world.wait(31)
    other = at()
    typed = {"number": one.one["number"], "phone": one.one["phone"]}
    assert target(asked(other, **typed)) == "/register/resume/code"
    assert one.one["number"] not in other.get("/register/resume/code").content.decode()
    assert target(other.post("/register/resume/code", {"code": one.code()})) == "/register/receipt"
    assert other.get("/register/receipt").status_code == 200
    assert one.client.get("/register/receipt").status_code == 410, "the former cookie is dead"
    assert other.post("/register/cancel").status_code == 200
    assert Enrolment.objects.get().state == "cancelled"


def test_a_reference_alone_shows_nothing_and_continues_nothing(world: Any) -> None:
    draft = register(world, "omar")
    world.wait(31)
    stranger = at()
    asked(stranger, reference=draft.claims.reference)
    page = stranger.get("/register/resume/code").content.decode()
    assert not [one for one in (draft.claims.phone[-3:], draft.claims.identifier) if one in page]
    assert stranger.post("/register/resume/code", {"code": "000000"}).status_code == 200
    assert stranger.get("/register/receipt").status_code == 410


def test_found_and_not_found_get_the_same_answer_again_and_again(world: Any) -> None:
    draft = register(world, "omar")
    unknown = new_reference()
    answers: dict[str, list[Any]] = {draft.claims.reference: [], unknown: []}
    for wait in (31, 1, 31):
        world.wait(wait)
        for reference, seen in answers.items():
            answer = asked(at(), reference=reference)
            seen.append((answer.status_code, answer["Location"], len(answer.cookies["resume"].value)))
    assert answers[draft.claims.reference] == answers[unknown]


def test_a_number_without_a_registration_gets_a_code_that_opens_nothing(world: Any) -> None:
    phone = "+966500008811"
    client = at()
    assert target(asked(client, number=world.cast["omar"]["number"], phone=phone)) == "/register/resume/code"
    world.deliver()
    answer = client.post("/register/resume/code", {"code": world.pocket.code(phone)})
    assert answer.status_code == 200
    assert client.get("/register/receipt").status_code == 410


def test_no_code_goes_to_a_phone_of_a_country_that_is_not_served(world: Any) -> None:
    assert asked(at(), number=world.cast["omar"]["number"], phone="+33612345678").status_code == 200
    world.deliver()
    assert not world.pocket.texts


def test_what_ended_while_its_code_was_under_way_says_so(world: Any) -> None:
    one = Applicant(world).until("submit")
    world.wait(31)
    other = at()
    asked(other, number=one.one["number"], phone=one.one["phone"])
    code = one.code()
    one.client.post("/register/cancel")
    assert other.post("/register/resume/code", {"code": code}).status_code in {200, 410}
    assert other.get("/register/receipt").status_code == 410
