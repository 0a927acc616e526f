"""The identity office: a "not you?" report and a held registration are read, decided with a reason, and told to whom they concern."""

import functools
import io
import uuid
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from django.test import Client

from applicants import Applicant
from bawaba.core import clock
from bawaba.identity.accounts.closing import end_account
from bawaba.identity.accounts.commands import move_account
from bawaba.identity.accounts.models import Repudiation
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.enrolment.models import Enrolment
from bawaba.identity.review.commands import open_case, open_for_compromise
from bawaba.identity.review.models import Decision, NotYouCase
from bawaba.identity.staff.commands import assign_post
from bawaba.identity.staff.queries import officer_named
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from identity.test_failed_attempts import wrong_code
from identity.test_repudiation import account_link
from officers import CONSOLE, appointed, at_desk
from people import PASSWORD, activated, at, logged_in, register
from races import at_once

pytestmark = pytest.mark.django_db
NEW = "+966500009911"


def reviewer(world: Any, slug: str = "noor") -> Client:
    name = f"{slug}.desk"  # whoever has an account has taken the plain one
    appointed(world, slug, user_name=name)
    assign_post(officer=officer_named(name), agency="identity", role="reviewer", by=CONSOLE)
    return at_desk(name)


def reported(world: Any, slug: str = "omar") -> str:
    """Somebody pressed "not me"; the page of the case."""
    _, link = account_link(world, slug)
    assert Client().post(link).status_code == 200
    world.deliver()
    return f"/desk/reviews/cases/{NotYouCase.objects.get().uuid}"


def attended(world: Any, slug: str = "omar", phone: str = NEW, **more: Any) -> Any:
    """The person stands at a counter."""
    counter = world.attestor("counter-1", "counter")
    world.wait(31)
    return world.attest(counter, slug, world.visit(counter, slug, phone=phone), use=False)


def lift(desk: Client, page: str, reason: str = "owner_attended", note: str = "") -> Any:
    return desk.post(f"{page}/lift", {"lift_reason": reason, "lift_note": note})


def choose_password(world: Any, person: Client) -> None:
    """With the code that came to the new phone."""
    typed = {"number": world.cast["omar"]["number"], "code": world.pocket.opening_code(NEW), "terms": "yes"}
    assert person.post("/first-login", typed | {"password": PASSWORD, "again": PASSWORD})["Location"] == "/home"


def held(world: Any, slug: str = "omar") -> str:
    """Three wrong codes at a kiosk; the page of the registration."""
    register(world, slug)
    world.wait(31)
    wrong_code(world, world.attestor("kiosk-1"), slug, times=3)
    return f"/desk/reviews/registrations/{Enrolment.objects.get(state='in_fraud_review').uuid}"


def test_a_press_opens_one_case_and_further_presses_belong_to_it(world: Any) -> None:
    page = reported(world)
    case = NotYouCase.objects.get()
    assert (case.state, case.power, case.presses) == ("open", "suspend", 1)
    event = Event.objects.get(type="account.repudiate")
    open_case(account=case.account, heard=event.uuid, by=SYSTEM)
    case.refresh_from_db()
    assert case.presses == 1, "the same event twice is once"
    assert page.endswith(str(case.uuid))


def test_an_older_press_that_is_delivered_again_counts_once_and_opens_no_new_case(world: Any) -> None:
    page, desk = reported(world), reviewer(world)
    case, first = NotYouCase.objects.get(), Event.objects.get(type="account.repudiate").uuid
    open_case(account=case.account, heard=uuid.uuid4(), by=SYSTEM)
    open_case(account=case.account, heard=first, by=SYSTEM)
    case.refresh_from_db()
    assert case.presses == 2, "the older one again is no third"
    attended(world)
    lift(desk, page)
    open_case(account=case.account, heard=first, by=SYSTEM)
    assert NotYouCase.objects.count() == 1, "nobody pressed after it was decided"


@pytest.mark.django_db(transaction=True)
def test_one_press_delivered_in_one_moment_many_times_counts_once(world: Any, trials: Any) -> None:
    activated(world, "omar")
    account = live_account_of_number(world.cast["omar"]["number"])
    for number in range(1, 1 + trials(10)):
        jobs = [functools.partial(open_case, account=account, heard=uuid.uuid4(), by=SYSTEM)] * 6
        assert at_once(jobs) == [None] * 6
        broken = NotYouCase.objects.get().presses != number
        trials.failed(int(broken))
        assert not broken


