"""An officer with a passkey attends a person: document, phone in the hand, and the passkey signs what is kept as evidence."""

import hashlib
import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from fido2.utils import websafe_decode
from joserfc import jwe
from joserfc.jwk import KeySet

from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.attestation.models import Attestation, Attestor, Visit
from bawaba.identity.staff.commands import move_officer, unassign_post
from bawaba.identity.staff.queries import officer_named
from bawaba.journal.keys import keyring
from bawaba.journal.models import Event
from bawaba_sandbox.counters import PLACES
from bawaba_sandbox.rehearsal.passkey import options_on
from officers import CONSOLE, KEYS, appointed, at_desk
from people import PASSWORD, activated, at, give_details, logged_in, register
from races import at_once

pytestmark = pytest.mark.django_db
HERE, VISIT, SIGN = "/desk/counter", "/desk/counter/visit", "/desk/counter/sign"
NEW = "+966500009911"


@pytest.fixture
def counter(world: Any) -> Any:
    world.attestor("service-counters", "counter", places=PLACES)
    appointed(world, "noor", "identity")
    return world


def standing(place: str = "service-counters/capital-north", where: str = "") -> Client:
    desk = at_desk("noor")
    assert desk.post(f"{HERE}/place", {"stand": place, "where": where})["Location"] == HERE
    return desk


def paper(world: Any, slug: str, **more: str) -> dict[str, str]:
    """What stands on somebody's document."""
    one, record = world.cast[slug], world.person(slug)
    year, month, day = record["birth_date"].split("-")
    held = next(found for found in record["documents"] if found["type"] in ("national_id", "iqama", "passport"))
    typed = {"kind": one["kind"], "number": one["number"], "birth_year": year, "birth_month": month, "birth_day": day}
    return typed | {"document": held["type"], "document_number": held["number"], "language": "ar"} | more


def up_to_phone(world: Any, desk: Client, slug: str, phone: str = "") -> None:
    """Document checked, phone proved."""
    assert desk.post(HERE, paper(world, slug))["Location"] == VISIT
    assert desk.post(VISIT, {"deed": "check"})["Location"] == VISIT
    number = phone or world.cast[slug]["phone"]
    assert desk.post(VISIT, {"deed": "phone", "phone": number})["Location"] == VISIT
    world.deliver()
    assert desk.post(VISIT, {"deed": "code", "code": world.pocket.code(number)})["Location"] == VISIT


def signed(desk: Client, **chosen: str) -> Any:
    assert desk.post(VISIT, {"deed": "choose", "terms": "yes"} | chosen)["Location"] == SIGN
    options = options_on(desk.get(SIGN).content.decode())
    return desk.post(SIGN, {"answer": KEYS[officer_named("noor")].use(options)})


def account(world: Any, slug: str) -> Any:
    return live_account_of_number(world.cast[slug]["number"])


def test_register_then_activate_at_the_counter(counter: Any) -> None:
    register(counter, "omar")
    counter.wait(31)
    desk = standing()
    up_to_phone(counter, desk, "omar")
    page = desk.get(VISIT).content.decode()
    assert "omar" in page
    assert "هل هو طلبه؟" in page
    done = signed(desk, mine="yes").content.decode()
    assert "فُعّل الحساب" in done
    who = holder(account(counter, "omar"))
    assert (who.state, who.assurance, who.user_name) == ("active", 3, "omar")
    assert give_details(at(), "omar")


def test_a_dependent_without_a_finger_on_record_is_told_why_and_gets_no_account(counter: Any) -> None:
    """Yusuf: the kiosk led him here, where the reason is said; the population's rule holds at every channel."""
    desk = standing()
    up_to_phone(counter, desk, "yusuf")
    done = signed(desk).content.decode()
    assert "لم يُفعَّل" in done
    assert "بصمة" in done
    assert account(counter, "yusuf") is None


