"""Delegations by form: what each side sees, what Sami does not see, and renewing a permit in somebody's name."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bawaba.cases.models import Application
from bawaba.core import clock
from bawaba.documents.models import Document
from bawaba.identity.accounts.models import Account
from bawaba.identity.delegation.models import Delegation
from bawaba.journal.models import Event
from bawaba.messaging.models import Message
from bawaba.registers.commands import forget_facts
from delegations import IQAMA, accept, acceptance, end, offer, offers
from payers import account_of, hosted, pays
from people import activated, confirms, logged_in, ticked

pytestmark = pytest.mark.django_db
PAGE, OFFER = "/delegations/", "/delegations/offer"


@pytest.fixture
def two(world: Any) -> Iterator[Any]:
    """Omar gives, Layla, a citizen, receives."""
    for slug in ("omar", "layla"):
        activated(world, slug)
        world.wait(31)
    paid, key = violations(world, "paid", "unpaid"), world.cast["omar"]["person_key"]
    with world.store.connect() as register:
        (before,) = register.execute("SELECT record FROM person WHERE key=?", (key,)).fetchone()
    yield world
    with world.store.connect() as register:
        register.execute("UPDATE person SET record=? WHERE key=?", (before, key))
    violations(world, "unpaid", "paid", paid)


def violations(world: Any, after: str, before: str, numbers: list[str] | None = None) -> list[str]:
    """Omar's of one status now have another; those of these numbers only, where some are given. Which they were."""
    records = world.store.list_of("violation", world.cast["omar"]["person_key"])
    found = [
        one["number"] for one in records if one["status"] == before and (numbers is None or one["number"] in numbers)
    ]
    with world.store.connect() as register:
        for number in found:
            register.execute("UPDATE violation SET status=? WHERE number=?", (after, number))
    return found


def typed(world: Any, receiver: str = "layla", days: int = 30, **more: Any) -> dict[str, Any]:
    last = clock.today() + timedelta(days=days)
    day = {"last_day": last.day, "last_month": last.month, "last_year": last.year, "last_calendar": "gregorian"}
    number = world.cast[receiver]["number"] if receiver in world.cast else receiver
    return {"receiver": number, "services": [IQAMA], **day, **more}


def text(client: Any, page: str = PAGE) -> str:
    return str(client.get(page).content.decode())


def test_offered_after_a_review_in_both_languages_and_accepted(two: Any) -> None:
    omar, layla = logged_in(two, "omar"), logged_in(two, "layla")
    review = omar.post(OFFER, typed(two)).content.decode()
    number = two.cast["layla"]["number"]
    arabic = re.search(rf"أسمح لصاحب الرقم \u2068{number}\u2069 أن يستخدم باسمي: تجديد هوية مقيم، حتى [^<]+\.", review)
    assert arabic
    assert not Delegation.objects.exists(), "a review offers nothing"
    for _ in range(2):
        assert offers(omar, typed(two))["Location"] == f"{PAGE}?said=offered"
    handle = Delegation.objects.get().uuid
    two.deliver()
    assert arabic[0] in text(layla), "the receiver reads what was confirmed, word for word"
    for _ in range(2):
        assert layla.post(f"{PAGE}{handle}/accept", acceptance(layla, handle))["Location"] == PAGE
    assert "سارٍ" in text(omar)
    assert "/services/renew-iqama/apply" in text(layla)
    for _ in range(2):
        omar.post(f"{PAGE}{handle}/end")
    assert Delegation.objects.get().state == "revoked"
    assert Event.objects.filter(subject=handle).count() == 3
    assert "لا أحد يتصرف باسمك" in text(omar)


def test_a_number_of_nobody_looks_like_any_other(two: Any) -> None:
    omar = logged_in(two, "omar")
    pages = []
    for number in (two.cast["layla"]["number"], "1999999988"):
        answer = offers(omar, typed(two, number))
        two.deliver()
        page = text(omar)
        pages.append((answer["Location"], len(answer.content), page.count("ينتظر القبول")))
        omar.post(f"{PAGE}{Delegation.objects.get(state='offered').uuid}/end")
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("more", "beside", "says"),
    [
        ({"receiver": "12"}, "receiver", "رقم"),
        ({"receiver": "own"}, "receiver", "هذا رقمك أنت"),
        ({"services": []}, "services", "اختر خدمة واحدة"),
        ({"services": ["pay-violations"]}, "services", "اختر خدمة واحدة"),
        ({"last_month": "13"}, "last", ""),
        ({"last_year": "2020"}, "last", "مضى"),
        ({"last_year": "2035"}, "last", "أقصى مدة للتفويض سنة"),
    ],
)
def test_what_cannot_be_offered_is_said_beside_its_question(
    two: Any, more: dict[str, Any], beside: str, says: str
) -> None:
    if more.get("receiver") == "own":
        more = {"receiver": two.cast["omar"]["number"]}
    page = logged_in(two, "omar").post(OFFER, typed(two) | more | {"confirm": "yes"}).content.decode()
    assert f'href="#{beside}"' in page
    assert says in page
    assert not Delegation.objects.exists()


