"""Drafts: saved while one types, one of a kind, submitted once, gone after a month."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bawaba.cases.advancing import Overtaken, go_on
from bawaba.cases.catalogue import services
from bawaba.cases.clockwork import expire_forgotten
from bawaba.cases.commands import IllegalMove, cancel_application
from bawaba.cases.drafting import draft_of, keep_typed, save_draft
from bawaba.cases.models import Application
from bawaba.cases.queries import NoApplication
from bawaba.cases.submission import Request, Submitted, submit_application
from bawaba.core import clock
from bawaba.journal.ports import SYSTEM
from bawaba.payments.models import Bill
from catalogue import Asker
from payers import PERSON, account_of, at_once, facts_for, new_violations
from people import activated, logged_in

pytestmark = pytest.mark.django_db
SERVICE = "pay-violations"


def asked(world: Any, numbers: Any = (), draft: UUID | None = None, slug: str = "omar") -> Request:
    answers = {"violations": list(numbers)}
    return Request(services()[SERVICE], account_of(world, slug), world.cast[slug]["person_key"], answers, None, draft)


def drafted(world: Any, slug: str = "omar", **posted: list[str]) -> UUID:
    return save_draft(asked=asked(world, slug=slug), posted=posted, by=PERSON)


@pytest.fixture
def omar(world: Any) -> Any:
    activated(world, "omar")
    return world


def test_a_second_tab_writes_into_the_first_draft(omar: Any) -> None:
    first, second = drafted(omar, violations=["1"]), drafted(omar, violations=["2"])
    assert first == second
    assert draft_of(account_of(omar, "omar"), first).posted == {"violations": ["2"]}


def test_opening_the_service_again_goes_on_with_what_was_typed(omar: Any) -> None:
    client, numbers = logged_in(omar, "omar"), new_violations(omar, "omar", 2)
    apply = f"/services/{SERVICE}/apply"
    assert client.get(apply).status_code == 200, "nothing was begun"
    client.post(apply, {"violations": [numbers[1]], "later": "yes"})
    draft = Application.objects.get()
    answer = client.get(apply)
    assert answer["Location"] == f"/applications/{draft.uuid}/edit?begun=before"
    page = client.get(answer["Location"]).content.decode()
    assert "checked" in page.partition(f'value="{numbers[1]}"')[2].partition(">")[0]
    assert f'<a href="/applications/{draft.uuid}">افتح المسودة لتلغيها</a>' in page
    assert "بدأت هذا الطلب" not in client.get(f"/applications/{draft.uuid}/edit").content.decode()
    client.post(f"/applications/{draft.uuid}/cancel")
    assert client.get(apply).status_code == 200, "a new one begins"


def test_choosing_the_same_person_again_goes_on_with_what_was_typed(world: Any) -> None:
    """Twice in a row, and in two tabs at once."""
    asker = Asker(world, "resident")
    client, apply = logged_in(world, asker.slug), "/services/renew-iqama/apply"
    edit = client.post(apply, {"for": "self"})["Location"]
    client.post(edit.replace("/edit", "/save"), {"months": "12"})
    draft = Application.objects.get()
    for _ in range(2):
        assert client.post(apply, {"for": "self"})["Location"] == f"{edit}?begun=before"
        assert draft_of(asker.account, draft.uuid).posted == {"months": ["12"]}
    asked_again = Request(services()["renew-iqama"], asker.account, asker.key, {})
    assert save_draft(asked=asked_again, posted=None, by=PERSON) == draft.uuid
    assert draft_of(asker.account, draft.uuid).posted == {"months": ["12"]}


def test_anothers_begun_draft_is_not_gone_on_with(omar: Any) -> None:
    drafted(omar)
    activated(omar, "sami")
    assert logged_in(omar, "sami").get(f"/services/{SERVICE}/apply").status_code == 200


def test_the_form_saves_itself_while_one_types_and_shows_it_again(omar: Any) -> None:
    client, numbers = logged_in(omar, "omar"), new_violations(omar, "omar", 2)
    draft = drafted(omar)
    assert client.post(f"/applications/{draft}/save", {"violations": [numbers[1]]}).status_code == 204
    page = client.get(f"/applications/{draft}/edit").content.decode()
    assert f'data-autosave="/applications/{draft}/save"' in page
    assert "checked" in page.partition(f'value="{numbers[1]}"')[2].partition(">")[0]
    assert "checked" not in page.partition(f'value="{numbers[0]}"')[2].partition(">")[0]


def test_anothers_draft_is_neither_saved_nor_shown(omar: Any) -> None:
    activated(omar, "sami")
    draft, sami = drafted(omar), logged_in(omar, "sami")
    for path in ("edit", "review"):
        assert sami.get(f"/applications/{draft}/{path}").status_code == 404
    assert sami.post(f"/applications/{draft}/save", {"violations": "1"}).status_code == 404
    assert sami.post(f"/applications/{draft}/cancel").status_code == 404


def test_a_draft_of_a_month_ago_is_gone_with_what_was_typed(omar: Any) -> None:
    draft = drafted(omar, violations=["1"])
    omar.wait(timedelta(days=30, minutes=-1).total_seconds())
    expire_forgotten(clock.now())
    assert Application.objects.get(uuid=draft).state == "draft"
    omar.wait(120)
    expire_forgotten(clock.now())
    row = Application.objects.get(uuid=draft)
    assert (row.state, row.posted) == ("expired", None)
    with pytest.raises(NoApplication):
        draft_of(account_of(omar, "omar"), draft)


def test_what_was_submitted_is_written_no_more(omar: Any) -> None:
    numbers, draft = new_violations(omar, "omar", 1), drafted(omar)
    submit_application(asked=asked(omar, numbers, draft), facts=facts_for(omar, "omar"), by=PERSON)
    assert not keep_typed(account=account_of(omar, "omar"), draft=draft, posted={})
    assert drafted(omar) != draft


def test_submitting_a_draft_that_was_just_submitted_leaves_it_as_it_stands(omar: Any) -> None:
    """The second of two clicks, which read the draft before the first had won."""
    numbers, draft, facts = new_violations(omar, "omar", 1), drafted(omar), facts_for(omar, "omar")
    first = submit_application(asked=asked(omar, numbers, draft), facts=facts, by=PERSON)
    assert submit_application(asked=asked(omar, numbers, draft), facts=facts, by=PERSON) == first
    row = Application.objects.get(uuid=draft)
    assert (row.state, Bill.objects.get().state) == ("awaiting_payment", "due")


def test_another_list_from_a_draft_that_was_submitted_leads_to_what_was_submitted(omar: Any) -> None:
    numbers, draft = new_violations(omar, "omar", 2), drafted(omar)
    facts = facts_for(omar, "omar")
    first = submit_application(asked=asked(omar, numbers[:1], draft), facts=facts, by=PERSON)
    again = submit_application(asked=asked(omar, numbers[1:], draft), facts=facts, by=PERSON)
    assert again == first == Submitted(draft, first.bill)
    assert Application.objects.count() == 1


def test_a_draft_that_was_given_up_or_is_anothers_is_not_submitted(omar: Any) -> None:
    numbers, draft = new_violations(omar, "omar", 1), drafted(omar)
    facts = facts_for(omar, "omar")
    activated(omar, "sami")
    theirs = asked(omar, new_violations(omar, "sami", 1), draft, "sami")
    with pytest.raises(IllegalMove):
        submit_application(asked=theirs, facts=facts_for(omar, "sami"), by=PERSON)
    assert Application.objects.get().state == "draft"
    cancel_application(application=draft, account=account_of(omar, "omar"), by=PERSON)
    with pytest.raises(IllegalMove):
        submit_application(asked=asked(omar, numbers, draft), facts=facts, by=PERSON)
    assert Application.objects.get().state == "cancelled"


def test_whoever_saw_an_earlier_state_does_not_move_it_past_the_next(omar: Any) -> None:
    numbers = new_violations(omar, "omar", 1)
    done = submit_application(asked=asked(omar, numbers), facts=facts_for(omar, "omar"), by=PERSON)
    with pytest.raises(Overtaken):
        go_on(done.application, SYSTEM, seen="submitted")
    assert Application.objects.get().state == "awaiting_payment"


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_on_one_draft_make_one_application_that_still_waits_for_its_payment(world: Any) -> None:
    activated(world, "omar")
    for _ in range(3):
        numbers, draft, facts = new_violations(world, "omar", 1), drafted(world), facts_for(world, "omar")
        request = asked(world, numbers, draft)
        results = at_once(*[lambda r=request, f=facts: submit_application(asked=r, facts=f, by=PERSON)] * 10)
        assert all(isinstance(one, Submitted) for one in results), results
        assert {one.application for one in results} == {draft}
        assert Application.objects.get(uuid=draft).state == "awaiting_payment"
        assert Bill.objects.filter(subject=draft, state="due").count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_tabs_begin_one_draft(world: Any) -> None:
    activated(world, "omar")
    results = at_once(*[lambda: drafted(world, violations=["1"])] * 20)
    assert len(set(results)) == 1, results
    assert Application.objects.count() == 1
