"""What officers do with applications: one has it, nobody decides for their own, money goes back, every deed is an event."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from appointments import received
from bawaba.cases import deskwork
from bawaba.cases.checklist import gather
from bawaba.cases.commands import IllegalMove, cancel_application
from bawaba.cases.drafting import draft_of, resubmit
from bawaba.cases.models import Application
from bawaba.cases.queries import application
from bawaba.cases.submission import NotEntitled, Request
from bawaba.core import clock
from bawaba.identity.accounts.commands import move_account
from bawaba.identity.accounts.queries import applicant
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM, Actor
from bawaba.messaging.models import Message
from bawaba.payments.queries import bill_for
from officers import EVENT, appointed, asked_for, event_permit, paid_for
from payers import account_of, at_once, kept, new_violations
from people import activated, logged_in

pytestmark = pytest.mark.django_db
NOBODY: frozenset[str] = frozenset()


@pytest.fixture
def layla(world: Any) -> Any:
    activated(world, "layla")
    return world


@pytest.fixture
def noor(layla: Any) -> Any:
    return appointed(layla, "noor", "public_security", "traffic")


def taken(handle: UUID, officer: Any) -> UUID:
    deskwork.take(application=handle, officer=officer, household=NOBODY)
    return handle


def rejected(handle: UUID, officer: Any, reason: str = "other") -> None:
    deskwork.reject(application=handle, officer=officer, household=NOBODY, reason=reason, letter="لأسباب")


def events(handle: UUID) -> list[str]:
    return list(
        Event.objects.filter(subject=handle, actor_kind="officer").order_by("pk").values_list("type", flat=True)
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_take_at_once_one_has_it(world: Any, trials: Any) -> None:
    activated(world, "layla")
    officers = [appointed(world, slug, "public_security") for slug in ("noor", "omar")]
    for number in range(trials(30)):
        handle = event_permit(world, "layla", guests=100 + number)
        results = at_once(*[lambda one=one, handle=handle: taken(handle, one) for one in officers])
        assert sorted(type(one).__name__ for one in results) == ["NotYours", "UUID"], results
        assert Application.objects.get(uuid=handle).taken_by == officers[results.index(handle)].officer
        assert events(handle) == ["application.take"]


@pytest.mark.django_db(transaction=True)
def test_a_decision_in_the_moment_of_a_cancellation_leaves_one_of_both(world: Any, trials: Any) -> None:
    activated(world, "layla")
    officer, account = appointed(world, "noor", "public_security"), account_of(world, "layla")
    for number in range(trials(30)):
        handle = taken(event_permit(world, "layla", guests=100 + number), officer)
        results = at_once(
            lambda handle=handle: deskwork.approve(application=handle, officer=officer, household=NOBODY),
            lambda handle=handle: cancel_application(application=handle, account=account, by=Actor("person")),
        )
        assert sorted(type(one).__name__ for one in results) == ["IllegalMove", "NoneType"], results
        assert application(handle).state == ("approved" if results[0] is None else "cancelled")


def test_every_deed_is_an_event(layla: Any, noor: Any) -> None:
    handle = event_permit(layla, "layla")
    deskwork.look_at(application=handle, officer=noor)
    taken(handle, noor)
    deskwork.note(application=handle, officer=noor, household=NOBODY, text="انظر المخطط")
    deskwork.put_back(application=handle, officer=noor)
    taken(handle, noor)
    deskwork.send_back(application=handle, officer=noor, household=NOBODY, letter="أرفق المخطط")
    words = ["look", "take", "note", "put_back", "take", "return"]
    assert events(handle) == [f"application.{one}" for one in words]


def test_a_hundred_looks_push_nothing_out_of_the_applicants_timeline(layla: Any, noor: Any) -> None:
    handle = event_permit(layla, "layla")
    for _ in range(101):
        deskwork.look_at(application=handle, officer=noor)
    rejected(taken(handle, noor), noor)
    assert "رُفض الطلب" in logged_in(layla, "layla").get(f"/applications/{handle}").content.decode()


def test_ones_own_case_is_refused_without_asking_the_register(layla: Any) -> None:
    me = appointed(layla, "layla", "public_security", user_name="layla.desk")
    handle = event_permit(layla, "layla")
    with pytest.raises(deskwork.NotYours):
        taken(handle, me)
    Application.objects.filter(uuid=handle).update(taken_by=me.officer)
    for decide in (
        lambda: deskwork.approve(application=handle, officer=me, household=NOBODY),
        lambda: rejected(handle, me),
        lambda: deskwork.send_back(application=handle, officer=me, household=NOBODY, letter="x"),
    ):
        with pytest.raises(deskwork.NotYours):
            decide()
    assert application(handle).state == "in_review"


def test_a_case_of_the_family_is_refused(layla: Any, noor: Any) -> None:
    handle = taken(event_permit(layla, "layla"), noor)
    family = frozenset({layla.cast["layla"]["person_key"]})
    with pytest.raises(deskwork.NotYours):
        deskwork.approve(application=handle, officer=noor, household=family)
    with pytest.raises(deskwork.NotYours):
        deskwork.take(application=event_permit(layla, "layla", guests=11), officer=noor, household=family)


def test_what_is_not_in_ones_hands_is_not_decided(layla: Any, noor: Any) -> None:
    handle = event_permit(layla, "layla")
    other = appointed(layla, "omar", "public_security")
    with pytest.raises(IllegalMove):
        deskwork.approve(application=handle, officer=noor, household=NOBODY)
    taken(handle, other)
    with pytest.raises(IllegalMove):
        rejected(handle, noor)
    assert not Message.objects.filter(template="application-rejected").exists(), "nobody is told what did not happen"


def test_another_agencys_case_and_a_reason_of_ones_own_making_are_refused(layla: Any, noor: Any) -> None:
    handle = taken(event_permit(layla, "layla"), noor)
    stranger = appointed(layla, "omar", "passports")
    for deed in (
        lambda: deskwork.take(application=handle, officer=stranger, household=NOBODY),
        lambda: deskwork.note(application=handle, officer=stranger, household=NOBODY, text="x"),
        lambda: deskwork.approve(application=handle, officer=stranger, household=NOBODY),
        lambda: deskwork.approve(application=uuid4(), officer=noor, household=NOBODY),
    ):
        with pytest.raises(deskwork.NotYours):
            deed()
    with pytest.raises(ValueError, match="made-up"):
        rejected(handle, noor, "made-up")


def licence(world: Any, officer: Any) -> Any:
    """Sami's firearm licence costs SAR 100: paid first, then looked at. The bill."""
    world.wait(31)
    activated(world, "sami")
    received(world, "sami", "public_security")
    handle = asked_for(world, "sami", "renew-firearm-licence", {})
    assert application(handle).state == "awaiting_payment"
    with pytest.raises(deskwork.NotYours):
        taken(handle, officer)
    paid_for(world, "sami", handle)
    assert application(handle).state == "in_review"
    return bill_for(handle)


