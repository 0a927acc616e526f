"""The effect on the register: exactly once, seen while it is under way, and when it is refused the fee goes back."""

from typing import Any

import pytest

from bawaba.cases import carrying, reactions
from bawaba.cases.carrying import carry_out
from bawaba.cases.queries import application
from bawaba.core import clock
from bawaba.documents.models import Document
from bawaba.identity.accounts.queries import holder
from bawaba.journal.models import Event, Outbox
from bawaba.journal.ports import Unavailable
from bawaba.messaging.models import Message
from bawaba.payments.queries import bill_of
from payers import account_of, apply_for, at_once, hosted, kept, ledger, new_violations, pays, submitted
from people import activated, logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def omar(world: Any) -> Any:
    activated(world, "omar")
    return world


def paid(world: Any, client: Any, numbers: list[str]) -> Any:
    """Apply and pay by forms; nothing that follows is carried out yet."""
    bill = apply_for(client, numbers)
    pays(world, hosted(client, bill))
    return bill_of(account_of(world, "omar"), bill.rpartition("/")[2])


def approved(world: Any, client: Any, numbers: list[str]) -> Any:
    bill = paid(world, client, numbers)
    reactions.approve_when_paid({"subject": str(bill.uuid)})
    return bill


def statuses(world: Any, numbers: list[str]) -> set[str]:
    records = world.store.list_of("violation", world.cast["omar"]["person_key"])
    return {one["status"] for one in records if one["number"] in numbers}


def changes(world: Any, handle: Any) -> int:
    with world.store.connect() as register:
        asked = register.execute("SELECT COUNT(*) FROM change WHERE idempotency_key=?", (str(handle),))
        return int(asked.fetchone()[0])


def test_what_is_paid_is_carried_out_documented_and_told(omar: Any) -> None:
    client, numbers = logged_in(omar, "omar"), new_violations(omar, "omar", 2)
    bill = paid(omar, client, numbers)
    page = client.get(f"/applications/{bill.subject}").content.decode()
    assert "يجري تنفيذ الطلب" in page, "seen as being carried out"
    omar.deliver()
    found = application(bill.subject)
    assert found.state == "issued"
    assert found.document == Document.objects.get().uuid
    assert statuses(omar, numbers) == {"paid"}
    assert "أُنجز طلبك" in client.get(f"/applications/{bill.subject}").content.decode()
    assert Message.objects.filter(template="application-carried-out", channel="sms").count() == 1


def test_the_timeline_shows_each_step_with_its_time(omar: Any) -> None:
    client, numbers = logged_in(omar, "omar"), new_violations(omar, "omar", 1)
    bill = paid(omar, client, numbers)
    omar.deliver()
    page = client.get(f"/applications/{bill.subject}").content.decode()
    steps = ["قُدّم الطلب", "صدرت الفاتورة", "سُدّدت الفاتورة", "قُبل الطلب", "نُفّذ في السجل", "صدرت الوثيقة"]
    places = [page.index(f">{step}<small>") for step in steps]
    assert places == sorted(places)


