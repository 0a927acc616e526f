"""A passkey alone logs in: no name, no password, no code; and it proves again who one is."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from fido2.cose import ES256

from agencies import Agency
from bawaba.identity.accounts.commands import move_account
from bawaba.identity.accounts.login import WrongDetails, check_details
from bawaba.identity.accounts.opening import rebind_account
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.accounts.sessions import SessionStore
from bawaba.identity.clients.rules import amr_of
from bawaba.identity.passkeys.models import Passkey
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from bawaba_sandbox.rehearsal.passkey import Passkey as Key
from bawaba_sandbox.rehearsal.passkey import options_on
from passkeys import DOOR, LIST, NEW, NOT_ACCEPTED, answered, asked, enter, is_inside, is_refused, new_key, registered
from people import activated, at, confirmed, give_details, logged_in
from statements import shapes_of

pytestmark = pytest.mark.django_db
STALE = 5 * 60 + 1
ENDS = re.compile("BEGIN|COMMIT|SAVEPOINT|RELEASE")
HINTS = 1 if connection.vendor == "postgresql" else 0  # where another engine than the embedded one is told of each task
MOST_OF_BEGINNING, MOST_ON_A_NEW_DEVICE, MOST_ON_A_KNOWN_ONE = 5, 28, 21


def account_of(world: Any, slug: str = "omar") -> UUID:
    account = live_account_of_number(world.cast[slug]["number"])
    assert account
    return account


@pytest.fixture
def key(world: Any) -> Key:
    activated(world, "omar")
    return registered(logged_in(world, "omar"))


def test_the_button_stands_on_the_log_in_page_hidden_where_it_cannot_work(key: Key) -> None:
    page = at().get("/login?next=/inbox").content.decode()
    form = re.findall(r"<form[^>]*data-by-passkey[^>]*>.*?</form>", page, re.DOTALL)[0]
    assert " hidden>" in form, "a script shows it"
    assert 'value="/inbox"' in form
    assert "ادخل بمفتاح المرور" in form


def test_the_key_alone_opens_the_account_and_leads_to_where_one_wanted(world: Any, key: Key) -> None:
    client, sent = at(), len(world.pocket.texts)
    assert "omar" not in client.get("/login").content.decode()
    assert enter(key, client, "/inbox")["Location"] == "/inbox"
    assert is_inside(client)
    assert client.get(NEW).status_code == 200, "it has just been proven in full"
    signed = Event.objects.filter(type="account.sign_in").latest("pk")
    assert signed.data["ways"] == "passkey"
    assert not [text for _, text in world.pocket.texts[sent:] if "رمز" in text], "no code was sent"
    assert enter(key, at(), "//evil.example")["Location"] == "/home"


def test_a_log_in_on_a_device_not_seen_before_is_told(world: Any, key: Key) -> None:
    sent = len(world.pocket.texts)
    client = at()
    client.get("/login")
    assert enter(key, client)["Location"] == "/home"
    world.deliver()
    assert [text for _, text in world.pocket.texts[sent:] if "/not-you/" in text]


def test_its_pages_can_be_loaded_again_and_lead_back_to_the_log_in(key: Key) -> None:
    client = at()
    assert client.get(f"{DOOR}?next=/inbox")["Location"] == "/login?next=%2Finbox", "nothing was begun here"
    page = client.post(DOOR, {"next": "/inbox"})["Location"]
    first, second = (options_on(client.get(page).content.decode()) for _ in range(2))
    assert first["challenge"] != second["challenge"]
    assert "allowCredentials" not in second or not second["allowCredentials"], "no list of anybody's keys"
    assert second["userVerification"] == "required"
    assert answered(client, key.use(second), "/inbox")["Location"] == "/inbox"
    assert client.get(page)["Location"] == "/inbox", "who is logged in goes on"
    assert answered(client, "x", "/inbox")["Location"] == "/inbox"


def test_an_agency_hears_of_a_key_and_a_verified_holder(world: Any, key: Key) -> None:
    assert amr_of(["passkey"]) == ("pop", "user", "mfa")
    client = at()
    enter(key, client)
    agency = Agency()
    assert agency.claims(agency.tokens(client)["id_token"])["amr"] == ["pop", "user", "mfa"]


@pytest.mark.promise("A4")
def test_it_opens_an_account_whose_password_strangers_have_closed(world: Any, key: Key) -> None:
    for miss in range(100):
        with pytest.raises(WrongDetails):
            check_details(name="omar", password="wrong", address=f"10.9.{miss}.1", device="")
    assert not give_details(at(), "omar"), "closed for unknown devices"
    assert enter(key)["Location"] == "/home"
    world.wait(31)
    assert give_details(at(), "omar"), "and open again for them"


@pytest.mark.parametrize("move", ["suspend", "lock", "close"])
def test_an_account_that_may_not_looks_like_any_failure(world: Any, key: Key, move: str) -> None:
    waiting = at()
    options = asked(waiting)
    move_account(account=account_of(world), move=move, by=SYSTEM)
    for client, answer in ((waiting, key.use(options)), (other := at(), key.use(asked(other)))):
        assert is_refused(client, answer)


def test_a_rebind_ends_every_passkey(world: Any, key: Key) -> None:
    second = registered(enter_new(key))
    with transaction.atomic():
        rebind_account(account=account_of(world), phone="+966500000009", assurance=2, attended=True, then=[], by=SYSTEM)
    for one in (key, second):
        client = at()
        assert is_refused(client, one.use(asked(client)))
    assert not Passkey.objects.exists()


def enter_new(key: Key) -> Client:
    client = at()
    enter(key, client)
    return client


def test_a_key_that_nobody_has_gets_the_same_answer_for_the_same_work(
    world: Any, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As somebody's key whose signature is wrong."""
    forged = Key(key.origin, credential=key.credential, user=key.user, counter=50, flags=key.flags)
    unknown = new_key()
    unknown.user = key.user
    seen, verified, verify = [], [], ES256.verify
    monkeypatch.setattr(ES256, "verify", lambda *said: verified.append(1) or verify(*said))
    for one in (forged, unknown):
        client = at()
        answer = one.use(asked(client))
        with CaptureQueriesContext(connection) as captured:
            page = answered(client, answer)
        assert NOT_ACCEPTED in page.content.decode()
        seen.append((page.status_code, len(page.content), shapes_of(captured)))
    assert seen[0] == seen[1]
    assert len(verified) == 2, "a signature each"


