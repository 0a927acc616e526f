"""What is granted once is granted once, however many ask at the same time and whatever else they typed."""

from typing import Any

import pytest

from bawaba.cases.answering import cleaned
from bawaba.cases.catalogue import services
from bawaba.cases.models import Application
from bawaba.cases.submission import NotEntitled, Request, Submitted, submit_application
from catalogue import Asker
from payers import PERSON, at_once

SLUG = "register-newborn"


@pytest.mark.django_db(transaction=True)
def test_ten_names_for_one_newborn_at_once_are_one_application(world: Any) -> None:
    asker = Asker(world, "citizen", "birth")
    facts = asker.facts(SLUG)

    def ask(number: int) -> Submitted:
        posted = {**asker.offered(SLUG, facts), "name_ar": [f"سارة{'ا' * number}"], "name_en": [f"Sara{'a' * number}"]}
        answers, _ = cleaned(services()[SLUG], posted, facts)
        asked = Request(services()[SLUG], asker.account, asker.key, answers)
        return submit_application(asked=asked, facts=facts, by=PERSON)

    results = at_once(*[lambda n=number: ask(n) for number in range(10)])
    assert sum(isinstance(one, Submitted) for one in results) == 1, results
    assert sum(isinstance(one, NotEntitled) for one in results) == 9, results
    assert Application.objects.exclude(state="draft").count() == 1
    assert not Application.objects.filter(state="draft").exists()


@pytest.mark.django_db
def test_what_the_register_refused_may_be_asked_for_again(world: Any) -> None:
    asker = Asker(world, "citizen", "birth")
    notice = asker.noted("births")
    names = {"name_ar": "سارة", "name_en": "Sara"}
    assert asker.apply(SLUG, meanwhile=lambda: asker.spoil("no birth"), **names).state == "refused"
    asker.note("births", notice)
    assert asker.apply(SLUG, **names).state == "issued"
