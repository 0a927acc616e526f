"""Who can act for me, for whom I can act: one page of both; a ward of the register; and what was done on behalf."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bawaba.cases.models import Application
from bawaba.core import clock
from bawaba.identity.accounts.faces import face
from bawaba.identity.accounts.queries import holder
from bawaba.identity.recovery.models import Trusted
from bawaba.identity.recovery.relatives import accept_trust, name_relative
from bawaba.journal.models import Event
from bawaba.journal.ports import Actor
from bawaba.messaging.models import Message
from bawaba.registers.commands import forget_facts
from bawaba_sandbox.register.people import GUARDIAN
from catalogue import Asker, day
from delegations import accept, end, offer
from payers import account_of
from people import activated, confirms, logged_in

pytestmark = pytest.mark.django_db
PAGE, ACTS, PERMIT = "/acting", "/acting/acts", "/services/travel-permit/apply"
LEAVE = {**day("until", clock.today() + timedelta(days=60)), "until_calendar": "gregorian"}


def text(client: Any, page: str = PAGE) -> str:
    return str(client.get(page).content.decode())


def asker(world: Any, *wanted: str) -> Asker:
    found = Asker(world, "citizen", *wanted)
    world.wait(31)
    return found


def ward_of(guardian: Asker) -> str:
    return str(guardian.record()["ties"][0]["person_key"])


def name_of(world: Any, key: str) -> str:
    return " ".join(world.store.person(key)["names"]["ar"].values())


def begun(client: Any, key: str) -> str:
    """A travel permit for somebody, up to its review."""
    answer = client.post(PERMIT, {"for": key})
    assert answer.status_code == 302, answer.content.decode()
    answer = client.post(answer["Location"], LEAVE)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def change_tie(world: Any, key: str, **values: Any) -> None:
    ties = [{**one, **values} for one in world.store.person(key)["ties"]]
    world.store.change_person(key, ties=ties)


def test_both_directions_on_one_page_with_what_is_mine_to_end(world: Any) -> None:
    for slug in ("omar", "layla", "sami"):
        activated(world, slug)
        world.wait(31)
    omar, layla = logged_in(world, "omar"), logged_in(world, "layla")
    handle = offer(world, "omar", world.cast["layla"]["number"])
    assert world.cast["layla"]["number"] in text(omar), "until it is accepted, the number that was typed"
    accept(world, handle, "layla")
    page = text(omar)
    assert "ليلى سعد فهد الحربي" in page
    assert "مريم عمر يوسف الحسن" in page, "a child of the household"
    assert "هـ" in page
    assert "م)" in page or "م،" in page or "م<" in page, "both calendars"
    other = text(layla)
    assert "عمر يوسف خليل الحسن" in other
    assert name_of(world, world.store.person(world.cast["layla"]["person_key"])["ties"][0]["person_key"]) in other
    assert GUARDIAN["ar"] in other
    assert str(handle) not in text(logged_in(world, "sami"))
    assert layla.post(f"/delegations/{handle}/end").status_code == 302
    assert str(handle) not in text(omar)


def test_a_trusted_relative_stands_on_both_sides_and_is_ended_there(world: Any) -> None:
    activated(world, "layla")
    activated(world, "sami")
    world.wait(31)
    giver, key = holder(account_of(world, "layla")), logged_in(world, "layla").session.session_key
    number, by = world.cast["sami"]["number"], Actor("person", str(giver.account))
    name_relative(giver=face(giver.account), number=number, session_key=key, by=by)
    world.deliver()
    world.wait(31)
    layla, sami = logged_in(world, "layla"), logged_in(world, "sami")
    page, name = text(layla), face(account_of(world, "sami")).name.ar
    assert number in page
    assert name not in page, "naming reveals nobody"
    tie = Trusted.objects.get().uuid
    assert str(tie) not in text(sami), "until it is accepted, it stands on the page of relatives alone"
    accept_trust(tie=tie, receiver=account_of(world, "sami"), by=by)
    with CaptureQueriesContext(connection) as asked:
        assert name in text(layla)
    assert len(asked.captured_queries) <= 4
    assert "ليلى سعد فهد الحربي" in text(sami)
    assert sami.post(f"/relatives/{tie}/end").status_code == 302
    assert str(tie) not in text(layla)


def test_it_asks_little_and_is_truthful_when_the_register_is_down(world: Any) -> None:
    for slug in ("omar", "layla"):
        activated(world, slug)
        world.wait(31)
    layla = logged_in(world, "layla")
    accept(world, offer(world, "omar", world.cast["layla"]["number"]), "layla")
    offer(world, "layla", world.cast["omar"]["number"])
    key = world.cast["layla"]["person_key"]
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert "صلات الأسرة والولاية كما في السجل الوطني" in text(layla)
        assert len(asked.captured_queries) <= 4, [one["sql"][:100] for one in asked.captured_queries]
    world.app.extensions["switches"]["register"] = "down"
    with CaptureQueriesContext(connection) as asked:
        page = text(layla)
    assert len(asked.captured_queries) <= 4
    assert "السجل الوطني لا يجيب الآن" in page
    assert GUARDIAN["ar"] in page, "what it said before, with its moment"
    forget_facts(person_key=key)
    page = text(layla)
    assert "لا نعرف صلات الأسرة والولاية" in page
    assert GUARDIAN["ar"] not in page
    assert "عمر يوسف خليل الحسن" in page, "delegations are ours"
    assert "لا تتصرف عن أحد" not in page


def test_a_guardian_applies_for_a_ward_who_sees_it(world: Any) -> None:
    guardian = asker(world, "ward")
    key = ward_of(guardian)
    client = logged_in(world, guardian.slug)
    page = text(client)
    assert PERMIT in page
    assert "/services/renew-iqama/apply" not in page, "for citizens there is no permit of residence to renew"
    assert GUARDIAN["ar"] in text(client, PERMIT)
    review = begun(client, key)
    assert name_of(world, key) in text(client, review)
    assert confirms(client, review).status_code == 302
    world.deliver()
    row = Application.objects.get()
    assert row.state == "issued"
    did = Event.objects.get(type="behalf.act")
    assert (did.subject, did.data["application"], did.data["right"]) == (guardian.account, str(row.uuid), "ward")
    page = text(client, ACTS)
    assert name_of(world, key) in page
    assert row.reference in page.replace("-", "")


@pytest.mark.parametrize(
    "values",
    [
        {"scope": ["traffic"]},
        {"scope": []},
        {"until": (clock.today() - timedelta(days=1)).isoformat()},
        {"since": (clock.today() + timedelta(days=1)).isoformat()},
        {"role": "guardian"},
    ],
)
def test_beyond_the_scope_or_the_days_of_a_tie_nobody_acts(world: Any, values: dict[str, Any]) -> None:
    guardian = asker(world, "ward")
    key = ward_of(guardian)
    client = logged_in(world, guardian.slug)
    change_tie(world, guardian.key, **values)
    forget_facts(person_key=guardian.key)
    assert key not in text(client, PERMIT)
    client.post(PERMIT, {"for": key})
    assert not Application.objects.exists()


def test_a_tie_that_ends_between_form_and_submission_is_refused(world: Any) -> None:
    guardian = asker(world, "ward")
    client = logged_in(world, guardian.slug)
    review = begun(client, ward_of(guardian))
    change_tie(world, guardian.key, until=(clock.today() - timedelta(days=1)).isoformat())
    answer = confirms(client, review)
    assert answer.status_code == 200
    assert "تغيّر شيء" in answer.content.decode()
    assert Application.objects.get().state == "draft"
    assert not Event.objects.filter(type__startswith="behalf.").exists()


def test_a_child_has_charge_of_nobody_and_the_head_of_the_child(world: Any) -> None:
    for slug in ("omar", "mariam"):
        activated(world, slug)
        world.wait(31)
    page = text(logged_in(world, "mariam"))
    assert "عمر يوسف خليل الحسن" in page
    assert "يوسف عمر يوسف الحسن" not in page
    mariam = logged_in(world, "mariam")
    yusuf = world.cast["yusuf"]["person_key"]
    assert yusuf not in text(mariam, "/services/renew-iqama/apply")
    mariam.post("/services/renew-iqama/apply", {"for": yusuf})
    assert not Application.objects.exists()


def test_a_receiver_hands_on_nothing_and_nobody_acts_for_themselves(world: Any) -> None:
    """Omar lets Layla, Layla lets Sami: Sami acts for Layla alone, and in her own page Layla is no choice."""
    for slug in ("omar", "layla", "sami"):
        activated(world, slug)
        world.wait(31)
    accept(world, offer(world, "omar", world.cast["layla"]["number"]), "layla")
    accept(world, offer(world, "layla", world.cast["sami"]["number"]), "sami")
    sami, layla = logged_in(world, "sami"), logged_in(world, "layla")
    omars, laylas = (world.cast[slug]["person_key"] for slug in ("omar", "layla"))
    page = text(sami, "/services/renew-iqama/apply")
    assert laylas in page
    assert omars not in page
    assert sami.post("/services/renew-iqama/apply", {"for": omars}).status_code == 200
    assert layla.post("/services/renew-iqama/apply", {"for": laylas}).status_code == 200
    assert not Application.objects.exists()
    assert "عمر يوسف خليل الحسن" not in text(sami)


def test_what_was_done_is_on_both_sides_and_on_nobody_elses(world: Any) -> None:
    for slug in ("omar", "mariam", "sami"):
        activated(world, slug)
        world.wait(31)
    world.store.change_person(world.cast["mariam"]["person_key"], documents=_passport(world, "mariam"))
    omar = logged_in(world, "omar")
    review = begun(omar, world.cast["mariam"]["person_key"])
    assert confirms(omar, review).status_code == 302
    world.deliver()
    assert "مريم عمر يوسف الحسن" in text(omar, ACTS)
    mariam = logged_in(world, "mariam")
    with CaptureQueriesContext(connection) as asked:
        page = text(mariam, ACTS)
    assert len(asked.captured_queries) <= 4
    assert "عمر يوسف خليل الحسن" in page
    assert Application.objects.get().reference not in page.replace("-", "")
    told = Message.objects.filter(template="behalf-applied-for-you", subject=account_of(world, "mariam"))
    assert told.count() == 2
    assert Message.objects.filter(template="behalf-applied", subject=account_of(world, "omar")).count() == 1
    sami = logged_in(world, "sami")
    assert "لا شيء بعد" in text(sami, ACTS)


def test_many_acts_go_on_by_key_and_ask_little(world: Any) -> None:
    guardian = asker(world, "ward")
    client = logged_in(world, guardian.slug)
    review = begun(client, ward_of(guardian))
    confirms(client, review)
    did = Event.objects.get(type="behalf.act")
    for _ in range(24):
        Event.objects.create(
            at=did.at, type=did.type, subject=did.subject, actor_kind="person", actor=did.actor, data=did.data
        )
    with CaptureQueriesContext(connection) as asked:
        first = text(client, ACTS)
    assert len(asked.captured_queries) <= 4
    last = first.rpartition("?before=")[2].partition('"')[0]
    rest = text(client, f"{ACTS}?before={last}")
    assert first.count("<li>") - rest.count("<li>") == 15


def _passport(world: Any, slug: str) -> list[dict[str, Any]]:
    papers = world.store.person(world.cast[slug]["person_key"])["documents"]
    until = (clock.today() + timedelta(days=900)).isoformat()
    kept = [one for one in papers if one["type"] != "passport"]
    return [*kept, {"type": "passport", "number": "P1234567", "issued": "2024-01-01", "expires": until}]


def test_an_ended_delegation_is_on_neither_side(world: Any) -> None:
    for slug in ("omar", "layla"):
        activated(world, slug)
        world.wait(31)
    clients = [logged_in(world, slug) for slug in ("omar", "layla")]
    handle = offer(world, "omar", world.cast["layla"]["number"])
    accept(world, handle, "layla")
    assert all(str(handle) in text(client) for client in clients)
    end(world, handle, "omar")
    assert not any(str(handle) in text(client) for client in clients)
    world.deliver()
    told = set(Message.objects.values_list("template", flat=True))
    assert "delegation-accepted" in told
    assert "delegation-declined" not in told, "what was said when it was accepted stays true"
