"""The pages of the desk: a queue without persons, a case with everything, buttons as the lifecycle allows."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments import received
from bawaba.cases.models import Application
from bawaba.cases.queries import application
from bawaba.journal.models import Event
from bawaba.payments.commands import note_payment
from bawaba.payments.ports import Notice
from bawaba.payments.queries import bill_for
from bawaba.registers.models import CachedFact
from officers import EVENT, appointed, asked_for, at_desk, event_permit, paid_for
from people import activated, leads_on, logged_in

pytestmark = pytest.mark.django_db
GIVEN_BACK = "أُعيد المبلغ إلى دافعه"
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"


@pytest.fixture
def layla(world: Any) -> Any:
    activated(world, "layla")
    appointed(world, "noor", "public_security")
    return world


@pytest.fixture
def marry(layla: Any) -> Iterator[Callable[[str, str], None]]:
    """From the call on the register has them as a couple; the next test finds it as it was."""
    before: dict[str, Any] = {}

    def married(one: str, other: str) -> None:
        record, spouse = layla.person(one), layla.person(other)
        before[record["person_key"]] = record["household"]
        member = {name: spouse[name] for name in ("person_key", "names", "birth_date")} | {"relation": "spouse"}
        layla.store.change_person(record["person_key"], household=[member])

    yield married
    for key, household in before.items():
        layla.store.change_person(key, household=household)


def page_of(handle: Any) -> str:
    return f"/desk/applications/{handle}"


def deeds(page: str) -> set[str]:
    return set(re.findall(r'action="/desk/applications/[\w-]+/([\w-]+)"', page))


def test_the_queue_shows_reference_service_and_day_and_nobody(layla: Any) -> None:
    found = application(event_permit(layla, "layla"))
    page = at_desk("noor").get("/desk/").content.decode()
    assert "-".join(re.findall("....", found.reference)) in page
    assert "تصريح إقامة فعالية" in page
    assert "متأخر" not in page
    for personal in ("ليلى", layla.cast["layla"]["number"], EVENT["place"]):
        assert personal not in page
    layla.wait(15 * 24 * 3600)
    assert "متأخر" in at_desk("noor").get("/desk/").content.decode()


def test_the_lists_go_by_key_oldest_first(layla: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("cases.desk_queries", "web.desk.views"):
        monkeypatch.setattr(f"bawaba.{module}.LONGEST_PAGE", 2)
    handles = [event_permit(layla, "layla", guests=100 + number) for number in range(3)]
    noor = at_desk("noor")
    first = noor.get("/desk/").content.decode()
    assert re.findall(r"/desk/applications/([\w-]+)", first) == [str(one) for one in handles[:2]]
    more = re.search(r"after=(\d+)", first)
    assert more
    rest = noor.get("/desk/", {"list": "waiting", "after": more[1]}).content.decode()
    assert re.findall(r"/desk/applications/([\w-]+)", rest) == [str(handles[2])]
    for odd in ("x", "-1", "9" * 30):
        assert noor.get("/desk/", {"after": odd, "list": odd, "agency": odd}).status_code == 200


def test_the_queue_asks_little_however_long_it_is(layla: Any) -> None:
    for number in range(4):
        event_permit(layla, "layla", guests=100 + number)
    noor = at_desk("noor")
    with CaptureQueriesContext(connection) as asked:
        noor.get("/desk/")
    assert len([one for one in asked.captured_queries if one["sql"].startswith("SELECT")]) <= 3


def test_a_case_shows_everything_and_its_buttons_follow_the_hands(layla: Any) -> None:
    handle = event_permit(layla, "layla")
    noor = at_desk("noor")
    page = noor.get(page_of(handle)).content.decode()
    assert layla.cast["layla"]["number"] in page
    assert all(str(EVENT[name]) in page for name in ("name", "place"))
    assert deeds(page) == {"take", "note"}
    noor.post(f"{page_of(handle)}/take")
    assert deeds(noor.get(page_of(handle)).content.decode()) == {"put-back", "note", "approve", "return", "reject"}
    assert str(handle) in noor.get("/desk/", {"list": "mine"}).content.decode()
    assert str(handle) not in noor.get("/desk/").content.decode()
    noor.post(f"{page_of(handle)}/note", {"note": "اتصلت بالبلدية"})
    assert "اتصلت بالبلدية" in noor.get(page_of(handle)).content.decode()
    noor.post(f"{page_of(handle)}/put-back")
    assert Application.objects.get(uuid=handle).taken_by is None


def test_every_look_is_an_event_with_who_looked(layla: Any) -> None:
    handle = event_permit(layla, "layla")
    noor = at_desk("noor")
    for _ in range(3):
        noor.get(page_of(handle))
    looks = Event.objects.filter(subject=handle, type="application.look")
    assert looks.count() == 3
    assert {one.actor_kind for one in looks} == {"officer"}


def test_an_approval_leads_to_the_sealed_document(layla: Any) -> None:
    handle = event_permit(layla, "layla")
    noor = at_desk("noor")
    noor.post(f"{page_of(handle)}/take")
    noor.post(f"{page_of(handle)}/approve")
    layla.deliver()
    found = application(handle)
    assert (found.state, bool(found.document)) == ("issued", True)
    assert deeds(noor.get(page_of(handle)).content.decode()) == {"note"}


def test_a_rejection_needs_reason_and_letter_and_the_applicant_reads_both(layla: Any) -> None:
    handle = event_permit(layla, "layla")
    noor = at_desk("noor")
    noor.post(f"{page_of(handle)}/take")
    for sent in ({}, {"reason": "date"}, {"reject_letter": "لا"}, {"reason": "made-up", "reject_letter": "كتبته"}):
        page = noor.post(f"{page_of(handle)}/reject", sent).content.decode()
        assert 'id="errors"' in page
        assert leads_on(noor, page)
    assert "كتبته" in page, "what was typed is not lost"
    assert application(handle).state == "in_review"
    noor.post(f"{page_of(handle)}/reject", {"reason": "date", "reject_letter": "الحديقة مغلقة\nذلك الأسبوع."})
    mine = logged_in(layla, "layla")
    for language, reason in (("ar", "الموعد غير متاح"), ("en", "The date is not available")):
        mine.post("/settings/save", {"language": language, "next": "/"})
        page = mine.get(f"/applications/{handle}").content.decode()
        assert reason in page
        assert "الحديقة مغلقة" in page


def test_what_is_sent_back_is_edited_and_comes_to_the_same_officer_with_its_new_file(layla: Any) -> None:
    handle = event_permit(layla, "layla")
    mine = logged_in(layla, "layla")
    assert "طلبك لدى موظف" in mine.get(f"/applications/{handle}").content.decode()
    noor = at_desk("noor")
    noor.post(f"{page_of(handle)}/take")
    assert 'id="errors"' in noor.post(f"{page_of(handle)}/return", {"return_letter": " "}).content.decode()
    noor.post(f"{page_of(handle)}/return", {"return_letter": "أرفق مخطط المكان."})
    assert str(handle) in noor.get("/desk/", {"list": "returned"}).content.decode()
    page = mine.get(f"/applications/{handle}").content.decode()
    assert "أرفق مخطط المكان." in page
    assert f'href="/applications/{handle}/edit"' in page
    assert "أرفق مخطط المكان." in mine.get(f"/applications/{handle}/edit").content.decode()
    typed = {name: str(value) for name, value in EVENT.items() if name != "day"}
    typed |= {"day_year": "2027", "day_month": "1", "day_day": "16", "day_calendar": "gregorian"}
    plan = SimpleUploadedFile("خطة <b>.pdf", PDF, "application/pdf")
    answer = mine.post(f"/applications/{handle}/edit", typed | {"papers": plan})
    assert answer.status_code == 302, answer.content.decode()
    mine.post(answer["Location"])
    assert application(handle).state == "in_review"
    assert str(handle) in noor.get("/desk/", {"list": "mine"}).content.decode()
    page = noor.get(page_of(handle)).content.decode()
    file = re.search(r'href="(/desk/applications/[\w-]+/files/[\w-]+)"', page)
    assert file
    assert "<b>.pdf" not in page
    got = noor.get(file[1])
    assert got.content == PDF
    assert got["Content-Disposition"].startswith("attachment; filename=")
    assert (got["X-Content-Type-Options"], got["Cache-Control"]) == ("nosniff", "no-store")
    layla.wait(1)
    appointed(layla, "omar", "traffic")
    assert at_desk("omar").get(file[1]).status_code == 404


def test_another_agency_finds_nothing_and_changes_nothing(layla: Any) -> None:
    handle = event_permit(layla, "layla")
    appointed(layla, "omar", "traffic")
    omar = at_desk("omar")
    for one in (handle, uuid4()):
        assert omar.get(page_of(one)).status_code == 404
        for deed in ("take", "put-back", "note", "approve", "reject", "return", "made-up"):
            assert omar.post(f"{page_of(one)}/{deed}", {"note": "x"}).status_code == 404
    assert str(handle) not in omar.get("/desk/", {"agency": "public_security"}).content.decode()
    assert not Event.objects.filter(subject=handle, type="application.look").exists()


def test_drafts_are_not_at_the_desk(layla: Any) -> None:
    mine = logged_in(layla, "layla")
    mine.post("/services/event-permit/apply", {"name": "سوق", "later": "yes"})
    draft = Application.objects.get(state="draft")
    noor = at_desk("noor")
    assert noor.get(page_of(draft.uuid)).status_code == 404
    assert noor.post(f"{page_of(draft.uuid)}/take").status_code == 404


def test_sami_and_who_is_not_signed_in_are_led_to_the_entry(layla: Any) -> None:
    handle = event_permit(layla, "layla")
    layla.wait(31)
    activated(layla, "sami")
    sami = logged_in(layla, "sami")
    for address in ("/desk/", page_of(handle), page_of(uuid4()), f"{page_of(handle)}/files/{uuid4()}"):
        assert sami.get(address)["Location"] == "/desk/enter"
    assert sami.post(f"{page_of(handle)}/approve")["Location"] == "/desk/enter"
    assert application(handle).state == "in_review"


def test_ones_own_case_shows_nothing_but_that(layla: Any) -> None:
    appointed(layla, "layla", "public_security", user_name="layla.desk")
    handle = event_permit(layla, "layla")
    me = at_desk("layla.desk")
    page = me.get(page_of(handle)).content.decode()
    assert "هذا طلبك أو طلب أحد من أسرتك" in page
    assert EVENT["place"] not in page
    for deed in ("take", "approve", "note"):
        me.post(f"{page_of(handle)}/{deed}", {"note": "x"})
    assert Application.objects.get(uuid=handle).taken_by is None


def test_the_case_of_ones_spouse_is_as_closed_as_ones_own(layla: Any, marry: Any) -> None:
    marry("noor", "layla")
    handle = event_permit(layla, "layla")
    noor = at_desk("noor")
    noor.post(f"{page_of(handle)}/take")
    assert "أحد من أسرتك" in noor.get(page_of(handle)).content.decode()
    assert Application.objects.get(uuid=handle).taken_by is None


def test_who_marries_with_the_case_in_hand_can_only_put_it_back(layla: Any, marry: Any) -> None:
    handle = event_permit(layla, "layla")
    noor = at_desk("noor")
    noor.post(f"{page_of(handle)}/take")
    marry("noor", "layla")
    noor.post(f"{page_of(handle)}/approve")
    assert application(handle).state == "in_review"
    noor.post(f"{page_of(handle)}/put-back")
    assert Application.objects.get(uuid=handle).taken_by is None


def test_while_nobody_can_say_who_the_family_is_nothing_is_decided_and_the_page_says_why(layla: Any) -> None:
    handle = event_permit(layla, "layla")
    noor = at_desk("noor")
    noor.post(f"{page_of(handle)}/take")
    CachedFact.objects.all().delete()
    layla.app.extensions["switches"]["register"] = "down"
    page = noor.get(page_of(handle)).content.decode()
    assert "لا قرار الآن" in page
    assert not {"approve", "reject", "return"} & deeds(page)
    noor.post(f"{page_of(handle)}/approve")
    noor.post(f"{page_of(handle)}/reject", {"reason": "date", "reject_letter": "لا"})
    assert application(handle).state == "in_review"


def test_a_case_that_nobody_took_is_closed_while_nobody_can_say_whose_family_it_is(layla: Any) -> None:
    handle = event_permit(layla, "layla")
    noor = at_desk("noor")
    CachedFact.objects.all().delete()
    layla.app.extensions["switches"]["register"] = "down"
    page = noor.get(page_of(handle)).content.decode()
    assert "السجل الوطني لا يجيب" in page
    assert not deeds(page)
    noor.post(f"{page_of(handle)}/take")
    assert Application.objects.get(uuid=handle).taken_by is None


def test_an_officer_sees_that_a_fee_was_paid_and_that_it_went_back(layla: Any) -> None:
    """By hand at the provider: whoever approves then gives for nothing, and should know."""
    layla.wait(31)
    activated(layla, "sami")
    received(layla, "sami", "public_security")
    handle = asked_for(layla, "sami", "renew-firearm-licence", {})
    paid_for(layla, "sami", handle)
    page = at_desk("noor").get(page_of(handle)).content.decode()
    assert "مدفوعة" in page
    assert GIVEN_BACK not in page
    assert "وأقرّ بأن السلاح في حوزتي" in page, "what the applicant confirmed"
    assert "ما طلبه" not in page, "nothing was asked"
    bill = bill_for(handle)
    note_payment(notice=Notice(f"{bill.reference}-1", "refunded", bill.total.halalas, "SAR", "p"))
    page = at_desk("noor").get(page_of(handle)).content.decode()
    assert GIVEN_BACK in page
    assert "أُعيدت إلى دافعها" in page