def test_a_rejection_gives_back_what_was_paid(layla: Any, noor: Any) -> None:
    bill = licence(layla, noor)
    assert kept(layla, bill.reference) == 10_000
    rejected(taken(bill.subject, noor), noor)
    layla.deliver()
    assert kept(layla, bill.reference) == 0
    assert bill_for(bill.subject).state == "refunded"
    assert application(bill.subject).state == "rejected"
    page = logged_in(layla, "sami").get(f"/applications/{bill.subject}").content.decode()
    assert "ويُعاد إليك ما دفعته" in page
    assert "أُعيد المبلغ إلى البطاقة" in page


def test_a_cancellation_while_an_officer_has_it_gives_back_what_was_paid(layla: Any, noor: Any) -> None:
    bill = licence(layla, noor)
    taken(bill.subject, noor)
    client = logged_in(layla, "sami")
    page = f"/applications/{bill.subject}"
    assert "ألغِ الطلب" in client.get(page).content.decode()
    client.post(f"{page}/cancel")
    layla.deliver()
    assert kept(layla, bill.reference) == 0
    assert "ويُعاد إليك ما دفعته" in client.get(page).content.decode()
    with pytest.raises(IllegalMove):
        deskwork.approve(application=bill.subject, officer=noor, household=NOBODY)


def test_an_approval_changes_the_register(layla: Any, noor: Any) -> None:
    bill = licence(layla, noor)
    before = layla.person("sami")["documents"]
    try:
        deskwork.approve(application=taken(bill.subject, noor), officer=noor, household=NOBODY)
        layla.deliver()
        assert application(bill.subject).state == "issued"
        assert layla.person("sami")["documents"] != before
        assert kept(layla, bill.reference) == 10_000
    finally:
        layla.store.change_person(layla.cast["sami"]["person_key"], documents=before)