def test_the_page_shows_what_was_flagged_and_each_look_is_an_event(world: Any) -> None:
    page, desk = reported(world), reviewer(world)
    text = desk.get(page).content.decode()
    for shown in ("جهاز خدمة ذاتية", "موقوف", "لم يثبت صاحب الحساب حضوره بعد", world.cast["omar"]["phone"][-3:]):
        assert shown in text, shown
    assert world.cast["omar"]["phone"] not in text
    assert "ارفع الإغلاق" not in text, "not before attended proof"
    assert Event.objects.filter(type="review.look", actor_kind="officer").count() == 1
    listed = desk.get("/desk/reviews").content.decode()
    assert page in listed
    assert world.cast["omar"]["number"] not in listed
    assert "لا شيء في هذه القائمة" in desk.get("/desk/reviews/registrations").content.decode()


def test_after_a_compromise_the_way_back_leads_past_a_counter_and_an_officer(world: Any) -> None:
    register(world, "omar")
    assert world.bank_attest(world.attestor("palm-bank", "bank"), "omar").word == "activated"
    scope = ("activations", "--since", "2026-01-01", "--attestor", "palm-bank", "--suspend", "--yes")
    call_command("attestors", *scope, stdout=io.StringIO(), stderr=io.StringIO())
    page, desk = f"/desk/reviews/cases/{NotYouCase.objects.get().uuid}", reviewer(world)
    assert "إيقاف بعد اختراق" in desk.get(page).content.decode()
    assert lift(desk, page).status_code != 302, "nobody was attended"
    assert attended(world).word == "not_activated"
    assert holder(live_account_of_number(world.cast["omar"]["number"])).state == "suspended"
    assert lift(desk, page).status_code == 302
    assert holder(live_account_of_number(world.cast["omar"]["number"])).state == "active"


def test_a_compromise_takes_up_the_case_that_a_press_has_opened(world: Any) -> None:
    reported(world)
    account = live_account_of_number(world.cast["omar"]["number"])
    NotYouCase.objects.update(power="freeze")
    open_for_compromise(account=account, by=SYSTEM)
    assert NotYouCase.objects.values_list("power", "presses").get() == ("suspend", 1)


def test_nothing_is_lifted_before_the_holder_was_attended(world: Any) -> None:
    page, desk = reported(world), reviewer(world)
    answer = lift(desk, page)
    assert "لم يُحفظ القرار" in answer.content.decode()
    assert holder(live_account_of_number(world.cast["omar"]["number"])).state == "suspended"
    assert not Decision.objects.exists()


def test_after_attended_proof_it_is_lifted_and_the_proved_phone_chooses_a_password(world: Any) -> None:
    page, desk = reported(world), reviewer(world)
    outcome = attended(world)
    account = live_account_of_number(world.cast["omar"]["number"])
    assert (outcome.word, outcome.body["reason"]) == ("not_activated", "waits_for_review")
    assert holder(account).state == "suspended", "two people: one attends, another lifts"
    assert holder(account).phone == NEW
    assert "أثبت صاحب الحساب حضوره" in desk.get(page).content.decode()
    world.deliver()
    assert not [text for to, text in world.pocket.texts if to == NEW and "first-login" in text]
    assert lift(desk, page, note="رأيت الوثيقة").status_code == 302
    world.deliver()
    assert holder(account).state == "active"
    choose_password(world, at())
    assert "رأيت الوثيقة" in desk.get(page).content.decode()
    assert page not in desk.get("/desk/reviews").content.decode()
    assert Event.objects.get(type="review.lift").data == {"reason": "owner_attended"}
    assert "رأيت".encode() not in bytes(Decision.objects.get().note)


