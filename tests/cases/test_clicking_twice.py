"""The review's button in the same moment: one application, one bill, nothing cancelled, and nothing for free."""

from typing import Any
from uuid import UUID

import pytest

from bawaba.cases.advancing import Overtaken, go_on
from bawaba.cases.catalogue import services
from bawaba.cases.drafting import save_draft
from bawaba.cases.models import Application
from bawaba.cases.queries import application
from bawaba.cases.reactions import approve_when_paid
from bawaba.cases.submission import Request, Submitted, submit_application
from bawaba.journal.models import Event
from bawaba.payments.models import Bill
from payers import PERSON, account_of, at_once, facts_for, new_violations, submitted
from people import activated, logged_in

pytestmark = pytest.mark.django_db
ROUNDS = 8


def drafted(world: Any, numbers: list[str]) -> Request:
    """A draft of Omar's, as its review would submit it."""
    service, account = services()["pay-violations"], account_of(world, "omar")
    asked = Request(service, account, "person", {"violations": numbers})
    handle = save_draft(asked=asked, posted={"violations": numbers}, by=PERSON)
    return Request(service, account, "person", {"violations": numbers}, None, handle)


@pytest.mark.django_db(transaction=True)
def test_clicks_on_one_review_lead_to_one_bill_and_nothing_goes_on_unpaid(world: Any) -> None:
    activated(world, "omar")
    for done in range(1, ROUNDS + 1):
        numbers = new_violations(world, "omar", 1)
        asked, facts = drafted(world, numbers), facts_for(world, "omar")

        def click(asked: Request = asked, facts: Any = facts) -> Submitted:
            return submit_application(asked=asked, facts=facts, by=PERSON)

        results = at_once(*[click] * 6)
        assert all(isinstance(one, Submitted) for one in results), results
        assert {one.application for one in results} == {asked.draft}
        assert len({one.bill for one in results}) == 1
        assert application(UUID(str(asked.draft))).state == "awaiting_payment"
        assert Application.objects.count() == Bill.objects.filter(state="due").count() == done
    assert not Event.objects.filter(type__in=("application.approve", "application.cancel")).exists()


def test_a_second_click_after_the_first_gets_its_bill(world: Any) -> None:
    activated(world, "omar")
    client, numbers = logged_in(world, "omar"), new_violations(world, "omar", 1)
    review = client.post("/services/pay-violations/apply", {"violations": numbers})["Location"]
    first = client.post(review)["Location"]
    assert first.startswith("/bills/")
    assert client.post(review)["Location"] == first
    assert Application.objects.get().state == "awaiting_payment"


def test_the_same_from_another_draft_meets_the_first_and_drops_the_draft(world: Any) -> None:
    activated(world, "omar")
    numbers = new_violations(world, "omar", 1)
    first = submitted(world, "omar", numbers)
    asked = drafted(world, numbers)
    assert submit_application(asked=asked, facts=facts_for(world, "omar"), by=PERSON) == first
    assert application(UUID(str(asked.draft))).state == "cancelled"
    assert application(first.application).state == "awaiting_payment"


def test_a_payment_that_is_told_twice_passes_one_gate_only(world: Any) -> None:
    activated(world, "omar")
    done = submitted(world, "omar", new_violations(world, "omar", 1))
    Application.objects.filter(uuid=done.application).update(state="in_review")
    approve_when_paid({"subject": str(done.bill)})
    assert application(done.application).state == "in_review"
    with pytest.raises(Overtaken):
        go_on(done.application, PERSON, seen="submitted")