def test_a_log_in_makes_few_statements(world: Any, key: Key) -> None:
    client = at()
    client.get("/login")
    for bound, tasks in ((MOST_ON_A_NEW_DEVICE, 2), (MOST_ON_A_KNOWN_ONE, 1)):
        with CaptureQueriesContext(connection) as captured:
            page = client.post(DOOR)["Location"]
            options = options_on(client.get(page).content.decode())
        assert len(questions(captured)) <= MOST_OF_BEGINNING, questions(captured)
        answer = key.use(options)
        with CaptureQueriesContext(connection) as captured:
            assert answered(client, answer)["Location"] == "/home"
        assert len(questions(captured)) <= bound + HINTS * tasks, "\n".join(questions(captured))
        client.post("/logout")


def questions(captured: CaptureQueriesContext) -> list[str]:
    return [one["sql"][:150] for one in captured.captured_queries if not ENDS.match(one["sql"])]


def test_tries_are_counted_by_address_and_successes_are_not(key: Key) -> None:
    for _ in range(70):
        assert enter(key, at("10.7.7.7"))["Location"] == "/home"
    client = at("10.7.7.7")
    options = asked(client)
    for _ in range(59):
        assert is_refused(client, "{}")
    answer = answered(client, key.use(options))
    assert answer.status_code == 429
    assert client.post(DOOR).status_code == 429
    assert enter(key, at("10.7.7.8"))["Location"] == "/home", "another address is open"