def test_a_case_that_is_kept_is_told_with_the_right_to_object_and_can_be_lifted_later(world: Any) -> None:
    page, desk = reported(world), reviewer(world)
    assert desk.post(f"{page}/keep", {"keep_reason": "under_inquiry"}).status_code == 302
    world.deliver()
    assert "لك أن تعترض" in world.pocket.last(world.cast["omar"]["phone"])
    assert "لم يُحفظ القرار" in desk.post(f"{page}/keep", {"keep_reason": "under_inquiry"}).content.decode()
    attended(world)
    assert lift(desk, page).status_code == 302
    assert NotYouCase.objects.get().state == "lifted"


@pytest.mark.parametrize("reason", ["", "x", "under_inquiry", "owner_attended\0"])
def test_a_decision_needs_a_reason_of_its_own(world: Any, reason: str) -> None:
    page, desk = reported(world), reviewer(world)
    attended(world)
    assert "اختر السبب" in lift(desk, page, reason=reason).content.decode()
    assert NotYouCase.objects.get().state == "open"


def test_a_frozen_account_opens_by_attended_proof_and_its_case_is_ended_by_an_officer(world: Any) -> None:
    activated(world, "omar")
    account = live_account_of_number(world.cast["omar"]["number"])
    kiosk = world.attestor("kiosk-1")
    world.attest(kiosk, "omar", world.visit(kiosk, "omar", phone=NEW), use=False)
    world.deliver()
    link = world.pocket.last(world.cast["omar"]["phone"]).rpartition("http://testserver")[2]
    Client().post(link)
    world.deliver()
    assert (NotYouCase.objects.get().power, holder(account).frozen_until_attended) == ("freeze", True)
    assert attended(world, phone=NEW).word == "activated"
    assert not holder(account).frozen_until_attended
    page, desk = f"/desk/reviews/cases/{NotYouCase.objects.get().uuid}", reviewer(world)
    assert lift(desk, page).status_code == 302
    assert holder(account).state == "active"


def test_a_suspended_account_without_a_case_is_bound_to_nobody(world: Any) -> None:
    activated(world, "omar")
    account = live_account_of_number(world.cast["omar"]["number"])
    from_authority(account)
    outcome = attended(world)
    assert (outcome.word, outcome.body["reason"]) == ("not_activated", "suspended")
    assert holder(account).phone == world.cast["omar"]["phone"]


def from_authority(account: Any) -> None:
    move_account(account=account, move="suspend", reason="order", by=CONSOLE)


def test_a_kiosk_cannot_attend_a_suspended_account(world: Any) -> None:
    reported(world)
    kiosk = world.attestor("kiosk-1")
    world.wait(31)
    outcome = world.attest(kiosk, "omar", world.visit(kiosk, "omar", phone=NEW), use=False)
    assert outcome.body["reason"] == "suspended"
    assert NotYouCase.objects.get().attended_at is None


def test_whoever_attended_or_is_flagged_does_not_decide_also_after_a_change_of_role(world: Any) -> None:
    page, desk = reported(world), reviewer(world)
    attended(world)
    me = str(officer_named("noor.desk"))
    NotYouCase.objects.update(attendant=me)
    text = desk.get(page).content.decode()
    assert "كان لك شأن" in text
    assert "lift_reason" not in text
    assert "لم يُحفظ القرار" in lift(desk, page).content.decode()
    assert "لم يُحفظ القرار" in desk.post(f"{page}/keep", {"keep_reason": "under_inquiry"}).content.decode()
    assert NotYouCase.objects.get().state == "open"


def test_nobody_reads_or_decides_their_own_or_their_familys(world: Any) -> None:
    page = reported(world)
    mine, daughter = reviewer(world, "omar"), reviewer(world, "mariam")
    attended(world)
    for desk in (mine, daughter):
        text = desk.get(page).content.decode()
        assert "يخصك أو يخص أحدًا من أسرتك" in text
        assert world.cast["omar"]["number"] not in text
        lift(desk, page)
        desk.post(f"{page}/keep", {"keep_reason": "under_inquiry"})
    assert NotYouCase.objects.get().state == "open"
    assert not Event.objects.filter(type="review.look").exists()


def test_while_the_register_is_silent_and_never_said_nothing_opens(world: Any) -> None:
    page, desk = reported(world), reviewer(world)
    world.app.extensions["switches"]["register"] = "down"
    text = desk.get(page).content.decode()
    assert "السجل الوطني لا يجيب" in text
    assert world.cast["omar"]["number"] not in text
    desk.post(f"{page}/keep", {"keep_reason": "under_inquiry"})
    assert NotYouCase.objects.get().state == "open"