@pytest.mark.parametrize("slug", ["anna", "khalid", "layla", "mariam"])
def test_counter_first_for_who_never_registered(counter: Any, slug: str) -> None:
    desk = standing()
    up_to_phone(counter, desk, slug)
    done = signed(desk).content.decode()
    assert "وصل جواله رمز يختار به كلمة المرور" in done
    counter.deliver()
    code = counter.pocket.opening_code(counter.cast[slug]["phone"])
    typed = {"number": counter.cast[slug]["number"], "code": code, "password": PASSWORD, "again": PASSWORD}
    assert at().post("/first-login", typed | {"terms": "yes"})["Location"] == "/home"
    assert holder(account(counter, slug)).assurance == 3


def test_not_mine_discards_it_and_begins_anew(counter: Any) -> None:
    register(counter, "omar")
    counter.wait(31)
    desk = standing()
    up_to_phone(counter, desk, "omar")
    assert "وصل جواله رمز" in signed(desk, mine="no").content.decode()
    assert not give_details(at(), "omar"), "the password of the discarded registration opens nothing"


def test_the_evidence_is_signed_by_the_officers_passkey_and_names_place_and_document(counter: Any) -> None:
    desk = standing()
    up_to_phone(counter, desk, "layla")
    signed(desk)
    row = Attestation.objects.get()
    kept = json.loads(row.statement)
    said = json.loads(kept["statement"])
    client = json.loads(websafe_decode(kept["assertion"]["response"]["clientDataJSON"]))
    assert websafe_decode(client["challenge"]) == hashlib.sha256(kept["statement"].encode()).digest()
    officer = str(officer_named("noor"))
    assert (row.method, row.place, row.operator) == ("document_check", "capital-north", officer)
    assert (said["operator"], said["place"], said["document"]) == (officer, "capital-north", "passport")
    assert counter.cast["layla"]["number"] not in row.statement
    assert counter.cast["layla"]["phone"] not in row.statement
    keys = KeySet.import_key_set({"keys": keyring().private_jwks("channel")})
    opened = jwe.decrypt_compact(said["personal"], keys, algorithms=["ECDH-ES+A256KW", "A256GCM"])
    assert json.loads(opened.plaintext or b"")["phone"] == counter.cast["layla"]["phone"]
    assert Event.objects.filter(type="visit.check_document", actor=officer).count() == 1


def test_a_rebind_at_the_counter_opens_what_an_unattended_one_left_closed(counter: Any) -> None:
    """R6: of an account of assurance 3, rebound at a kiosk, sensitive services wait for an officer; old links die here."""
    desk = standing()
    up_to_phone(counter, desk, "omar")
    signed(desk)
    counter.deliver()
    kiosk = counter.attestor("kiosk-1")
    counter.wait(31)
    counter.attest(kiosk, "omar", counter.visit(kiosk, "omar", phone=NEW), use=False)
    counter.deliver()
    old_link = counter.pocket.last(counter.cast["omar"]["phone"]).rpartition("http://testserver")[2]
    assert holder(account(counter, "omar")).frozen_until_attended
    counter.wait(31)
    desk = standing()
    up_to_phone(counter, desk, "omar", NEW)
    assert "رُبط الحساب بجواله" in signed(desk).content.decode()
    assert not holder(account(counter, "omar")).frozen_until_attended
    assert at().post(old_link).status_code == 410


def test_a_suspended_account_is_bound_here_and_waits_for_another_officer(counter: Any) -> None:
    activated(counter, "omar")
    at().post(counter.pocket.last(counter.cast["omar"]["phone"]).rpartition("http://testserver")[2])
    counter.deliver()
    counter.wait(31)
    desk = standing()
    up_to_phone(counter, desk, "omar", NEW)
    assert "يبقى موقوفًا حتى يبتّ موظف" in signed(desk).content.decode()
    assert holder(account(counter, "omar")).state == "suspended"


