"""Submitting: judged on facts of this minute and on the account as it stands, once however often it is clicked."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bawaba.cases.catalogue import services
from bawaba.cases.clockwork import UNPAID_LIFE, expire_forgotten
from bawaba.cases.commands import IllegalMove, cancel_application
from bawaba.cases.models import Application
from bawaba.cases.queries import application
from bawaba.cases.submission import NotEntitled, SourceSilent, Submitted
from bawaba.core import clock
from bawaba.identity.accounts.models import Account
from bawaba.journal.models import Event
from bawaba.journal.vault import unseal
from bawaba.payments.models import Bill
from payers import APPLY, PERSON, account_of, apply_for, at_once, facts_for, new_violations, submitted
from people import activated, logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def omar(world: Any) -> Any:
    activated(world, "omar")
    return world


def events(handle: Any) -> list[str]:
    return list(Event.objects.filter(subject=handle).order_by("pk").values_list("type", flat=True))


def test_an_application_goes_along_its_table_with_an_event_a_step(omar: Any) -> None:
    done = submitted(omar, "omar", new_violations(omar, "omar", 2))
    assert events(done.application) == ["application.draft", "application.submit", "application.bill"]
    assert application(done.application).state == "awaiting_payment"
    bill = Bill.objects.get(uuid=done.bill)
    assert (bill.state, bill.halalas, bill.subject) == ("due", 30_000, done.application)


def test_answers_are_kept_with_their_labels_and_the_facts_they_were_judged_on(omar: Any) -> None:
    numbers = new_violations(omar, "omar", 1)
    done = submitted(omar, "omar", numbers)
    row = Application.objects.get(uuid=done.application)
    assert application(done.application).answers == {"violations": numbers}
    asked = application(done.application).asked["violations"]
    assert asked["label"] == ["المخالفات التي تسددها", "Violations to pay"]
    snapshot = json.loads(unseal(row.account, "application.snapshot", row.uuid, row.snapshot))
    assert set(numbers) <= set(snapshot["unpaid"])
    assert snapshot["conditions"] == ["HasUnpaidViolations"]
    assert snapshot["as_of"]["violations"]


@pytest.mark.parametrize(
    "violations", [[], ["not-offered"], ["{0}", "not-offered"], ["' OR 1=1 --"], ["{0}\0"]], ids=str
)
def test_answers_that_were_not_offered_are_refused_with_a_sentence(omar: Any, violations: list[str]) -> None:
    client, number = logged_in(omar, "omar"), new_violations(omar, "omar", 1)[0]
    answer = client.post(APPLY, {"violations": [value.format(number) for value in violations]})
    assert answer.status_code == 200
    assert 'id="errors"' in answer.content.decode()
    assert not Application.objects.exclude(state="draft").exists()


def test_what_was_posted_twice_or_beside_the_question_counts_once_or_not_at_all(omar: Any) -> None:
    client, number = logged_in(omar, "omar"), new_violations(omar, "omar", 1)[0]
    review = client.post(APPLY, {"violations": [number, number], "discount": "100"})["Location"]
    bill = client.post(review)["Location"]
    assert Bill.objects.get(uuid=bill.rpartition("/")[2]).halalas == 15_000


def test_a_violation_of_somebody_else_is_not_offered(omar: Any) -> None:
    client, theirs = logged_in(omar, "omar"), new_violations(omar, "sami", 1)
    new_violations(omar, "omar", 1)
    assert client.post(APPLY, {"violations": theirs}).status_code == 200
    assert not Application.objects.exclude(state="draft").exists()


def test_facts_older_than_a_minute_are_not_judged_on(omar: Any) -> None:
    numbers = new_violations(omar, "omar", 1)
    old = facts_for(omar, "omar")
    omar.wait(59 - (clock.now() - old.known["violations"].as_of).total_seconds())
    done = submitted(omar, "omar", numbers, old)
    cancel_application(application=done.application, account=account_of(omar, "omar"), by=PERSON)
    omar.wait(2)
    with pytest.raises(SourceSilent):
        submitted(omar, "omar", numbers, old)


def test_a_stale_answer_is_not_judged_on_however_young(omar: Any) -> None:
    numbers = new_violations(omar, "omar", 1)
    known = facts_for(omar, "omar")
    stale = replace(known, known={"violations": replace(known.known["violations"], stale=True)})
    with pytest.raises(SourceSilent):
        submitted(omar, "omar", numbers, stale)
    with pytest.raises(SourceSilent):
        submitted(omar, "omar", numbers, replace(known, known={}))


@pytest.mark.parametrize("change", [{"assurance": 1}, {"population": "nobody"}], ids=str)
def test_the_account_is_judged_as_it_stands_in_the_transaction(
    omar: Any, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    """The facts were gathered before the account changed."""
    numbers = new_violations(omar, "omar", 1)
    before = facts_for(omar, "omar")
    Account.objects.update(**change)
    with pytest.raises(NotEntitled):
        submitted(omar, "omar", numbers, before)


def test_a_second_click_gets_the_first_application_and_its_bill(omar: Any) -> None:
    numbers = new_violations(omar, "omar", 2)
    first = submitted(omar, "omar", numbers)
    assert submitted(omar, "omar", numbers) == first
    assert Application.objects.count() == Bill.objects.count() == 1


def test_a_cancelled_application_frees_its_answers_for_a_new_one(omar: Any) -> None:
    numbers = new_violations(omar, "omar", 1)
    first = submitted(omar, "omar", numbers)
    cancel_application(application=first.application, account=account_of(omar, "omar"), by=PERSON)
    second = submitted(omar, "omar", numbers)
    assert second.application != first.application
    assert Bill.objects.get(uuid=first.bill).state == "cancelled"
    assert Bill.objects.get(uuid=second.bill).state == "due"


def test_a_service_with_nothing_to_pay_is_approved_at_once(omar: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    free = replace(services()["pay-violations"], fee=None)
    monkeypatch.setitem(services(), "pay-violations", free)
    done = submitted(omar, "omar", new_violations(omar, "omar", 1))
    assert done.bill is None
    assert events(done.application) == ["application.draft", "application.submit", "application.approve"]
    omar.deliver()
    assert application(done.application).state == "issued"


def test_a_service_without_effect_and_document_ends_well_and_may_be_asked_for_again(
    omar: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = replace(services()["pay-violations"], fee=None, effect=None, issues=None)
    monkeypatch.setitem(services(), "pay-violations", plain)
    numbers = new_violations(omar, "omar", 1)
    first = submitted(omar, "omar", numbers)
    omar.deliver()
    assert application(first.application).state == "effected"
    assert submitted(omar, "omar", numbers).application != first.application


@pytest.mark.django_db(transaction=True)
def test_twenty_threads_make_one_application_and_one_bill(world: Any) -> None:
    activated(world, "omar")
    numbers, facts = new_violations(world, "omar", 2), facts_for(world, "omar")
    results = at_once(*[lambda: submitted(world, "omar", numbers, facts)] * 20)
    assert all(isinstance(one, Submitted) for one in results), results
    assert len({(one.application, one.bill) for one in results}) == 1
    assert Application.objects.count() == Bill.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_cancelling_and_clicking_again_at_once_never_leaves_a_bill_without_an_application(world: Any) -> None:
    activated(world, "omar")
    account = account_of(world, "omar")
    for _ in range(5):
        numbers, facts = new_violations(world, "omar", 1), facts_for(world, "omar")
        first = submitted(world, "omar", numbers)

        def cancel(handle: Any = first.application) -> None:
            cancel_application(application=handle, account=account, by=PERSON)

        results = at_once(cancel, lambda n=numbers, f=facts: submitted(world, "omar", n, f), cancel)
        assert sum(isinstance(one, IllegalMove) for one in results) == 1, results
        for row in Application.objects.all():
            due = Bill.objects.get(uuid=row.bill).state == "due"
            assert due == (row.state == "awaiting_payment")


def test_two_tabs_of_a_form_lead_to_one_bill(omar: Any) -> None:
    client: Client = logged_in(omar, "omar")
    numbers = new_violations(omar, "omar", 2)
    client.get(APPLY)
    client.get(APPLY)
    assert apply_for(client, numbers) == apply_for(client, numbers)


def test_an_open_application_of_a_week_ago_expires_with_its_bill_and_says_so(omar: Any) -> None:
    done = submitted(omar, "omar", new_violations(omar, "omar", 1))
    omar.wait((UNPAID_LIFE - timedelta(minutes=1)).total_seconds())
    expire_forgotten(clock.now())
    assert application(done.application).state == "awaiting_payment"
    omar.wait(120)
    expire_forgotten(clock.now())
    assert application(done.application).state == "expired"
    assert Bill.objects.get(uuid=done.bill).state == "cancelled"
    page = logged_in(omar, "omar").get("/inbox").content.decode()
    assert "انتهت مهلة سداد طلبك" in page
