"""What a page says of one's own things: by name, in one's digits, and nothing that is not so."""

import re
from typing import Any

import pytest
from django.test import Client

from appointments import booked, office, slot
from bawaba.cases.models import Application, Reminder
from bawaba.cases.reminding import tell_what_opened
from bawaba.cases.revoking import revoke_granted
from bawaba.core import clock
from bawaba.core.digits import arabic_digits
from bawaba.documents.models import Document
from bawaba.registers.commands import forget_facts
from bawaba.services.traffic.object_to_violation import REASONS
from catalogue import Asker
from delegations import offer
from officers import appointed, at_desk, event_permit
from parcels import SLUG as DELIVERY
from payers import account_of, new_violations
from people import activated, logged_in

pytestmark = pytest.mark.django_db
DOCUMENT, REFUND = "تجد الوثيقة في «وثائقي»", "ويُعاد إليك ما دفعته."


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    return logged_in(world, "layla")


def read(client: Client, path: str) -> str:
    return str(client.get(path).content.decode())


def decided(world: Any, application: str, deed: str, **said: str) -> None:
    """By Noor, and carried out."""
    noor = at_desk("noor")
    noor.post(f"/desk{application}/take")
    assert noor.post(f"/desk{application}/{deed}", said).status_code == 302
    world.deliver()


def objection(client: Client, number: str) -> str:
    path = "/services/object-to-violation/apply"
    review = client.post(path, {"violation": number, "why": "لم أكن هناك"})["Location"]
    return str(client.post(review)["Location"])


def test_answers_are_in_the_readers_digits_and_their_lines_stay_lines(world: Any, layla: Client) -> None:
    page = read(layla, f"/applications/{event_permit(world, 'layla', guests=1250)}")
    assert "١٬٢٥٠" in page
    assert "يناير ٢٠٢٧م" in page
    assert 'class="lines"><bdi>بيع وألعاب.\nحراس عند كل باب.</bdi>' in page


@pytest.mark.parametrize(
    ("digits", "shown", "other"), [("arab", "مثل ١٥ و٨ و١٩٩٠", "15"), ("latn", "مثل 15 و8 و1990", "١٥")]
)
def test_what_is_wrong_with_a_form_is_said_in_the_readers_digits(
    world: Any, layla: Client, digits: str, shown: str, other: str
) -> None:
    layla.post("/settings/save", {"digits": digits, "next": "/"})
    page = layla.post("/complete", {"birth_day": "x"}).content.decode()
    (said,) = re.findall(r'class="summary-of-errors".*?</div>', page, re.DOTALL)
    assert shown in said
    assert other not in said


def test_a_plate_is_in_the_readers_digits(world: Any, layla: Client) -> None:
    new_violations(world, "layla", 1)
    plate = world.store.list_of("violation", world.cast["layla"]["person_key"])[0]["plate"]["ar"]
    number = re.sub(r"[^0-9]", "", plate)
    assert f"<span>{plate.replace(number, arabic_digits(number))}</span>" in read(layla, "/services/violations/list")
    layla.post("/settings/save", {"digits": "latn", "next": "/"})
    assert f"<span>{plate}</span>" in read(layla, "/services/violations/list")


def test_letters_that_were_written_in_arabic_are_read_in_english_to_the_last_word(world: Any, layla: Client) -> None:
    """Names of people and offices, titles of services and reasons too."""
    of = office()
    booked(world, "layla", of, slot(of))
    noor = appointed(world, "noor", "public_security")
    decided(world, f"/applications/{event_permit(world, 'layla')}", "approve")
    revoke_granted(reference=Document.objects.latest("pk").reference, reason="error", household=(), officer=noor)
    Reminder.objects.create(account=account_of(world, "layla"), service="renew-passport", day=clock.today())
    tell_what_opened(clock.now())
    activated(world, "omar")
    offer(world, "omar", world.cast["layla"]["number"])
    world.deliver()
    layla.post("/settings/save", {"language": "en", "next": "/"})
    letters = re.findall(r"<h2>(.*?)</h2>.*?<p class=\"lines\">(.*?)</p>", read(layla, "/inbox"), re.DOTALL)
    about = {title.partition(" <")[0]: body for title, body in letters}
    assert "Grand Market" in about["Your account is active"], "the place too"
    assert len(about) >= 6
    assert not [title for title, body in about.items() if re.search("[\u0621-\u064a]", title + body)]


