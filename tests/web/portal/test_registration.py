"""The wizard's edges: back, reload, two tabs, second clicks, an end in between; nothing is an error page, nothing is lost."""

import re
from typing import Any

import pytest
from django.test import Client

from applicants import Applicant, problems, target
from bawaba.identity.enrolment.models import Enrolment
from bawaba.journal.models import Event
from people import at
from races import at_once

pytestmark = pytest.mark.django_db
PAGES = ("identity", "contact", "phone", "password", "receipt", "receipt.pdf")


@pytest.mark.parametrize("slug", ["layla", "omar", "mariam", "khalid", "anna"])
def test_each_population_comes_from_the_first_page_to_the_receipt(world: Any, slug: str) -> None:
    one = Applicant(world, slug).until("submit")
    assert one.client.get("/register/receipt").status_code == 200
    assert one.client.get("/register/receipt.pdf")["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("step", "shown"),
    [
        ("choose", {"identity": 200, "contact": "/register/identity", "phone": "/register/contact"}),
        ("identify", {"identity": 200, "contact": 200, "phone": "/register/contact"}),
        ("contact", {"identity": 200, "contact": 200, "phone": 200, "password": "/register/contact"}),
        ("prove", {"identity": 200, "contact": 200, "phone": "/register/password", "password": 200}),
        ("submit", {"identity": "/register/receipt", "password": "/register/receipt", "receipt": 200}),
    ],
)
def test_back_and_reload_show_the_page_or_lead_to_where_it_is(world: Any, step: str, shown: dict[str, Any]) -> None:
    one = Applicant(world).until(step)
    for page, expected in shown.items():
        for _ in range(2):
            answer = one.client.get(f"/register/{page}")
            assert (answer.status_code if isinstance(expected, int) else answer["Location"]) == expected, page


def test_what_was_typed_stands_there_again_and_secrets_do_not(world: Any) -> None:
    one = Applicant(world).until("identify")
    assert f'value="{one.one["number"]}"' in one.client.get("/register/identity").content.decode()
    page = one.contact(phone="12", email="layla@example.com").content.decode()
    assert 'value="layla@example.com"' in page
    one.contact()
    one.prove()
    wrong = one.submit(password="secret-phrase-77", again="another").content.decode()
    assert "secret-phrase-77" not in wrong
    assert 'value="layla.h"' in wrong


@pytest.mark.parametrize("step", ["identify", "contact", "prove", "submit"])
def test_a_second_click_on_a_page_gets_the_first_answer(world: Any, step: str) -> None:
    before = {"identify": "choose", "contact": "identify", "prove": "contact", "submit": "prove"}
    one = Applicant(world).until(before[step])
    more = {"code": one.code()} if step == "prove" else {}
    first, second = (target(getattr(one, step)(**more)) for _ in range(2))
    assert second == first
    assert Enrolment.objects.count() == 1


def test_a_second_click_on_cancel_finds_it_cancelled(world: Any) -> None:
    one = Applicant(world).until("submit")
    cookie = one.client.cookies["enrolment"].value
    assert one.client.post("/register/cancel").status_code == 200
    one.client.cookies["enrolment"] = cookie  # the browser had sent it before the first answer came
    assert one.client.post("/register/cancel").status_code == 200
    assert Event.objects.filter(type="enrolment.cancel").count() == 1


def test_what_was_typed_is_unreadable_the_moment_it_is_cancelled(world: Any) -> None:
    one = Applicant(world).until("submit")
    one.client.post("/register/cancel")
    row = Enrolment.objects.get()
    assert row.password == ""
    assert one.client.get("/register/receipt").status_code == 410


@pytest.mark.parametrize("page", PAGES)
def test_after_the_end_every_page_says_so(world: Any, page: str) -> None:
    one = Applicant(world).until("contact")
    world.wait(15 * 60 + 1)
    answer = one.client.get(f"/register/{page}")
    assert answer.status_code == 410
    assert "/register/resume" in answer.content.decode()


def test_the_clock_slides_with_each_input_and_by_one_tap(world: Any) -> None:
    one = Applicant(world).until("choose")
    for act in (one.identify, lambda: one.client.post("/register/extend"), one.contact):
        world.wait(14 * 60)
        assert act().status_code == 302
    assert one.client.get("/register/phone").status_code == 200


def test_another_card_in_a_second_tab_forgets_the_number_of_the_first(world: Any) -> None:
    one = Applicant(world).until("identify")
    assert target(one.client.post("/register/who", {"population": "visitor"})) == "/register/identity"
    assert one.one["number"] not in one.client.get("/register/identity").content.decode()
    assert target(one.client.get("/register/contact")) == "/register/identity"


def test_a_phone_is_corrected_before_its_code_and_after_it(world: Any) -> None:
    one = Applicant(world).until("contact")
    world.wait(31)
    other = "+966500004711"
    assert target(one.contact(phone="0500004711")) == "/register/phone"
    world.deliver()
    assert target(one.prove(world.pocket.code(other))) == "/register/password"
    world.wait(31)
    assert target(one.contact()) == "/register/phone", "another phone is unproven again"
    assert Enrolment.objects.get().state == "started"
    assert Event.objects.filter(type="enrolment.change_phone").count() == 1
    assert target(one.prove()) == "/register/password"
    assert target(one.contact()) == "/register/password", "the same phone stays proven"