def test_the_day_may_be_typed_in_the_hijri_calendar(two: Any) -> None:
    omar = logged_in(two, "omar")
    page = omar.post(
        OFFER, typed(two, last_day="1", last_month="9", last_year="1448", last_calendar="hijri")
    ).content.decode()
    assert "١ رمضان ١٤٤٨" in page


def test_offering_and_accepting_ask_for_the_password_again_when_the_proof_is_old(two: Any) -> None:
    omar, layla = logged_in(two, "omar"), logged_in(two, "layla")
    handle = offer(two, "omar", two.cast["layla"]["number"])
    with time_machine.travel(clock.now() + timedelta(minutes=14), tick=True):
        assert omar.get(PAGE).status_code == 200
        for client, answer in ((omar, omar.get(OFFER)), (layla, layla.post(f"{PAGE}{handle}/accept"))):
            assert answer["Location"].startswith("/confirm"), client
        assert omar.post(OFFER, typed(two, confirm="yes"))["Location"].startswith("/confirm")
        layla.post(f"{PAGE}{handle}/decline")
    assert [one.state for one in Delegation.objects.all()] == ["declined"]


def test_sami_sees_nothing_and_moves_nothing(two: Any) -> None:
    activated(two, "sami")
    sami = logged_in(two, "sami")
    empty = text(sami)
    handles = [offer(two, "omar", two.cast["layla"]["number"]), offer(two, "omar", "1999999988")]
    accept(two, handles[0], "layla")
    assert len(text(sami)) == len(empty)
    for handle in handles:
        for move in ("accept", "decline", "end"):
            assert sami.post(f"{PAGE}{handle}/{move}").status_code == 404
    assert [one.state for one in Delegation.objects.order_by("pk")] == ["active", "offered"]


def begun(two: Any, layla: Any) -> str:
    """Layla has begun to renew Omar's permit; the address of the review."""
    key = two.cast["omar"]["person_key"]
    answer = layla.post("/services/renew-iqama/apply", {"for": key})
    assert answer.status_code == 302, answer.content.decode()
    answer = layla.post(answer["Location"], {"months": "12"})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_a_permit_is_renewed_in_the_name_of_its_holder(two: Any) -> None:
    handle = offer(two, "omar", two.cast["layla"]["number"])
    accept(two, handle, "layla")
    layla, omar = logged_in(two, "layla"), logged_in(two, "omar")
    review = begun(two, layla)
    assert "عمر" in text(layla, review), "the page says for whom"
    bill = layla.post(review)["Location"]
    used = Event.objects.get(type="delegation.use")
    row = Application.objects.get()
    assert (used.subject, used.actor) == (handle, str(account_of(two, "layla")))
    assert used.data["application"] == str(row.uuid)
    pays(two, hosted(layla, bill))
    two.deliver()
    document = Document.objects.get()
    assert (document.account, document.subject) == (account_of(two, "omar"), row.uuid)
    assert Message.objects.filter(template="delegation-used", subject=account_of(two, "omar")).count() == 2
    address = f"/documents/{document.uuid}.pdf"
    assert omar.get(address).status_code == 200
    assert layla.get(address).status_code == 404
    page = text(layla, f"/applications/{row.uuid}")
    assert "بموجب تفويض منه" in page
    assert address not in page
    assert omar.get(f"/applications/{row.uuid}").status_code == 404
    assert "استُخدم آخر مرة" in text(omar)


def test_revoked_between_draft_and_submission_is_refused_and_shows_nothing_of_the_giver_any_more(two: Any) -> None:
    handle = offer(two, "omar", two.cast["layla"]["number"])
    accept(two, handle, "layla")
    layla = logged_in(two, "layla")
    review = begun(two, layla)
    end(two, handle, "omar")
    page = review.replace("/review", "")
    for address in (review, review.replace("/review", "/edit")):
        assert layla.get(address)["Location"] == page
        assert layla.post(address, {"months": "12"})["Location"] == page
    assert "لم يعد ساريًا" in text(layla, page)
    assert Application.objects.get().state == "draft"
    assert not Event.objects.filter(type="delegation.use").exists()
    assert two.cast["omar"]["person_key"] not in text(layla, "/services/renew-iqama/apply")