def test_without_the_post_there_are_no_such_pages(world: Any) -> None:
    page, other = reported(world), held_page_of_nobody()
    appointed(world, "noor", "traffic", "identity")
    noor = at_desk("noor")
    activated(world, "sami")
    sami = logged_in(world, "sami")
    for address in (page, other, "/desk/reviews", "/desk/reviews/registrations"):
        assert noor.get(address).status_code == 404
        assert sami.get(address)["Location"] == "/desk/enter"
    assert noor.post(f"{page}/keep", {"keep_reason": "under_inquiry"}).status_code == 404
    assert at().post(f"{page}/keep", {"keep_reason": "under_inquiry"})["Location"] == "/desk/enter"
    assert "/desk/reviews" not in noor.get("/desk/").content.decode()


def held_page_of_nobody() -> str:
    return "/desk/reviews/registrations/00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("move", "state"), [("release", "registered"), ("keep", "in_fraud_review"), ("close", "closed")]
)
def test_a_held_registration_is_decided_once_and_its_applicant_is_told(world: Any, move: str, state: str) -> None:
    page, desk = held(world), reviewer(world)
    text = desk.get(page).content.decode()
    assert world.cast["omar"]["number"] in text
    assert world.cast["omar"]["phone"] not in text
    reason = {"release": "mistyped", "keep": "counter_advised", "close": "fraud"}[move]
    assert "اختر السبب" in desk.post(f"{page}/{move}", {f"{move}_reason": "x"}).content.decode()
    assert desk.post(f"{page}/{move}", {f"{move}_reason": reason, f"{move}_note": "اتصلت به"}).status_code == 302
    world.deliver()
    row = Enrolment.objects.get()
    assert row.state == state
    said = {"release": "انتهت مراجعة", "keep": "ما زال قيد المراجعة", "close": "أُغلق طلب تسجيلك"}[move]
    assert said in world.pocket.last(world.cast["omar"]["phone"])
    assert Event.objects.get(type=f"enrolment.{move}").data == {"reason": reason}
    if move == "keep":
        assert "اتصلت به" in desk.get(page).content.decode()
    else:
        assert desk.get(page).status_code == 404
        assert desk.post(f"{page}/{move}", {f"{move}_reason": reason}).status_code == 404
    if move == "close":
        assert (row.password, row.phone_slot, row.ended_at is not None) == ("", None, True)
        world.wait(31)
        kiosk = world.attestor("kiosk-1")
        assert world.visit(kiosk, "omar")["enrolment"] is None


def test_a_held_registration_of_ones_own_family_is_a_colleagues(world: Any) -> None:
    page, desk = held(world), reviewer(world, "mariam")
    assert "يخصك أو يخص أحدًا من أسرتك" in desk.get(page).content.decode()
    desk.post(f"{page}/release", {"release_reason": "mistyped"})
    assert Enrolment.objects.get().state == "in_fraud_review"


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_who_decide_at_once_one_has_decided(world: Any) -> None:
    page = reported(world)
    attended(world)
    desks = [reviewer(world, "noor"), reviewer(world, "khalid")]
    at_once([lambda desk=desk: lift(desk, page).status_code for desk in desks * 2])
    assert Decision.objects.count() == Event.objects.filter(type="review.lift").count() == 1
    assert Event.objects.filter(type="account.reinstate").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_in_one_moment_open_one_case(world: Any) -> None:
    activated(world, "omar")
    account = live_account_of_number(world.cast["omar"]["number"])
    assert account

    jobs = [lambda: open_case(account=account, heard=uuid.uuid4(), by=SYSTEM)] * 4
    assert at_once(jobs) == [None] * 4
    assert NotYouCase.objects.get().presses == 4