def test_what_failed_proves_nothing_for_whatever_follows_in_that_browser(world: Any, key: Key) -> None:
    client = at()
    options = asked(client)
    move_account(account=account_of(world), move="lock", by=SYSTEM)
    assert is_refused(client, key.use(options))
    assert not SessionStore(client.cookies["session"].value).get(AUTHENTICATION_METHODS_SESSION_KEY)
    move_account(account=account_of(world), move="unlock", by=SYSTEM)
    world.wait(31)
    assert give_details(client, "omar")
    assert not is_inside(client), "the password alone is not enough"
    assert enter(key, client)["Location"] == "/home"


# Proving again


def confirm_page(client: Client, world: Any) -> dict[str, str]:
    world.wait(STALE)
    where = urlsplit(client.get(NEW)["Location"])
    assert where.path == "/confirm"
    return dict(parse_qsl(where.query))


def test_it_proves_again_who_one_is_instead_of_the_password(world: Any, key: Key) -> None:
    client = enter_new(key)
    told = confirm_page(client, world)
    page = client.get("/confirm", told).content.decode()
    before = client.cookies["session"].value
    answer = client.post("/confirm", {**told, "answer": key.use(options_on(page))})
    assert answer["Location"] == NEW
    assert client.cookies["session"].value != before, "under a new key"
    assert client.get(NEW).status_code == 200
    assert Event.objects.filter(type="account.prove_by_passkey").count() == 1
    assert "أثبت مفتاح مرورك" in client.get("/settings/history").content.decode()


def test_a_form_that_was_kept_goes_on_after_it(world: Any, key: Key) -> None:
    client = enter_new(key)
    world.wait(STALE)
    told = dict(parse_qsl(urlsplit(client.post(f"{LIST}/{Passkey.objects.get().uuid}/remove")["Location"]).query))
    page = client.get("/confirm", told).content.decode()
    answer = client.post("/confirm", {**told, "answer": key.use(options_on(page))})
    assert answer["Location"] == f"{LIST}?said=removed"
    assert not Passkey.objects.exists()


def test_anothers_key_an_old_answer_and_noise_prove_nothing(world: Any, key: Key) -> None:
    world.wait(31)
    activated(world, "layla")
    hers = registered(logged_in(world, "layla"))
    client = enter_new(key)
    told = confirm_page(client, world)
    page = client.get("/confirm", told).content.decode()
    used = key.use(options_on(page))
    for answer in (hers.use(options_on(page)), "", "{}", used.replace("signature", "x")):
        shown = client.post("/confirm", {**told, "answer": answer})
        assert NOT_ACCEPTED in shown.content.decode()
        assert client.get(NEW).status_code == 302
    world.wait(1)
    shown = client.post("/confirm", {**told, "answer": used})
    assert NOT_ACCEPTED in shown.content.decode(), "the page asked anew meanwhile"
    page = client.get("/confirm", told).content.decode()
    assert client.post("/confirm", {**told, "answer": key.use(options_on(page))})["Location"] == NEW


def test_without_a_passkey_only_the_password_is_asked(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    assert "data-passkey" not in client.get("/confirm").content.decode()
    assert confirmed(world, client)["Location"] == "/settings"
    assert NOT_ACCEPTED in client.post("/confirm", {"answer": "x"}).content.decode()


def test_a_key_that_opens_nothing_takes_nothing_from_the_log_in_of_another_tab(world: Any, key: Key) -> None:
    """Copied: refused at the gate. The password that waits for its code in the other tab is still good."""
    key.counter = 40
    assert enter(key, at())["Location"] == "/home"
    client = at()
    world.wait(31)
    assert give_details(client, "omar")
    world.deliver()
    code = world.pocket.code(world.cast["omar"]["phone"])
    key.counter = 3
    assert is_refused(client, key.use(asked(client)))
    assert not is_inside(client)
    assert client.post("/login/code", {"code": code})["Location"] == "/home"
    assert is_inside(client)