def test_a_general_request_waits_at_the_agency_that_was_chosen_and_moves_with_the_choice(layla: Any) -> None:
    request = {"agency": "traffic", "subject": "اعتراض", "request": "نص"}
    handle = asked_for(layla, "layla", "general-request", request)
    first, second = (appointed(layla, slug, agency) for slug, agency in (("noor", "traffic"), ("omar", "passports")))
    with pytest.raises(deskwork.NotYours):
        taken(handle, second)
    taken(handle, first)
    deskwork.send_back(application=handle, officer=first, household=NOBODY, letter="الجوازات أولى به")
    again(layla, handle, request | {"agency": "passports"})
    assert Application.objects.get(uuid=handle).taken_by is None
    taken(handle, second)


def test_what_comes_back_has_a_new_promise_and_the_same_officer(layla: Any, noor: Any) -> None:
    handle = taken(event_permit(layla, "layla"), noor)
    first = application(handle).due_on
    deskwork.send_back(application=handle, officer=noor, household=NOBODY, letter="العدد؟")
    layla.wait(10 * 24 * 3600)
    again(layla, handle, EVENT | {"guests": 200})
    found = application(handle)
    assert (found.state, found.taken_by, found.answers["guests"]) == ("in_review", noor.officer, 200)
    assert first is not None
    assert found.due_on is not None
    assert found.due_on > max(first, clock.today())


def test_what_comes_back_is_judged_again_and_stays_with_its_applicant_while_a_condition_does_not_hold(
    layla: Any, noor: Any
) -> None:
    handle = taken(event_permit(layla, "layla"), noor)
    deskwork.send_back(application=handle, officer=noor, household=NOBODY, letter="العدد؟")
    move_account(account=account_of(layla, "layla"), move="sleep", by=SYSTEM)
    with pytest.raises(NotEntitled):
        again(layla, handle, EVENT)
    assert application(handle).state == "returned"
    move_account(account=account_of(layla, "layla"), move="wake", by=SYSTEM)
    again(layla, handle, EVENT)
    assert application(handle).state == "in_review"


def test_who_objected_in_time_is_not_late_because_an_officer_asked_back(layla: Any, noor: Any) -> None:
    (number,) = new_violations(layla, "layla", 1)
    said = {"violation": number, "why": "لم أكن هناك"}
    handle = asked_for(layla, "layla", "object-to-violation", said)
    deskwork.send_back(application=taken(handle, noor), officer=noor, household=NOBODY, letter="أين كنت؟")
    layla.wait(40 * 86400)
    facts = gather(
        frozenset({"violations"}),
        applicant(account_of(layla, "layla")),
        layla.cast["layla"]["person_key"],
        timedelta(0),
    )
    assert all(one.objection_until < clock.today() for one in facts.unpaid()), "nobody begins one any more"
    page = logged_in(layla, "layla").get(f"/applications/{handle}/edit").content.decode()
    assert number in page, "what was chosen is still offered"
    again(layla, handle, said)
    assert application(handle).state == "in_review"


def test_an_objection_that_came_back_cannot_become_another_that_was_rejected(layla: Any, noor: Any) -> None:
    one, other = new_violations(layla, "layla", 2)
    lost = asked_for(layla, "layla", "object-to-violation", {"violation": one, "why": "لم أكن هناك"})
    rejected(taken(lost, noor), noor, "clear")
    handle = asked_for(layla, "layla", "object-to-violation", {"violation": other, "why": "لم أكن هناك"})
    deskwork.send_back(application=taken(handle, noor), officer=noor, household=NOBODY, letter="أين كنت؟")
    with pytest.raises(NotEntitled):
        again(layla, handle, {"violation": one, "why": "في بيتي"})
    assert application(handle).state == "returned"


def again(world: Any, handle: UUID, answers: dict[str, Any]) -> None:
    account = account_of(world, "layla")
    person = Actor("person", str(account))
    draft = draft_of(account, handle)
    key = world.cast["layla"]["person_key"]
    asked = Request(draft.service, account, key, answers, draft=draft.uuid)
    facts = gather(draft.service.topics, applicant(account), key, timedelta(0))
    resubmit(draft=draft, asked=asked, facts=facts, by=person)