def test_a_mobile_unit_states_its_place_which_stands_in_evidence_and_messages(counter: Any) -> None:
    desk = standing("service-counters/", "سوق القرية")
    up_to_phone(counter, desk, "layla")
    signed(desk)
    counter.deliver()
    assert Attestation.objects.get().place == "~سوق القرية"
    assert any("سوق القرية" in text for _, text in counter.pocket.texts)
    assert Event.objects.filter(type="attestor.stand", place="~سوق القرية").count() == 1


@pytest.mark.parametrize(
    "where", ["", "ab", "http://evil.example", "x" * 41, "سوق\nالقرية <b>", "~~", "bawaba-login.com"]
)
def test_a_mobile_units_place_is_the_name_of_a_place(counter: Any, where: str) -> None:
    desk = at_desk("noor")
    page = desk.post(f"{HERE}/place", {"stand": "service-counters/", "where": where})
    assert "اكتب اسم المكان" in page.content.decode()
    assert desk.get(HERE)["Location"] == f"{HERE}/place"


@pytest.mark.parametrize(
    "stand",
    [
        "",
        "kiosk-1/market",
        "service-counters/nowhere",
        "nobody/capital-north",
        "palm-bank/",
        "service-counters/~http://evil.example",
        "service-counters/~" + "x" * 60,
    ],
)
def test_nobody_stands_at_a_place_that_is_no_counters(counter: Any, stand: str) -> None:
    counter.attestor("kiosk-1")
    counter.attestor("palm-bank", "bank")
    desk = at_desk("noor")
    assert desk.post(f"{HERE}/place", {"stand": stand, "where": "سوق القرية"}).status_code == 200
    assert desk.get(HERE)["Location"] == f"{HERE}/place"


@pytest.mark.parametrize(
    "wrong",
    [
        {"birth_year": "1950"},
        {"document_number": "P0000000"},
        {"document": "iqama"},
        {"number": "1000000008"},
        {"kind": "iqama"},
    ],
    ids=str,
)
def test_no_name_is_shown_until_the_document_says_what_the_register_says(counter: Any, wrong: dict[str, str]) -> None:
    desk, name = standing(), counter.person("layla")["names"]["ar"]["first"]
    page = desk.post(HERE, paper(counter, "layla") | wrong)
    assert page.status_code == 200
    assert name not in page.content.decode()
    assert desk.get(VISIT)["Location"] == HERE
    assert not Visit.objects.exists()


def test_an_expired_document_is_none(counter: Any) -> None:
    desk, typed = standing(), paper(counter, "layla")
    counter.wait(86400 * 4000)
    desk = standing()
    assert "انتهت صلاحية الوثيقة" in desk.post(HERE, typed).content.decode()