def test_a_new_delegation_takes_up_the_draft_of_an_old_one(two: Any) -> None:
    layla = logged_in(two, "layla")
    for _ in range(2):
        handle = offer(two, "omar", two.cast["layla"]["number"])
        accept(two, handle, "layla")
        review = begun(two, layla)
        end(two, handle, "omar")
    handle = offer(two, "omar", two.cast["layla"]["number"])
    accept(two, handle, "layla")
    review = begun(two, layla)
    assert layla.post(review)["Location"].startswith("/bills/")
    assert Application.objects.count() == 1


def test_pages_of_many_delegations_and_of_a_draft_under_one_ask_little(two: Any) -> None:
    activated(two, "khalid")
    client = logged_in(two, "layla")
    omar, layla = two.cast["omar"]["number"], two.cast["layla"]["number"]
    for giver in ("omar", "khalid"):
        accept(two, offer(two, giver, layla), "layla")
    for giver, number in (("omar", layla), ("khalid", layla), ("layla", omar)):
        offer(two, giver, number, "exit-reentry-visa")
    review = begun(two, client)
    for page in (PAGE, "/home", "/services/renew-iqama/apply", review, review.replace("/review", "/edit")):
        text(client, page)
        forget_facts(person_key=two.cast["omar"]["person_key"])  # whoever comes back to a draft after half a minute
        with CaptureQueriesContext(connection) as asked:
            text(client, page)
        assert len(asked.captured_queries) <= 4, [page, *(one["sql"][:120] for one in asked.captured_queries)]


@pytest.mark.parametrize("state", ["suspended", "locked"])
def test_nobody_acts_for_whom_could_not_log_in_themselves(two: Any, state: str) -> None:
    accept(two, offer(two, "omar", two.cast["layla"]["number"]), "layla")
    layla = logged_in(two, "layla")
    review = begun(two, layla)
    Account.objects.filter(uuid=account_of(two, "omar")).update(state=state)
    answer = layla.post(review)
    assert answer.status_code == 200
    assert "تغيّر شيء" in answer.content.decode()
    assert Application.objects.get().state == "draft"
    assert not Event.objects.filter(type="delegation.use").exists()


VISA = "exit-reentry-visa"


@pytest.mark.parametrize(
    "change",
    [{"frozen_until_attended": True}, {"cooled_until": timedelta(hours=20)}, {"state": "asleep"}, {"state": "paused"}],
    ids=["frozen", "cooling down", "asleep", "paused"],
)
def test_what_the_giver_could_not_do_just_now_nobody_does_for_them(two: Any, change: dict[str, Any]) -> None:
    """Whoever took over an account does not get round its day of waiting by an accomplice's account."""
    accept(two, offer(two, "omar", two.cast["layla"]["number"], VISA), "layla")
    layla, giver = logged_in(two, "layla"), Account.objects.filter(uuid=account_of(two, "omar"))
    begun_at = layla.post(f"/services/{VISA}/apply", {"for": two.cast["omar"]["person_key"]})["Location"]
    review = layla.post(begun_at, {"kind": "single", "months": "2"})["Location"]
    later = {name: clock.now() + one if isinstance(one, timedelta) else one for name, one in change.items()}
    as_before, sent = giver.values(*change).get(), ticked(layla, review)
    giver.update(**later)
    assert sent
    assert layla.post(review, sent).status_code == 200
    assert Application.objects.get().state == "draft"
    assert not Event.objects.filter(type="delegation.use").exists()
    giver.update(**as_before)
    assert layla.post(review, sent)["Location"].startswith("/bills/"), "and only that stood in the way"


def test_what_was_asked_for_somebody_ends_with_their_account(two: Any) -> None:
    accept(two, offer(two, "omar", two.cast["layla"]["number"], VISA), "layla")
    layla = logged_in(two, "layla")
    begun_at = layla.post(f"/services/{VISA}/apply", {"for": two.cast["omar"]["person_key"]})["Location"]
    bill = confirms(layla, layla.post(begun_at, {"kind": "single", "months": "2"})["Location"])["Location"]
    page = hosted(layla, bill)
    Account.objects.filter(uuid=account_of(two, "omar")).update(frozen_until_attended=True)
    pays(two, page)
    two.deliver()
    assert Application.objects.get().state == "refused"
    assert Event.objects.filter(type="application.stop").count() == 1