def test_a_person_reads_on_their_own_page_what_is_closed_and_where_to_object(world: Any) -> None:
    activated(world, "omar")
    kiosk = world.attestor("kiosk-1")
    world.attest(kiosk, "omar", world.visit(kiosk, "omar", phone=NEW), use=False)
    world.deliver()
    person = at()
    choose_password(world, person)
    assert "تُفتح الخدمات الحساسة في" in person.get("/settings").content.decode()
    Client().post(world.pocket.last(world.cast["omar"]["phone"]).rpartition("http://testserver")[2])
    world.deliver()
    page = person.get("/settings").content.decode()
    assert "الخدمات الحساسة مغلقة" in page
    assert "ينتظر موظفًا" in page
    desk = reviewer(world)
    case = f"/desk/reviews/cases/{NotYouCase.objects.get().uuid}"
    desk.post(f"{case}/keep", {"keep_reason": "owner_awaited"})
    assert "لك أن تعترض عند مكتب خدمة" in person.get("/settings").content.decode()


def test_whose_registration_is_held_reads_so_on_the_receipt(world: Any) -> None:
    begun = Applicant(world, "omar").until("submit")
    world.wait(31)
    wrong_code(world, world.attestor("kiosk-1"), "omar", times=3)
    page = begun.client.get("/register/receipt").content.decode()
    assert "طلبك قيد المراجعة" in page
    assert "لك أن تعترض" in page


def frozen(world: Any) -> Any:
    """Rebound at a kiosk; the phone of before presses, which freezes: the account."""
    activated(world, "omar")
    kiosk = world.attestor("kiosk-1")
    world.attest(kiosk, "omar", world.visit(kiosk, "omar", phone=NEW), use=False)
    world.deliver()
    return live_account_of_number(world.cast["omar"]["number"])


def press(world: Any) -> None:
    link = world.pocket.last(world.cast["omar"]["phone"]).rpartition("http://testserver")[2]
    assert Client().post(link).status_code == 200
    world.deliver()


def compromised(account: Any) -> None:
    move_account(account=account, move="suspend", reason="compromise", by=SYSTEM)
    open_for_compromise(account=account, by=SYSTEM)


def test_a_press_that_freezes_does_not_shut_the_way_back_of_a_compromise(world: Any) -> None:
    account = frozen(world)
    link = world.pocket.last(world.cast["omar"]["phone"]).rpartition("http://testserver")[2]
    compromised(account)
    assert Client().post(link).status_code == 200
    world.deliver()
    assert NotYouCase.objects.values_list("power", "presses").get() == ("suspend", 1)
    assert attended(world).body["reason"] == "waits_for_review"
    assert lift(reviewer(world), f"/desk/reviews/cases/{NotYouCase.objects.get().uuid}").status_code == 302
    assert holder(account).state == "active"


def test_who_was_attended_before_a_compromise_comes_again(world: Any) -> None:
    """The proof of before may be the thief's."""
    account = frozen(world)
    press(world)
    attended(world)
    compromised(account)
    page, desk = f"/desk/reviews/cases/{NotYouCase.objects.get().uuid}", reviewer(world)
    assert "لم يُحفظ القرار" in lift(desk, page).content.decode()
    assert holder(account).state == "suspended"


@pytest.mark.parametrize(
    "words",
    [
        ("close", "counter-1", "--operator", "clerk-7", "--reason", "fraud"),
        ("activations", "--since", "2026-01-01", "--attestor", "counter-1", "--suspend", "--yes"),
    ],
    ids=["closed", "listed"],
)
def test_an_attendance_by_an_operator_who_is_not_trusted_opens_no_account_that_was_suspended_before(
    world: Any, words: tuple[str, ...]
) -> None:
    page, desk = reported(world), reviewer(world)
    attended(world)
    assert NotYouCase.objects.get().attendant == "clerk-7"
    call_command("attestors", *words, stdout=io.StringIO(), stderr=io.StringIO())
    assert NotYouCase.objects.get().attended_at is None
    assert "لم يثبت صاحب الحساب حضوره بعد" in desk.get(page).content.decode()
    assert "لم يُحفظ القرار" in lift(desk, page).content.decode()
    assert holder(live_account_of_number(world.cast["omar"]["number"])).state == "suspended"
    assert Event.objects.filter(type="review.unattend").count() == 1