def test_an_officer_types_so_many_documents_a_day_right_or_wrong(counter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = standing()
    for _ in range(settings.LIMITS.counter_looks_a_day):
        desk.post(HERE, paper(counter, "layla", document_number="P0"))
    assert "بلغت حد اليوم" in desk.post(HERE, paper(counter, "layla")).content.decode()


def test_nobody_attends_themselves_or_their_family(counter: Any) -> None:
    appointed(counter, "omar", "identity", user_name="omar.desk")
    desk = at_desk("omar.desk")
    desk.post(f"{HERE}/place", {"stand": "service-counters/capital-north"})
    for slug in ("omar", "mariam"):
        page = desk.post(HERE, paper(counter, slug)).content.decode()
        assert "هذا أنت أو أحد من أسرتك" in page
    assert not Visit.objects.exists()


def test_no_step_is_left_out(counter: Any) -> None:
    """Whoever sends the later forms first gets no code, no signature and no account."""
    desk = standing()
    desk.post(HERE, paper(counter, "layla"))
    for deed in ("phone", "code", "choose", "made-up", ""):
        desk.post(VISIT, {"deed": deed, "phone": counter.cast["layla"]["phone"], "code": "123456", "terms": "yes"})
    counter.deliver()
    assert not counter.pocket.texts
    assert desk.get(SIGN)["Location"] == HERE
    desk.post(HERE, paper(counter, "layla"))
    desk.post(VISIT, {"deed": "check"})
    desk.post(VISIT, {"deed": "choose", "terms": "yes"})
    assert desk.get(SIGN)["Location"] == HERE
    assert account(counter, "layla") is None


def test_without_the_terms_or_an_answer_there_is_nothing_to_sign(counter: Any) -> None:
    register(counter, "omar")
    counter.wait(31)
    desk = standing()
    up_to_phone(counter, desk, "omar")
    assert "لا بد من قبول الشروط" in desk.post(VISIT, {"deed": "choose", "mine": "yes"}).content.decode()
    assert "اسأل الشخص واختر" in desk.post(VISIT, {"deed": "choose", "terms": "yes"}).content.decode()


def test_another_statement_another_key_or_a_second_use_signs_nothing(counter: Any) -> None:
    appointed(counter, "khalid", "identity")
    at_desk("khalid")
    desk = standing()
    up_to_phone(counter, desk, "layla")
    desk.post(VISIT, {"deed": "choose", "terms": "yes"})
    options = options_on(desk.get(SIGN).content.decode())
    his, hers = KEYS[officer_named("khalid")], KEYS[officer_named("noor")]
    old = hers.use(options)
    for answer in (his.use(options_on(desk.get(SIGN).content.decode())), old, "", "{}"):
        assert "لم يُقبل مفتاح المرور" in desk.post(SIGN, {"answer": answer}).content.decode()
        assert account(counter, "layla") is None
    assert not Attestation.objects.exists()
    assert "فُعّل" in desk.post(SIGN, {"answer": hers.use(options_on(desk.get(SIGN).content.decode()))}).content.decode()


@pytest.mark.parametrize("gone", ["dismissed", "unassigned"])
def test_who_lost_the_post_meanwhile_signs_nothing(counter: Any, gone: str) -> None:
    desk = standing()
    up_to_phone(counter, desk, "layla")
    desk.post(VISIT, {"deed": "choose", "terms": "yes"})
    answer = KEYS[officer_named("noor")].use(options_on(desk.get(SIGN).content.decode()))
    if gone == "dismissed":
        move_officer(officer=officer_named("noor"), move="dismiss", by=CONSOLE)
    else:
        unassign_post(officer=officer_named("noor"), agency="identity", by=CONSOLE)
    assert desk.post(SIGN, {"answer": answer}).status_code in (302, 404)
    assert account(counter, "layla") is None


def test_a_visit_lives_five_minutes_and_a_closed_counter_attends_nobody(counter: Any) -> None:
    desk = standing()
    up_to_phone(counter, desk, "layla")
    counter.wait(settings.LIMITS.challenge_life.total_seconds() + 1)
    assert desk.get(VISIT)["Location"] == HERE
    up_to_phone(counter, desk, "layla")
    Attestor.objects.filter(slug="service-counters").update(state="closed")
    assert desk.get(VISIT)["Location"] == HERE


def test_without_the_post_there_is_no_counter(counter: Any) -> None:
    appointed(counter, "khalid", "traffic", "general")
    khalid = at_desk("khalid")
    activated(counter, "sami")
    sami = logged_in(counter, "sami")
    for path in (HERE, f"{HERE}/place", VISIT, SIGN):
        assert khalid.get(path).status_code == 404
        assert sami.get(path)["Location"] == "/desk/enter"
        assert sami.post(path)["Location"] == "/desk/enter"


def test_while_the_register_is_silent_nobody_is_looked_up(counter: Any) -> None:
    desk, typed = standing(), paper(counter, "layla")
    counter.app.extensions["switches"]["register"] = "down"
    assert "السجل الوطني لا يجيب" in desk.post(HERE, typed).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_four_clicks_on_sign_one_activates(world: Any) -> None:
    world.attestor("service-counters", "counter", places=PLACES)
    appointed(world, "noor", "identity")
    desk = standing()
    up_to_phone(world, desk, "layla")
    desk.post(VISIT, {"deed": "choose", "terms": "yes"})
    answer = KEYS[officer_named("noor")].use(options_on(desk.get(SIGN).content.decode()))
    clients = []
    for _ in range(4):
        client = at()
        client.cookies["session"] = desk.cookies["session"].value
        clients.append(client)
    pages = at_once(
        [lambda client=client: client.post(SIGN, {"answer": answer}).content.decode() for client in clients]
    )
    assert Attestation.objects.count() == Event.objects.filter(type="account.open").count() == 1
    assert ["فُعّل الحساب" in page for page in pages] == [True] * 4, "each click hears what came of it"


def said(page: Any) -> str:
    """What stands in the page, without the tokens of its forms."""
    text: str = page.content.decode()
    return text.partition("<main")[2].partition("</main>")[0]


def test_a_second_click_on_sign_gets_the_first_answer_again(counter: Any) -> None:
    desk = standing()
    up_to_phone(counter, desk, "layla")
    desk.post(VISIT, {"deed": "choose", "terms": "yes"})
    answer = KEYS[officer_named("noor")].use(options_on(desk.get(SIGN).content.decode()))
    first = said(desk.post(SIGN, {"answer": answer}))
    assert "فُعّل الحساب" in first
    assert said(desk.post(SIGN, {"answer": answer})) == first
    up_to_phone(counter, desk, "omar")
    assert said(desk.post(SIGN, {"answer": answer})) == first, "also when the next person stands there"
    assert counter.person("omar")["names"]["ar"]["first"] in desk.get(VISIT).content.decode(), "who is not sent away"
    for other in ("", "{}", answer + " "):
        assert "فُعّل" not in desk.post(SIGN, {"answer": other}).content.decode()


def test_a_second_click_on_sign_hears_the_same_refusal(counter: Any) -> None:
    desk = standing()
    up_to_phone(counter, desk, "yusuf")
    desk.post(VISIT, {"deed": "choose", "terms": "yes"})
    answer = KEYS[officer_named("noor")].use(options_on(desk.get(SIGN).content.decode()))
    first = said(desk.post(SIGN, {"answer": answer}))
    assert "لم يُفعَّل" in first
    assert said(desk.post(SIGN, {"answer": answer})) == first


def test_what_one_person_chose_is_signed_for_nobody_else(counter: Any) -> None:
    """The officer opens the first page again and receives the next person while the one before was to be signed."""
    register(counter, "omar")
    counter.wait(31)
    desk = standing()
    up_to_phone(counter, desk, "layla")
    assert desk.post(VISIT, {"deed": "choose", "terms": "yes"})["Location"] == SIGN
    up_to_phone(counter, desk, "omar")
    assert "هل هو طلبه؟" in desk.get(VISIT).content.decode(), "he is asked himself"
    assert desk.get(SIGN)["Location"] == HERE


def test_another_phone_is_asked_about_anew(counter: Any) -> None:
    """A choice was made of what waits under the first phone."""
    register(counter, "omar")
    counter.wait(31)
    desk = standing()
    up_to_phone(counter, desk, "omar", NEW)
    assert desk.post(VISIT, {"deed": "choose", "terms": "yes"})["Location"] == SIGN
    phone = counter.cast["omar"]["phone"]
    assert desk.post(VISIT, {"deed": "phone", "phone": phone})["Location"] == VISIT
    counter.deliver()
    assert desk.post(VISIT, {"deed": "code", "code": counter.pocket.code(phone)})["Location"] == VISIT
    assert "اسأل الشخص واختر" in desk.post(VISIT, {"deed": "choose", "terms": "yes"}).content.decode()