def test_a_worker_that_dies_between_the_call_and_its_note_changes_the_register_once(
    omar: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, numbers = logged_in(omar, "omar"), new_violations(omar, "omar", 1)
    bill = approved(omar, client, numbers)

    class Killed(BaseException):
        pass

    def dies(*args: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(carrying, "_finish", dies)
        with pytest.raises(Killed):
            carry_out({"application": str(bill.subject)})
    assert application(bill.subject).state == "approved"
    assert statuses(omar, numbers) == {"paid"}
    carry_out({"application": str(bill.subject)})
    carry_out({"application": str(bill.subject)})
    assert application(bill.subject).state == "issued"
    assert changes(omar, bill.subject) == 1
    assert Document.objects.filter(subject=bill.subject).count() == 1


def test_while_the_register_is_silent_the_page_says_so_and_later_it_is_done(omar: Any) -> None:
    client, numbers = logged_in(omar, "omar"), new_violations(omar, "omar", 1)
    bill = approved(omar, client, numbers)
    omar.app.extensions["switches"]["register"] = "down"
    for _ in range(3):
        with pytest.raises(Unavailable):
            carry_out({"application": str(bill.subject)})
    assert application(bill.subject).state == "failed"
    assert Event.objects.filter(subject=bill.subject, type="application.fail").count() == 1
    assert "السجل لا يجيب الآن" in client.get(f"/applications/{bill.subject}").content.decode()
    omar.app.extensions["switches"].clear()
    omar.wait(11)
    carry_out({"application": str(bill.subject)})
    assert application(bill.subject).state == "issued"


def test_a_silent_register_is_asked_again_for_a_month() -> None:
    policy = carrying.UNTIL_IT_ANSWERS
    assert policy.tries * policy.most.total_seconds() > 30 * 24 * 3600


def test_of_two_applications_with_the_same_violation_the_second_is_refused_and_its_fee_goes_back(omar: Any) -> None:
    client, numbers = logged_in(omar, "omar"), new_violations(omar, "omar", 3)
    first, second = paid(omar, client, numbers[:2]), paid(omar, client, numbers[1:])
    assert first.uuid != second.uuid
    omar.deliver()
    one, other = application(first.subject), application(second.subject)
    assert (one.state, other.state) == ("issued", "refused")
    assert other.refusal is not None
    assert kept(omar, first.reference) == first.total.halalas
    assert kept(omar, second.reference) == 0
    assert [status for _, status, _ in ledger(omar, second.reference)] == ["refunded"]
    assert bill_of(account_of(omar, "omar"), second.uuid).state == "refunded"
    assert statuses(omar, numbers[2:]) == {"unpaid"}, "all or none"
    page = client.get(f"/applications/{second.subject}").content.decode()
    assert other.refusal.ar in page
    assert "أُعيد المبلغ إلى البطاقة" in page


def test_what_was_refused_may_be_applied_for_anew(omar: Any) -> None:
    client, numbers = logged_in(omar, "omar"), new_violations(omar, "omar", 2)
    paid(omar, client, numbers[:1])
    second = paid(omar, client, numbers)
    omar.deliver()
    assert application(second.subject).state == "refused"
    assert submitted(omar, "omar", numbers[1:]).application != second.subject


def test_nobody_is_told_twice_when_a_task_runs_twice(omar: Any) -> None:
    client, numbers = logged_in(omar, "omar"), new_violations(omar, "omar", 1)
    bill = paid(omar, client, numbers)
    omar.deliver()
    who, service = holder(account_of(omar, "omar")), carrying.services()["pay-violations"]
    carry_out({"application": str(bill.subject)})
    carrying._finish(service, application(bill.subject), who, {})
    assert Message.objects.filter(template="application-carried-out").count() == 2, "one letter and one SMS"


@pytest.mark.django_db(transaction=True)
def test_eight_workers_carry_one_application_out_once(world: Any) -> None:
    activated(world, "omar")
    client, numbers = logged_in(world, "omar"), new_violations(world, "omar", 1)
    bill = approved(world, client, numbers)
    results = at_once(*[lambda: carry_out({"application": str(bill.subject)})] * 8)
    assert results == [None] * 8
    assert changes(world, bill.subject) == 1
    assert Document.objects.filter(subject=bill.subject).count() == 1
    assert Event.objects.filter(subject=bill.subject, type="application.effect").count() == 1
    assert Message.objects.filter(template="application-carried-out", channel="inbox").count() == 1


def test_nothing_is_left_in_the_outbox_and_nothing_was_exhausted(omar: Any) -> None:
    client, numbers = logged_in(omar, "omar"), new_violations(omar, "omar", 1)
    paid(omar, client, numbers)
    omar.deliver()
    assert not Outbox.objects.filter(ended_at__isnull=True, due_at__lte=clock.now()).exists()
    assert not Outbox.objects.filter(ending="exhausted").exists()