def test_an_attendance_by_another_operator_stays(world: Any) -> None:
    page, desk = reported(world), reviewer(world)
    attended(world)
    words = ("close", "counter-1", "--operator", "clerk-8", "--reason", "fraud")
    call_command("attestors", *words, stdout=io.StringIO(), stderr=io.StringIO())
    assert lift(desk, page).status_code == 302


def test_what_only_froze_is_lifted_without_opening_what_was_suspended_meanwhile(world: Any) -> None:
    account = frozen(world)
    press(world)
    attended(world)
    from_authority(account)
    page, desk = f"/desk/reviews/cases/{NotYouCase.objects.get().uuid}", reviewer(world)
    assert lift(desk, page).status_code == 302
    assert holder(account).state == "suspended"


def test_whom_an_earlier_press_flagged_does_not_decide(world: Any) -> None:
    page, desk = reported(world), reviewer(world)
    attended(world)
    newest = Repudiation.objects.get(pressed=True)
    newest.token_hash = b"earlier"
    newest.about = {**newest.about, "operator": str(officer_named("noor.desk"))}
    newest.used_at = newest.made_at
    newest.save(force_insert=True)
    assert "كان لك شأن" in desk.get(page).content.decode()
    assert "لم يُحفظ القرار" in lift(desk, page).content.decode()


def test_a_press_after_the_attendance_warns_who_lifts_also_when_it_came_while_the_page_was_open(world: Any) -> None:
    page, desk = reported(world), reviewer(world)
    attended(world)
    assert "بعد إثبات الحضور" not in desk.get(page).content.decode()
    world.wait(60)
    later = Repudiation.objects.get(pressed=True)
    later.pk, later.token_hash, later.used_at = None, b"later", clock.now()
    later.save(force_insert=True)
    answer = lift(desk, page, note="رأيت الوثيقة").content.decode()
    assert "ضُغط زر «لست أنا» بعد إثبات الحضور" in answer
    assert 'name="lift_warned"' in answer
    assert "رأيت الوثيقة" in answer, "nothing typed is lost"
    assert holder(live_account_of_number(world.cast["omar"]["number"])).state == "suspended"
    assert not Decision.objects.exists()
    typed = {"lift_reason": "owner_attended", "lift_note": "", "lift_warned": "yes"}
    assert desk.post(f"{page}/lift", typed).status_code == 302
    assert holder(live_account_of_number(world.cast["omar"]["number"])).state == "active"


def test_a_second_click_on_keep_tells_the_applicant_once(world: Any) -> None:
    page, desk = held(world), reviewer(world)
    for _ in range(2):
        assert desk.post(f"{page}/keep", {"keep_reason": "under_inquiry", "keep_note": ""}).status_code == 302
    assert Decision.objects.count() == Event.objects.filter(type="enrolment.keep").count() == 1
    world.wait(61)
    assert desk.post(f"{page}/keep", {"keep_reason": "under_inquiry"}).status_code == 302
    assert Decision.objects.count() == 2, "later it is another decision"


def test_a_report_about_a_closed_account_is_settled_and_opens_nothing(world: Any) -> None:
    page = reported(world)
    case = NotYouCase.objects.get()
    with transaction.atomic():
        assert end_account(account=case.account, move="end", which=Q(), tell=list, by=SYSTEM)
    desk = reviewer(world)
    shown = desk.get(page).content.decode()
    assert "الحساب مغلق نهائيًا ولا يُفتح ثانيةً" in shown
    assert "/keep" not in shown
    assert desk.post(f"{page}/keep", {"keep_reason": "under_inquiry", "keep_note": ""}).status_code == 200
    assert NotYouCase.objects.get().state == "open"
    answer = desk.post(f"{page}/settle", {"settle_reason": "passed_to_inquiry", "settle_note": ""})
    assert answer["Location"] == page
    assert NotYouCase.objects.get().state == "settled"
    assert holder(case.account).state == "closed"
    assert "أُحيل إلى التحقيق" in desk.get(page).content.decode()


def test_nothing_is_settled_while_the_account_lives(world: Any) -> None:
    page, desk = reported(world), reviewer(world)
    assert desk.post(f"{page}/settle", {"settle_reason": "no_sign_of_fraud", "settle_note": ""}).status_code == 200
    assert NotYouCase.objects.get().state == "open"
