"""Whoever acts for another: each e-service that allows it says so in its event, its messages and its document."""

import json
from typing import Any

import pytest

from bawaba.cases.catalogue import services
from bawaba.cases.issuing import document_content
from bawaba.cases.queries import ApplicationView, application
from bawaba.core import clock
from bawaba.core.calendars import from_gregorian
from bawaba.core.reader import Reader
from bawaba.core.text import T
from bawaba.documents.queries import documents_of
from bawaba.identity.accounts.models import Account
from bawaba.journal.models import Event
from bawaba.messaging.models import Message
from bawaba.messaging.queries import letters_of
from bawaba.web.portal.document_pdf import document_pdf
from catalogue import Asker, day
from delegations import accept, offer
from payers import account_of
from people import activated

pytestmark = pytest.mark.django_db
RESIDENT, CITIZEN = ("resident", "clean"), ("citizen",)
FAR = from_gregorian(clock.today().year + 1, 1, 15)
OTHERS = {slug: one for slug, one in services().items() if set(one.for_whom) - {"self"} and not one.page}
PLAYED: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "renew-iqama": (RESIDENT, {"months": "12"}),
    "exit-reentry-visa": (RESIDENT, {"kind": "single", "months": "2"}),
    "issue-iqama": (("resident", "without_permit"), {"months": "24"}),
    "extend-exit-reentry": (("resident", "abroad"), {"months": "2"}),
    "final-exit": (RESIDENT, {}),
    "passport-of-minor": (CITIZEN, {"years": "5"}),
    "travel-permit": (CITIZEN, day("until", FAR)),
}


def test_no_e_service_that_acts_for_others_is_left_out() -> None:
    assert PLAYED.keys() == OTHERS.keys()


def _pretend_abroad(asker: Asker, key: str) -> None:
    """What extending a visa needs of whoever it is for."""
    asker.world.store.change_person(key, inside_country=False)
    asker.note("permits", asker.noted("permits"), key)


def _act(world: Any, slug: str, relation: str) -> tuple[Asker, str, ApplicationView]:
    """Somebody of the right kind applies for their child or their ward."""
    who, posted = PLAYED[slug]
    asker = Asker(world, *who, relation)
    key = asker.child() if relation == "child" else str(asker.record()["ties"][0]["person_key"])
    if slug == "extend-exit-reentry":
        _pretend_abroad(asker, key)
    return asker, key, asker.apply(slug, concerned=key, **posted)


def _says(view: T, name: str) -> bool:
    return name in view.ar


@pytest.mark.parametrize("relation", ["child", "ward"])
@pytest.mark.parametrize("slug", sorted(PLAYED))
def test_event_message_and_document_say_for_whom(world: Any, slug: str, relation: str) -> None:
    asker, key, found = _act(world, slug, relation)
    assert found.state == "issued", (found.state, found.refusal)
    names = {it: " ".join(parts.values()) for it, parts in world.store.person(key)["names"].items()}
    did = Event.objects.get(type="behalf.act", subject=asker.account)
    assert did.data == {"service": slug, "right": relation, "application": str(found.uuid)}
    assert names["ar"] not in json.dumps(did.data, ensure_ascii=False)
    for language in ("ar", "en"):
        letters = letters_of(asker.account, language, None)
        told = next(one for one in letters if one.template == "behalf-applied")
        assert names[language] in told.body
    own = Account.objects.get(uuid=asker.account)
    rows = documents_of(own.uuid, None)[0].content["rows"]
    values = {one["label"][1]: one["value"] for one in rows}
    assert values["On behalf of"] == [names["ar"], names["en"]]
    applicant = " ".join(world.store.person(asker.key)["names"]["ar"].values())
    assert values["Applied for by"][0] == applicant
    assert values["By right of"][0]


def test_under_a_delegation_the_givers_document_names_both(world: Any) -> None:
    giver, receiver = Asker(world, *RESIDENT), Asker(world, "citizen")
    world.wait(31)
    accept(world, offer(world, giver.slug, world.cast[receiver.slug]["number"]), receiver.slug)
    found = receiver.apply("renew-iqama", concerned=giver.key, months="12")
    assert found.state == "issued"
    document = documents_of(giver.account, None)[0]
    values = {one["label"][1]: one["value"] for one in document.content["rows"]}
    assert values["By right of"] == ["بتفويض منه", "under their delegation"]
    assert values["Applied for by"][1] == " ".join(receiver.record()["names"]["en"].values())
    events = {(one.type, one.subject) for one in Event.objects.filter(type__startswith="behalf.")}
    assert events == {("behalf.act", receiver.account), ("behalf.undergo", giver.account)}
    assert Message.objects.filter(subject=receiver.account, template="behalf-applied").exists()
    assert Message.objects.filter(subject=giver.account, template="delegation-used").exists()
    for language in ("ar", "en"):
        assert document_pdf(document, Reader(language=language, digits="latn")).startswith(b"%PDF")


def test_a_child_with_an_account_is_told_in_their_own_language(world: Any) -> None:
    for slug in ("omar", "mariam"):
        activated(world, slug)
        world.wait(31)
    mariam = account_of(world, "mariam")
    Account.objects.filter(uuid=mariam).update(language="en")
    omar = Asker.__new__(Asker)
    omar.world, omar.slug, omar.key = world, "omar", world.cast["omar"]["person_key"]
    omar.account = account_of(world, "omar")
    world.store.change_person(omar.key, documents=omar.record()["documents"])
    found = omar.apply("final-exit", concerned=world.cast["mariam"]["person_key"])
    sent = Message.objects.filter(subject=mariam, template="behalf-applied-for-you")
    assert {one.language for one in sent} == {"en"}
    assert "Omar" in next(
        one.body for one in letters_of(mariam, "en", None) if one.template == "behalf-applied-for-you"
    )
    assert found.reference not in "".join(one.body for one in letters_of(mariam, "en", None))


def test_who_applies_for_themselves_is_said_to_act_for_nobody(world: Any) -> None:
    asker = Asker(world, *RESIDENT)
    found = asker.apply("renew-iqama", months="12")
    assert not Event.objects.filter(type__startswith="behalf.").exists()
    content = document_content(services()["renew-iqama"], application(found.uuid), "أ", "a", {}, None)
    assert "On behalf of" not in {one["label"][1] for one in content["rows"]}
