"""A copy of my data: everything of mine, nothing of anybody else, told to every address, a few a day, after a fresh proof."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from agencies import Agency
from bawaba.cases import deskwork
from bawaba.core.references import grouped
from bawaba.documents import listing
from bawaba.documents.models import Document
from bawaba.journal.models import Event
from bawaba.journal.queries import PAGE
from bawaba.payments.models import Bill
from bawaba.registers.commands import forget_facts
from bawaba.registers.ports import RegisterUnavailable
from delegations import accept, offer
from documents.test_pdf_ua import unpacked
from officers import appointed, event_permit
from payers import account_of, apply_for, hosted, new_violations, pays
from people import activated, at, confirmed, logged_in, with_email
from races import at_once
from recoveries import vouches_for
from sales import Sale, car_of

pytestmark = pytest.mark.django_db
JSON, PDF = "/my-data/export.json", "/my-data/export.pdf"
EMAIL, SECOND = "omar@example.com", "omar.second@example.com"
CHOSEN = {
    "message_language": "en",
    "case_email": "yes",
    "case_push": "yes",
    "reminders": "yes",
    "lead": "48",
    "quiet": "yes",
    "quiet_from": "22",
    "quiet_to": "7",
}
PARTS = {"register", "account", "sessions", "passkeys", "applications", "appointments", "bills", "documents", "letters"}
PARTS |= {"consents", "fingerprints", "terms", "delegations", "trust", "wishes", "browsers", "history", "looks"}


@pytest.fixture
def omar(world: Any) -> Client:
    """With an e-mail, a paid bill, a document, and a consent."""
    with_email(world, "omar", EMAIL)
    client = logged_in(world, "omar")
    pays(world, hosted(client, apply_for(client, new_violations(world, "omar", 1))))
    world.deliver()
    agency = Agency()
    agency.read(agency.tokens(client, scope="openid profile")["access_token"])
    return client


def copy(client: Client) -> dict[str, Any]:
    answer = client.post(JSON)
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert answer["Cache-Control"] == "no-store"
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_it_holds_every_part_and_what_is_in_it(world: Any, omar: Client) -> None:
    found = copy(omar)
    assert set(found) == PARTS | {"made_at"}
    assert found["register"][0]["identifier"] == world.cast["omar"]["number"]
    assert found["register"][0]["as_of"]
    assert found["account"][0]["phone"] == world.cast["omar"]["phone"]
    assert found["account"][0]["email"] == EMAIL
    assert found["applications"][0]["service"]["en"] == "Pay traffic violations"
    assert found["bills"][0]["reference"] == Bill.objects.get().reference
    assert found["bills"][0]["total"]["halalas"] == Bill.objects.get().halalas
    assert found["documents"][0]["reference"] == Document.objects.get().reference
    assert found["letters"]
    assert found["consents"][0]["agency"]["en"] == "Municipality of the Capital"
    assert found["terms"][0]["version"] == "2026-11"
    assert found["sessions"][0]["since"]
    assert "A copy of your data was downloaded" in {one["what"]["en"] for one in found["history"]}
    assert {"Municipality of the Capital", "The portal by itself"} <= {one["who"]["en"] for one in found["looks"]}


def test_it_says_how_one_is_told_and_who_vouches(world: Any, omar: Client) -> None:
    omar.post("/settings/second-email", {"email": SECOND})
    world.deliver()
    mail = "\n".join(text for address, _, text in world.mailbag.mails if address == SECOND)
    assert at().post(re.findall(r"http://testserver(/email/\S+)", mail)[-1]).status_code == 200
    omar.post("/settings/messages", CHOSEN)
    vouches_for(world, "layla", "omar")
    found = copy(omar)
    assert found["account"][0]["other"] == SECOND
    assert found["trust"][0]["side"]["en"] == "I vouch for them"
    assert "number" not in found["trust"][0], "what Layla typed is hers"
    assert found["wishes"][0]["quiet"] == "22:00-7:00"
    assert found["wishes"][0]["case_push"]["en"] == "Notification in a browser"
    assert "reminder_push" not in found["wishes"][0]
    assert SECOND in omar.get("/my-data").content.decode()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_pdf_is_accessible_and_says_the_same(
    world: Any, omar: Client, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    omar.post("/settings/save", {"language": language})
    typeset, written = listing.typeset, []
    monkeypatch.setattr(listing, "typeset", lambda name, values: written.append(values) or typeset(name, values))
    answer = omar.post(PDF)
    assert answer["Content-Type"] == "application/pdf"
    whole = unpacked(answer.content).replace(b"/Lang (", b"/Lang(")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in answer.content
    for tag in (b"/H1", b"/H2", b"/StructTreeRoot", b"/Lang(" + language.encode()):
        assert tag in whole, tag
    assert len(written[0]["parts"]) == len(PARTS)
    text = json.dumps(written, ensure_ascii=False)
    references = [grouped(Bill.objects.get().reference), grouped(Document.objects.get().reference)]
    for shown in (*references, EMAIL, world.cast["omar"]["number"]):
        assert shown in text
    assert ("In the national register" if language == "en" else "في السجل الوطني") in text


def test_a_long_life_is_whole(world: Any, omar: Client) -> None:
    for _ in range(PAGE + 5):
        omar.post("/settings/calendar", {"off": "yes"})
        omar.post("/settings/calendar", {})
    found = copy(omar)
    made = Event.objects.filter(type="calendar.make", subject=account_of(world, "omar")).count()
    assert made > PAGE
    assert sum(one["what"]["en"] == "A calendar address was made" for one in found["history"]) == made


def test_nobody_else_is_in_it(world: Any) -> None:
    """A seller, a buyer, a child, a giver and a receiver of a delegation, an officer."""
    with car_of(world, "layla") as car:
        sale = Sale(world, car, "omar")
        sale.offer()
        sale.agree()
        world.deliver()
        accept(world, offer(world, "omar", world.cast["layla"]["number"]), "layla")
        world.wait(31)
        activated(world, "mariam")
        mariam = logged_in(world, "mariam")
        omar = sale.buyer_page
        draft = omar.post("/services/renew-iqama/apply", {"for": world.cast["mariam"]["person_key"]})["Location"]
        deskwork.look_at(application=draft.split("/")[2], officer=appointed(world, "noor", "passports"))
        sale.seller_page.post("/services/renew-iqama/apply", {"for": world.cast["omar"]["person_key"]})
        world.deliver()
        copies = {"layla": sale.seller_page, "omar": omar, "mariam": mariam}
        told = {
            slug: json.dumps(copy(logged_in(world, slug, client)), ensure_ascii=False)
            for slug, client in copies.items()
        }
    names = {"layla": "ليلى", "omar": "خليل", "mariam": "مريم", "noor": "القحطاني"}
    names |= {"mariam-en": "Mariam", "layla-en": "Layla", "noor-en": "Qahtani"}
    for slug, text in told.items():
        assert world.cast[slug]["number"] in text
        for other in set(copies) - {slug}:
            for secret in ("number", "phone", "person_key"):
                assert world.cast[other][secret] not in text, (slug, other, secret)
            assert str(account_of(world, other)) not in text, (slug, other)
    for slug, others in {
        "layla": ("omar", "mariam", "noor"),
        "mariam": ("layla", "noor"),
        "omar": ("mariam", "noor"),
    }.items():
        for other in others:
            assert names[other] not in told[slug], (slug, other)
            assert names.get(f"{other}-en", "-no-") not in told[slug], (slug, other)


def test_no_link_in_it_stops_the_account(world: Any, omar: Client) -> None:
    """A "not you?" link of an inbox letter is a power of its own, good for three days."""
    letters = re.findall(r'href="(/inbox/[0-9a-f-]{36})"', omar.get("/inbox").content.decode())
    assert any("/not-you/" in omar.get(one).content.decode() for one in letters), "the test would show nothing"
    text = omar.post(JSON).content.decode()
    assert "/not-you/" not in text
    assert "فُعّل حسابك" in text


def test_every_address_is_told_and_either_can_stop_it(world: Any, omar: Client) -> None:
    copy(omar)
    world.deliver()
    sent = [(to, text) for to, text in world.pocket.texts] + [(to, text) for to, _, text in world.mailbag.mails]
    assert {to for to, text in sent if "نُزّلت نسخة من بياناتك" in text} == {world.cast["omar"]["phone"], EMAIL}
    assert Event.objects.get(type="account.export").data == {"form": "json"}
    assert "نُزّلت نسخة من بياناتك" in omar.get("/settings/history").content.decode()


def test_five_a_day_and_then_a_sentence(world: Any, omar: Client) -> None:
    for _ in range(5):
        copy(omar)
    answer = omar.post(JSON)
    assert answer.status_code == 429
    assert "نزّلت نسخًا كثيرة اليوم" in answer.content.decode()
    assert Event.objects.filter(type="account.export").count() == 5


@pytest.mark.django_db(transaction=True)
def test_in_one_moment_no_more_than_five(world: Any, omar: Client) -> None:
    cookies = {name: one.value for name, one in omar.cookies.items()}

    def ask() -> int:
        browser = at()
        browser.cookies.load(cookies)
        return int(browser.post(JSON).status_code)

    answers = at_once([ask] * 8)
    assert sorted(answers) == [200] * 5 + [429] * 3, answers
    assert Event.objects.filter(type="account.export").count() == 5


def test_with_an_old_proof_it_asks_again_and_then_goes_on(world: Any, omar: Client) -> None:
    world.wait(5 * 60 + 1)
    answer = omar.post(JSON)
    assert answer["Location"].startswith("/confirm?")
    assert not Event.objects.filter(type="account.export").exists()
    kept = answer["Location"].rpartition("kept=")[2].partition("&")[0]
    assert omar.post("/confirm", {"password": "wrong", "kept": kept}).status_code == 200
    assert not Event.objects.filter(type="account.export").exists()
    answer = confirmed(world, omar, {"kept": kept})
    assert json.loads(answer.content)["account"][0]["phone"] == world.cast["omar"]["phone"]


def test_a_silent_register_is_said_and_the_rest_is_there(
    world: Any, omar: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(*said: Any, **more: Any) -> None:
        raise RegisterUnavailable("down")

    forget_facts(person_key=world.cast["omar"]["person_key"])
    monkeypatch.setattr(world.register, "_ask", ask)
    found = copy(omar)
    assert found["register"] == [
        {
            "silent": {
                "ar": "السجل الوطني لم يجب حين أُعدّت هذه النسخة",
                "en": "The national register did not answer when this was made",
            }
        }
    ]
    assert found["bills"]


def test_nobody_without_a_log_in_and_nobody_by_an_address(world: Any, omar: Client) -> None:
    for path in (JSON, PDF):
        assert Client().post(path)["Location"].startswith("/login")
        assert omar.get(path).status_code == 405
        assert Client(enforce_csrf_checks=True).post(path).status_code == 403


def test_an_officers_look_is_in_the_copy(world: Any, omar: Client) -> None:
    handle = event_permit(world, "omar")
    deskwork.look_at(application=handle, officer=appointed(world, "noor", "public_security"))
    looks = [one for one in copy(omar)["looks"] if one["who"]["en"] == "An officer at Public Security"]
    assert looks[0]["service"]["en"]