def test_open_applications_are_named_on_ones_own_page(world: Any, layla: Client) -> None:
    handle = event_permit(world, "layla")
    assert f'<a href="/applications/{handle}">تصريح إقامة فعالية</a>' in read(layla, "/home")


def test_the_page_of_a_draft_leads_on_and_shows_no_empty_card(world: Any, layla: Client) -> None:
    assert layla.post("/services/event-permit/apply", {"name": "سوق"}).status_code == 200, "the place is missing"
    draft = f"/applications/{Application.objects.get().uuid}"
    page = read(layla, draft)
    assert f'href="{draft}/edit"' in page
    assert "ما اخترته" not in page
    assert "المراحل" not in page


def test_a_violation_that_was_struck_out_is_shown_as_that_and_silences_nothing(world: Any, layla: Client) -> None:
    appointed(world, "noor", "traffic")
    (number,) = new_violations(world, "layla", 1)
    decided(world, objection(layla, number), "approve")
    with world.store.connect() as register:
        (status,) = register.execute("SELECT status FROM violation WHERE number=?", (number,)).fetchone()
    assert status == "cancelled"
    forget_facts(person_key=world.cast["layla"]["person_key"])
    answer = layla.get("/services/violations/list")
    assert answer.status_code == 200
    assert "ملغاة" in answer.content.decode()
    assert "سجل المرور لا يجيب" not in read(layla, "/home")


def test_the_letter_names_a_document_only_where_one_was_issued(world: Any, layla: Client) -> None:
    appointed(world, "noor", "traffic", "public_security")
    (number,) = new_violations(world, "layla", 1)
    decided(world, objection(layla, number), "approve")
    assert DOCUMENT not in read(layla, "/inbox")
    decided(world, f"/applications/{event_permit(world, 'layla')}", "approve")
    assert DOCUMENT in read(layla, "/inbox")


def test_nobody_who_paid_nothing_is_promised_money(world: Any, layla: Client) -> None:
    appointed(world, "noor", "traffic")
    (number,) = new_violations(world, "layla", 1)
    decided(world, objection(layla, number), "reject", reason=next(iter(REASONS)), reject_letter="الصورة واضحة.")
    assert REFUND not in read(layla, "/inbox")
    assert "لم يُقبل طلبك" in read(layla, "/inbox")


def test_a_revoked_document_keeps_its_place_in_the_wallet_and_loses_its_code(world: Any) -> None:
    asker = Asker(world, "citizen")
    asker.apply("personal-record")
    client = logged_in(world, asker.slug)
    assert "<svg" in read(client, "/documents/wallet").split('class="qr')[1]
    Document.objects.update(state="revoked")
    page = read(client, "/documents/wallet")
    assert 'class="qr' not in page
    assert "يُقال له ألّا يقبلها" in page


def test_what_nobody_knows_now_is_not_called_unmet(world: Any) -> None:
    asker = Asker(world, "citizen")
    client = logged_in(world, asker.slug)
    forget_facts(person_key=asker.key)
    asker.spoil("silent")
    page = read(client, "/services/renew-passport")
    assert "شروط لا نعرف حالها الآن" in page
    assert "شروط لم تتحقق بعد" not in page


def test_while_nothing_can_be_offered_the_form_says_so(world: Any) -> None:
    asker = Asker(world, "citizen")
    client = logged_in(world, asker.slug)
    forget_facts(person_key=asker.key)
    asker.spoil("silent")
    assert "لا شيء نعرضه عليك هنا الآن" in read(client, f"/services/{DELIVERY}/apply")


def test_the_first_page_of_a_delivery_says_when_earlier_ones_are_looked_at(world: Any) -> None:
    client = logged_in(world, Asker(world, "citizen").slug)
    for page in (f"/services/{DELIVERY}", f"/services/{DELIVERY}/apply"):
        assert "ننظر فيه حين تختار" in read(client, page), page
