"""The helpline: state and next step without personal data; each look is its applicant's to see."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from bawaba.cases.helpline import code_of
from bawaba.cases.lifecycle import APPLICATION
from bawaba.cases.models import Application
from bawaba.core import clock
from bawaba.core.references import grouped, new_reference
from bawaba.identity.enrolment.lifecycle import ENROLMENT
from bawaba.identity.staff.commands import assign_post
from bawaba.identity.staff.rules import ROLES, roles_at
from bawaba.journal.models import Event
from bawaba.web.portal.standing import APPLICATIONS, REGISTRATIONS
from officers import CONSOLE, appointed, at_desk, event_permit
from payers import account_of
from people import activated, at, logged_in, register

pytestmark = pytest.mark.django_db
PAGE = "/desk/helpline"


@pytest.fixture
def layla(world: Any) -> Any:
    activated(world, "layla")
    return world


def agent(world: Any, slug: str = "noor", agency: str = "portal", role: str = "helpline") -> Client:
    assign_post(officer=appointed(world, slug).officer, agency=agency, role=role, by=CONSOLE)
    return at_desk(slug)


def asked(desk: Client, reference: str, code: str = "") -> str:
    return main(desk.post(PAGE, {"reference": reference, "code": code}))


def main(answer: Any) -> str:
    return str(answer.content.decode().split("<main")[1].split("</main")[0])


def reference_of(handle: UUID) -> str:
    return Application.objects.get(uuid=handle).reference


def shows_no_data(world: Any, page: str, slug: str = "layla") -> None:
    one, record = world.cast[slug], world.person(slug)
    names = [part for script in ("ar", "en") for part in record["names"][script].values() if part]
    for secret in (one["number"], one["phone"], one["phone"][-3:], *names, "سوق الخريف", "حديقة الواحة"):
        assert secret not in re.sub(r'value="[^"]*"|\w{64}', "", page), secret


def test_by_reference_alone_it_says_state_and_next_step_and_not_which_service(layla: Any) -> None:
    handle, desk = event_permit(layla, "layla"), agent(layla)
    page = asked(desk, grouped(reference_of(handle)).lower())
    assert "لدى موظف" in page
    assert "ينتظر قرار الجهة" in page
    assert "فعالية" not in page
    shows_no_data(layla, page)
    desk.cookies["reading"] = "language=en"
    assert "With an officer" in asked(desk, reference_of(handle))


def test_with_the_code_of_its_page_the_service_is_named_and_still_nobody(layla: Any) -> None:
    handle, desk = event_permit(layla, "layla"), agent(layla)
    own = logged_in(layla, "layla").get(f"/applications/{handle}").content.decode()
    code = code_of(handle)
    assert code in own
    page = asked(desk, reference_of(handle), code)
    assert "فعالية" in page
    shows_no_data(layla, page)
    yesterday, before = (clock.today() - timedelta(days=days) for days in (1, 2))
    assert "فعالية" in asked(desk, reference_of(handle), code_of(handle, yesterday))
    wrong = asked(desk, reference_of(handle), code_of(handle, before))
    assert "الرمز غير صحيح" in wrong
    assert "فعالية" not in wrong
    assert "لدى موظف" in wrong


@pytest.mark.parametrize("code", ["000", "كلمة", "١٢٣٤٥٦", "\0", "9" * 500, "<b>"])
def test_an_odd_code_is_wrong_and_is_not_sent_back(layla: Any, code: str) -> None:
    handle, desk = event_permit(layla, "layla"), agent(layla)
    page = asked(desk, reference_of(handle), code)
    assert "الرمز غير صحيح" in page
    assert "<b>" not in page
    assert f'value="{code}"' not in page


def test_five_codes_a_day_are_compared(layla: Any) -> None:
    handle, desk = event_permit(layla, "layla"), agent(layla)
    for _ in range(5):
        asked(desk, reference_of(handle), "nothing")
    page = asked(desk, reference_of(handle), code_of(handle))
    assert "فعالية" not in page
    assert "لدى موظف" in page, "the state is told all the same"


def test_each_look_is_on_the_applicants_tracker_and_on_nobody_elses(layla: Any) -> None:
    handle, desk = event_permit(layla, "layla"), agent(layla)
    asked(desk, reference_of(handle))
    tracker = logged_in(layla, "layla").get("/my-data/tracker").content.decode()
    assert "موظف خط المساعدة في إدارة البوابة</b>: اطّلاع على حال طلبك دون بياناتك" in tracker
    assert "من اتصل ذكر الرقم المرجعي" in tracker
    assert "نور" not in tracker
    layla.wait(31)
    activated(layla, "sami")
    assert "خط المساعدة" not in logged_in(layla, "sami").get("/my-data/tracker").content.decode()


def test_a_registration_has_its_state_and_the_look_is_an_event(world: Any) -> None:
    draft, desk = register(world, "omar"), agent(world)
    page = asked(desk, draft.claims.reference)
    assert "ينتظر التفعيل" in page
    shows_no_data(world, page, "omar")
    assert Event.objects.filter(type="enrolment.look", subject=draft.enrolment, actor_kind="officer").count() == 1
    world.wait(timedelta(days=8).total_seconds())
    assert "انتهت مهلته" in asked(at_desk("noor"), draft.claims.reference)


def test_of_an_activated_registration_the_account_sees_the_look(world: Any) -> None:
    register(world, "omar")
    draft = register_reference(world)
    kiosk = world.attestor("kiosk-1")
    world.wait(31)
    assert world.attest(kiosk, "omar", world.visit(kiosk, "omar"), use=True).word == "activated"
    assert "فُعّل" in asked(agent(world), draft)
    looks = Event.objects.filter(type="look.state")
    assert [one.subject for one in looks] == [account_of(world, "omar")]


def register_reference(world: Any) -> str:
    found = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", " ".join(text for _, text in world.pocket.texts))
    return str(found[-1])


@pytest.mark.parametrize("reference", ["", "abc", "7K2M-9QXC-4T1D", "\0", "٧" * 12, "x" * 900])
def test_what_is_no_reference_gets_a_sentence_and_no_event(world: Any, reference: str) -> None:
    desk = agent(world)
    page = asked(desk, reference)
    assert "رقم المرجع غير صحيح" in page
    assert not Event.objects.filter(type="look.state").exists()


def test_one_that_nobody_has_is_said_not_to_be_there(world: Any) -> None:
    assert "لا طلب بهذا الرقم" in asked(agent(world), new_reference())


def test_so_many_a_day_and_then_a_sentence(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    monkeypatch.setattr(settings, "LIMITS", replace(settings.LIMITS, helpline_looks_a_day=3))
    desk = agent(world)
    for _ in range(3):
        asked(desk, new_reference())
    answer = desk.post(PAGE, {"reference": new_reference()})
    assert answer.status_code == 429
    assert "بلغت حد الاطلاعات اليوم" in main(answer)


MATRIX = [(place, role) for place in ("traffic", "identity", "portal") for role in roles_at(place)]


@pytest.mark.promise("A33")
@pytest.mark.parametrize(("place", "role"), MATRIX)
def test_only_the_helpline_may_and_the_helpline_may_nothing_else(
    layla: Any, trials: Any, place: str, role: str
) -> None:
    """For every other role the page does not exist; for the helpline no other page of the desk shows anybody."""
    trials(1)
    handle, desk = event_permit(layla, "layla"), agent(layla, "noor", place, role)
    may = role == "helpline"
    assert desk.get(PAGE).status_code == (200 if may else 404)
    assert desk.post(PAGE, {"reference": reference_of(handle)}).status_code == (200 if may else 404)
    assert (PAGE in desk.get("/desk/").content.decode()) == may
    assert Event.objects.filter(type="look.state").count() == int(may)
    if may:
        for path in (f"applications/{handle}", "reviews", "reviews/registrations", "attestors", "counter"):
            assert desk.get(f"/desk/{path}").status_code == 404, path
        assert str(handle) not in desk.get("/desk/").content.decode()
        found = desk.post("/desk/documents", {"reference": reference_of(handle)}).content.decode()
        shows_no_data(layla, found.split("<main")[1])


def test_nobody_without_a_post_and_every_role_is_in_the_matrix(world: Any) -> None:
    assert at().get(PAGE)["Location"] == "/desk/enter"
    assert {role for _, role in MATRIX} == set(ROLES)


def test_every_state_has_its_words() -> None:
    states = {target for _, _, target, *_ in moves(APPLICATION)}
    assert set(APPLICATIONS) <= states
    assert {target for _, _, target, *_ in moves(ENROLMENT)} == set(REGISTRATIONS)


def moves(life: Any) -> list[tuple[Any, ...]]:
    return [(name, life.move(name).sources, life.move(name).target) for name in life.moves]
