"""A sensitive act asks for one sentence; what is kept is what was shown, and an old one confirms nothing new."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from bawaba.cases.catalogue import services
from bawaba.cases.checklist import gather
from bawaba.cases.fields import Confirm
from bawaba.cases.models import Application
from bawaba.cases.queries import application
from bawaba.cases.sentences import mark_of, sentence_of
from bawaba.cases.submission import NotConfirmed, Request, Submitted, submit_application
from bawaba.core import clock
from bawaba.core.text import T
from bawaba.documents.queries import documents_of
from bawaba.identity.accounts.queries import applicant
from bawaba.identity.delegation import commands
from bawaba.identity.delegation.models import Delegation
from bawaba.journal.confirmed import opened_from_event
from bawaba.journal.models import Event
from bawaba.journal.vault import unseal
from catalogue import Asker, day
from delegations import acceptance, face_of, offer, offers
from payers import PERSON, account_of
from people import activated, at, confirms, logged_in, ticked
from races import at_once
from sales import car_of

pytestmark = pytest.mark.django_db
APPLY = "/services/authorise-driver/apply"
PLACE = re.compile(r"\{(\w+)\}")
MARK = re.compile(r'name="mark" value="([0-9a-f]+)"')


@pytest.fixture
def layla(world: Any) -> Iterator[Any]:
    """With a car; logged in."""
    activated(world, "layla")
    with car_of(world, "layla") as car:
        client = logged_in(world, "layla")
        client.car = car
        yield client


def typed(world: Any, client: Any, driver: str = "omar", **more: str) -> dict[str, str]:
    until = day("until", clock.today() + timedelta(days=60))
    return {"vehicle": client.car, "driver": world.cast[driver]["number"], "where": "inside", **until} | more


def begun(world: Any, client: Any, **more: Any) -> str:
    answer = client.post(APPLY, typed(world, client, **more))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def mark_on(client: Any, review: str) -> str:
    found = MARK.search(client.get(review).content.decode())
    assert found
    return found[1]


def test_every_sentence_names_fields_that_are_asked_and_never_left_empty() -> None:
    said = {slug: one for slug, one in services().items() if one.sentence is not None}
    assert said.keys() == {slug for slug, one in services().items() if one.sensitive}
    for slug, one in said.items():
        names = {field.name for field in one.fields if not getattr(field, "optional", False)}
        names |= {"for_who"} if "self" in one.for_whom else {"who", "for_who"}
        assert not any(isinstance(field, Confirm) for field in one.fields), f"{slug}: one tick, under the sentence"
        assert one.sentence is not None
        for text in (one.sentence.ar, one.sentence.en):
            assert set(PLACE.findall(text)) <= names, slug
        assert sorted(PLACE.findall(one.sentence.ar)) == sorted(PLACE.findall(one.sentence.en)), slug
        assert PLACE.findall(one.sentence.ar), slug
        assert one.sensitive, slug


def test_it_says_for_whom_of_whoever_applies_for_themselves_and_of_whoever_acts_for_another(world: Any) -> None:
    parent = Asker(world, "resident", "clean", "child")
    own = parent.apply("final-exit").sentence
    childs = parent.apply("final-exit", concerned=parent.child())
    assert own
    assert childs.sentence
    assert childs.concerned
    assert own.ar.startswith("أطلب الخروج النهائي لنفسي،")
    assert own.en.startswith("I ask for a final exit for myself,")
    assert childs.sentence.ar.startswith(f"أطلب الخروج النهائي لـ\u2068{childs.concerned.name_ar}\u2069،")
    assert childs.sentence.en.startswith(f"I ask for a final exit for \u2068{childs.concerned.name_en}\u2069,")


def test_the_sentence_is_kept_word_for_word_in_row_event_page_and_document(world: Any, layla: Any) -> None:
    review = begun(world, layla)
    page = layla.get(review).content.decode()
    number = world.cast["omar"]["number"]
    shown = re.search(r"<bdi>(أسمح لصاحب الرقم [^<]+)</bdi>", page)
    assert shown
    assert f"\u2068{number}\u2069" in shown[1]
    assert "هـ" in shown[1]
    assert confirms(layla, review).status_code == 302
    world.deliver()
    row = Application.objects.get()
    found = application(row.uuid)
    assert found.sentence is not None
    assert found.sentence.ar.startswith("أسمح لصاحب الرقم")
    assert found.sentence.en.startswith("I allow the holder of \u2068" + number)
    event = Event.objects.get(type="application.submit")
    assert number not in json.dumps(event.data)
    account = account_of(world, "layla")
    assert opened_from_event(account, row.uuid, event.data["sentence"]) == found.sentence
    assert shown[1] in layla.get(f"/applications/{row.uuid}").content.decode()
    rows = documents_of(account, None)[0].content["rows"]
    assert [found.sentence.ar, found.sentence.en] in [one["value"] for one in rows]


@pytest.mark.parametrize(
    "sent", [{}, {"confirmed": "yes"}, {"mark": "0" * 64, "confirmed": "yes"}, {"confirmed": "no"}]
)
def test_without_the_tick_or_with_another_mark_nothing_is_submitted(
    world: Any, layla: Any, sent: dict[str, str]
) -> None:
    review = begun(world, layla)
    right = {"mark": mark_on(layla, review)} if sent in ({}, {"confirmed": "no"}) else {}
    answer = layla.post(review, {**right, **sent})
    assert answer.status_code == 200
    assert 'href="#confirmed"' in answer.content.decode()
    assert Application.objects.get().state == "draft"


def test_another_tab_that_changed_the_form_makes_the_old_sentence_worthless(world: Any, layla: Any) -> None:
    review = begun(world, layla)
    old = mark_on(layla, review)
    layla.post(review.replace("/review", "/edit"), typed(world, layla, driver="sami"))
    answer = layla.post(review, {"mark": old, "confirmed": "yes"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "تغيّر ما كنت تؤكده" in page
    assert world.cast["sami"]["number"] in page, "the sentence as it is now"
    assert Application.objects.get().state == "draft"
    assert layla.post(review, {"mark": MARK.search(page)[1], "confirmed": "yes"}).status_code == 302  # type: ignore[index]


def test_a_fact_that_changed_between_is_read_anew(world: Any, layla: Any) -> None:
    review = begun(world, layla)
    old = mark_on(layla, review)
    with world.store.connect() as register:
        register.execute(
            "UPDATE vehicle SET record=json_set(record, '$.make.ar', 'آخر') WHERE json_extract(record, '$.number')=?",
            (layla.car,),
        )
    assert layla.post(review, {"mark": old, "confirmed": "yes"}).status_code == 200
    assert Application.objects.get().state == "draft"


def test_a_price_that_changed_between_is_read_anew(world: Any, layla: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from bawaba.core.money import sar
    from bawaba.services.traffic import authorise_driver

    review = begun(world, layla)
    old = mark_on(layla, review)
    object.__setattr__(authorise_driver.SERVICE, "fee", lambda facts, answers: sar(50))
    try:
        assert layla.post(review, {"mark": old, "confirmed": "yes"}).status_code == 200
    finally:
        object.__setattr__(authorise_driver.SERVICE, "fee", None)
    assert Application.objects.get().state == "draft"


def test_the_mark_of_one_draft_confirms_no_other_persons(world: Any, layla: Any) -> None:
    review = begun(world, layla)
    old = mark_on(layla, review)
    assert layla.post(f"/applications/{Application.objects.get().uuid}/cancel").status_code == 302
    review = begun(world, layla)
    assert layla.post(review, {"mark": old, "confirmed": "yes"}).status_code == 200
    assert not Application.objects.filter(state="submitted").exists()


def test_both_sides_of_a_delegation_confirm_and_both_sentences_are_kept(world: Any) -> None:
    for slug in ("omar", "layla"):
        activated(world, slug)
        world.wait(31)
    omar, layla = logged_in(world, "omar"), logged_in(world, "layla")
    asked = {"receiver": world.cast["layla"]["number"], "services": ["renew-iqama"]}
    asked |= day("last", clock.today() + timedelta(days=9)) | {"last_calendar": "gregorian"}
    review = omar.post("/delegations/offer", asked).content.decode()
    mark = MARK.search(review)
    assert mark
    tampered = {**asked, "services": ["renew-iqama", "exit-reentry-visa"], "mark": mark[1]}
    for sent in (asked, tampered):
        answer = omar.post("/delegations/offer", {**sent, "confirm": "yes", "confirmed": "yes"})
        assert answer.status_code == 200
        assert not Delegation.objects.exists(), "an old sentence confirms no other offer"
    offers(omar, asked)
    row = Delegation.objects.get()
    event = Event.objects.get(type="delegation.offer")
    giver, receiver = account_of(world, "omar"), account_of(world, "layla")
    kept = json.loads(unseal(giver, "delegation.sentence", row.uuid, row.sentence))
    assert opened_from_event(giver, row.uuid, event.data["sentence"]) == T(kept[0], en=kept[1])
    accepting = f"/delegations/{row.uuid}/accept"
    for sent in ({}, {"confirmed": "yes"}, {**acceptance(layla, row.uuid), "mark": "0" * 64}):
        assert layla.post(accepting, sent)["Location"] == "/delegations/?said=unconfirmed"
    assert "لم يُقبل شيء بعد" in layla.get("/delegations/?said=unconfirmed").content.decode()
    assert Delegation.objects.get().state == "offered"
    layla.post(accepting, acceptance(layla, row.uuid))
    row = Delegation.objects.get()
    assert (row.state, row.receiver) == ("active", receiver)
    kept = json.loads(unseal(receiver, "delegation.acceptance", row.uuid, row.acceptance))
    assert "عمر يوسف خليل الحسن" in kept[0]
    event = Event.objects.get(type="delegation.accept")
    assert opened_from_event(receiver, row.uuid, event.data["sentence"]) == T(kept[0], en=kept[1])


def test_the_command_itself_takes_nothing_unconfirmed(world: Any, layla: Any) -> None:
    service, account = services()["authorise-driver"], account_of(world, "layla")
    key = world.cast["layla"]["person_key"]
    facts = gather(service.topics, applicant(account), key, timedelta(0))
    answers = {"vehicle": layla.car, "driver": world.cast["omar"]["number"], "where": "inside"}
    answers["until"] = clock.today().isoformat()
    with pytest.raises(NotConfirmed):
        submit_application(asked=Request(service, account, key, answers), facts=facts, by=PERSON)
    assert not Application.objects.exists()


# Real threads behind a barrier


def says_what_it_does(world: Any) -> list[str]:
    """Of every application that was submitted: its sentence names the driver of its answers, and row and event say the same."""
    drivers, account = [], account_of(world, "layla")
    for row in Application.objects.exclude(state__in=("draft", "cancelled")):
        found = application(row.uuid)
        assert found.sentence is not None
        event = Event.objects.get(type="application.submit", subject=row.uuid)
        assert opened_from_event(account, row.uuid, event.data["sentence"]) == found.sentence
        drivers.append(str(found.answers["driver"]))
        assert f"\u2068{drivers[-1]}\u2069" in found.sentence.ar
    return drivers


@pytest.mark.django_db(transaction=True)
def test_a_sentence_confirmed_by_six_clicks_at_once_is_one_application(world: Any, layla: Any, trials: Any) -> None:
    for done in range(1, max(2, trials(20)) + 1):
        review = begun(world, layla, **day("until", clock.today() + timedelta(days=done)))
        sent = ticked(layla, review)
        clicks = [at_once_as(layla).post for _ in range(6)]
        answers = at_once([partial(click, review, sent) for click in clicks])
        assert {one.status_code for one in answers} == {302}, answers
        assert len({one["Location"] for one in answers}) == 1, [one["Location"] for one in answers]
        assert len(says_what_it_does(world)) == done


@pytest.mark.django_db(transaction=True)
def test_a_sentence_confirmed_while_another_tab_changes_its_form_is_kept_as_it_was_read_or_not_at_all(
    world: Any, layla: Any, trials: Any
) -> None:
    omar, sami = (world.cast[slug]["number"] for slug in ("omar", "sami"))
    for _ in range(max(4, trials(40))):
        review = begun(world, layla)
        sent, edit = ticked(layla, review), review.replace("/review", "/edit")
        one, other = at_once_as(layla), at_once_as(layla)
        changed = typed(world, layla, driver="sami")
        answer, _ = at_once([partial(one.post, review, sent), partial(other.post, edit, changed)])
        drivers = says_what_it_does(world)
        assert drivers == ([omar] if answer.status_code == 302 else []), (answer.status_code, drivers, sami)
        Application.objects.all().delete()
        Event.objects.filter(type="application.submit").delete()


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_confirm_two_sentences_at_once_make_one_application_of_one_draft(
    world: Any, layla: Any, trials: Any
) -> None:
    service, account = services()["authorise-driver"], account_of(world, "layla")
    key, numbers = world.cast["layla"]["person_key"], [world.cast[slug]["number"] for slug in ("omar", "sami")]
    facts = gather(service.topics, applicant(account), key, timedelta(0))
    for _ in range(max(4, trials(40))):
        draft = UUID(begun(world, layla).split("/")[2])
        said = [
            {"vehicle": layla.car, "driver": one, "where": "inside", "until": clock.today().isoformat()}
            for one in numbers
        ]
        marks = [mark_of(draft, sentence_of(service, facts, one, None), service.lines(facts, one)) for one in said]
        asked = [
            Request(service, account, key, answers, draft=draft, confirmed=mark)
            for answers, mark in zip(said, marks, strict=True)
        ]
        swapped = replace(asked[0], confirmed=marks[1])
        jobs = [partial(submit_application, asked=one, facts=facts, by=PERSON) for one in (*asked, swapped)]
        results = at_once(jobs)
        assert isinstance(results[2], NotConfirmed), "the tick of one sentence confirms no other"
        (driver,) = says_what_it_does(world)
        assert driver in numbers
        assert all(one == Submitted(draft, None) for one in results[:2]), results
        Application.objects.all().delete()
        Event.objects.filter(type="application.submit").delete()


@pytest.mark.django_db(transaction=True)
def test_an_acceptance_confirmed_many_times_at_once_counts_once_and_row_and_event_say_the_same(
    world: Any, trials: Any
) -> None:
    for slug in ("omar", "layla"):
        activated(world, slug)
        world.wait(31)
    me = face_of(world, "layla")
    for trial in range(max(3, trials(30))):
        handle = offer(world, "omar", me.identifier, days=trial)
        said = [T(f"أقبل {number}", en=f"I accept {number}") for number in range(6)]
        accepting = [
            partial(commands.accept_delegation, delegation=handle, receiver=me, sentence=one, by=PERSON) for one in said
        ]
        results = at_once(accepting)
        assert results.count(None) == 1, results
        assert all(isinstance(one, commands.IllegalMove) for one in results if one is not None)
        won = said[results.index(None)]
        event = Event.objects.get(type="delegation.accept", subject=handle)
        assert opened_from_event(me.account, handle, event.data["sentence"]) == won
        kept = unseal(me.account, "delegation.acceptance", handle, Delegation.objects.get(uuid=handle).acceptance)
        assert json.loads(kept) == [won.ar, won.en]
        commands.end_delegation(delegation=handle, account=me.account, by=PERSON)


def at_once_as(client: Any) -> Client:
    """Another tab of the same browser: clients are no threads' friends."""
    other = at()
    other.cookies = client.cookies
    return other