def test_a_code_for_the_former_phone_proves_nothing(world: Any) -> None:
    one = Applicant(world).until("contact")
    old = one.code()
    world.wait(31)
    one.contact(phone="0500004711")
    world.deliver()
    if world.pocket.code("+966500004711") != old:
        assert one.prove(old).status_code == 200
    assert Enrolment.objects.get().state == "started"


def test_the_language_of_messages_is_chosen(world: Any) -> None:
    one = Applicant(world).until("identify")
    one.contact(language="en")
    world.deliver()
    assert re.search("code", world.pocket.last(one.one["phone"]))


def test_a_foreign_sim_is_told_on_the_first_page_and_beside_the_field(world: Any) -> None:
    assert "الست" in at().get("/register/").content.decode()
    one = Applicant(world).until("identify")
    answer = one.contact(phone="+33612345678")
    assert "الست" in " ".join(problems(answer))
    world.deliver()
    assert not world.pocket.texts


@pytest.mark.parametrize(
    "typed",
    [
        {"identifier": "١٠١٢٣٤٥٦٧٩٩٩٩٩٩٩٩"},
        {"identifier": "\u202e1234567890\u202c"},
        {"identifier": "😀" * 40},
        {"identifier": ""},
        {"first_ar": ""},
        {"first_ar": "😀😀"},
        {"first_ar": "Layla"},
        {"first_en": "ليلى"},
        {"first_ar": "\x00\x00"},
        {"birth_year": "1447", "birth_month": "2", "birth_day": "30", "birth_calendar": "hijri"},
        {"birth_year": "9999"},
        {"birth_year": "0", "birth_month": "0", "birth_day": "0"},
        {"birth_year": "²", "birth_month": "1", "birth_day": "1"},
        {"birth_year": "abcd"},
        {"birth_month": "13"},
    ],
    ids=str,
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(world: Any, typed: dict[str, str]) -> None:
    one = Applicant(world).until("choose")
    answer = one.identify(**typed)
    assert answer.status_code == 200
    assert problems(answer)
    assert 'value="الحربي"' in answer.content.decode()


@pytest.mark.parametrize("name", ["ليلى\u202eabc", "x" * 500, "  ليلى   بنت  ", "عبد الرحمٰن", "أ" * 39 + "\u200f"])
def test_odd_names_go_on_clean(world: Any, name: str) -> None:
    one = Applicant(world, "omar").until("choose")
    assert target(one.identify(family_ar=name if "x" not in name else "ليلى", first_en=name if "x" in name else "Omar"))
    page = one.client.get("/register/identity").content.decode()
    assert "\u202e" not in page


def test_arabic_digits_are_digits_everywhere(world: Any) -> None:
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    one = Applicant(world).until("choose")
    year, month, day = world.person("layla")["birth_date"].split("-")
    born = {"birth_year": year, "birth_month": month, "birth_day": day}
    typed = {name: value.translate(arabic) for name, value in ({"identifier": one.one["number"]} | born).items()}
    assert target(one.identify(**typed)) == "/register/contact"
    local = "0" + one.one["phone"].removeprefix("+966")
    assert target(one.contact(phone=local.translate(arabic))) == "/register/phone"
    assert target(one.prove(one.code().translate(arabic))) == "/register/password"
    assert target(one.submit()) == "/register/receipt"


def tabs_of(browser: Client, number: int) -> list[Client]:
    """As many tabs, each with the cookies that the browser has now."""
    tabs = [Client(**browser.defaults) for _ in range(number)]
    for tab in tabs:
        tab.cookies.load({name: one.value for name, one in browser.cookies.items()})
    return tabs


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["identify", "contact", "prove", "submit", "cancel"])
def test_clicks_in_the_same_moment_all_lead_on(world: Any, step: str) -> None:
    before = {"identify": "choose", "contact": "identify", "prove": "contact", "submit": "prove", "cancel": "submit"}
    one = Applicant(world).until(before[step])
    code = one.code() if step == "prove" else ""
    act = one.prove if step == "prove" else getattr(one, step, None)
    clicks = [lambda: act(code) if code else act()] * 4
    if step == "cancel":  # its answer takes the cookie away, and a browser sends what it has when it is clicked
        clicks = [lambda tab=tab: tab.post("/register/cancel") for tab in tabs_of(one.client, 4)]
    answers = at_once(clicks)
    expected = 200 if step == "cancel" else 302
    assert [getattr(answer, "status_code", answer) for answer in answers] == [expected] * 4
    if step != "cancel":
        assert len({answer["Location"] for answer in answers}) == 1, "the first answer again"
    assert Enrolment.objects.count() == 1
    done = {"prove": "prove_phone", "submit": "submit", "cancel": "cancel"}.get(step)
    if done:
        assert Event.objects.filter(type=f"enrolment.{done}").count() == 1
