"""An account is opened by its person's own key, here, now, once: everything else is refused in the same words."""

import functools
import json
import random
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.test import Client
from fido2.utils import websafe_decode, websafe_encode

from bawaba.identity.accounts.gate import Proofs, open_session
from bawaba.identity.accounts.models import Session
from bawaba.identity.accounts.opening import rebind_account
from bawaba.identity.accounts.queries import live_account_of_number, user_behind
from bawaba.identity.accounts.sessions import SessionStore
from bawaba.identity.passkeys.models import Passkey
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from bawaba_sandbox.rehearsal.passkey import FLAGS, options_on
from bawaba_sandbox.rehearsal.passkey import Passkey as Key
from officers import appointed, enter_by_key, enter_first
from passkeys import DOOR, LIST, NEW, NOT_MADE, answered, asked, enter, is_inside, is_refused, made, new_key, registered
from people import activated, at, logged_in
from races import at_once
from spoiling import NOISE, spoiled

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(world: Any) -> Key:
    activated(world, "omar")
    return registered(logged_in(world, "omar"))


def with_cookie(client: Client) -> Client:
    """The same browser, once more."""
    other = at()
    other.cookies["session"] = client.cookies["session"].value
    return other


def test_an_answer_that_was_sent_before_opens_nothing_here_or_elsewhere(key: Key) -> None:
    first, other = at(), at()
    answer = key.use(asked(first))
    old = with_cookie(first)
    assert answered(first, answer)["Location"] == "/home"
    asked(other)
    assert is_refused(other, answer), "another challenge"
    assert answered(old, answer)["Location"].startswith("/login"), "the session that asked is gone"
    first.post("/logout")
    asked(first)
    assert is_refused(first, answer), "its own challenge is another by now"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("counts", [True, False])
def test_one_answer_sent_many_times_in_one_moment_opens_one_session(world: Any, trials: Any, counts: bool) -> None:
    """Most synced keys have no counter: there the challenge alone decides."""
    activated(world, "omar")
    key = registered(logged_in(world, "omar"))
    before = Session.objects.exclude(account=None).count()
    for turn in range(trials(5)):
        first = at()
        key.counter = key.counter if counts else -1
        answer = key.use(asked(first))
        jobs = [functools.partial(answered, with_cookie(first), answer) for _ in range(8)]
        led = [one.get("Location") for one in at_once(jobs)]
        assert led.count("/home") == 1, led
        assert Session.objects.exclude(account=None).count() == before + turn + 1
    assert Event.objects.filter(type="account.sign_in", data__ways="passkey").count() == trials(5)


@pytest.mark.django_db(transaction=True)
def test_a_log_in_in_the_moment_of_a_rebind_leaves_no_session(world: Any, trials: Any) -> None:
    """Whichever comes first, and neither waits for the other in a ring."""
    activated(world, "omar")
    account = live_account_of_number(world.cast["omar"]["number"])
    assert account
    for _ in range(trials(8)):
        owner = at()
        session_for(world, owner)
        key = registered(owner)
        client = at()
        answer = key.use(asked(client))

        def rebind() -> None:
            with transaction.atomic():
                rebind_account(
                    account=account,
                    phone=world.cast["omar"]["phone"],
                    assurance=2,
                    attended=True,
                    then=[],
                    by=SYSTEM,
                )

        signed, rebound = at_once([functools.partial(answered, client, answer), rebind])
        assert rebound is None
        assert signed.status_code in {200, 302}
        assert not Session.objects.exclude(account=None).exists()
        assert not Passkey.objects.exists()
        assert not Authenticator.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_log_in_in_the_moment_of_its_keys_removal_comes_before_it_or_not_at_all(world: Any, trials: Any) -> None:
    activated(world, "omar")
    owner = at()
    session_for(world, owner)
    for _ in range(trials(8)):
        key = registered(owner)
        client = at()
        answer, handle = key.use(asked(client)), Passkey.objects.get().uuid
        remove = functools.partial(with_cookie(owner).post, f"{LIST}/{handle}/remove")
        signed, removed = at_once([functools.partial(answered, client, answer), remove])
        assert removed["Location"] == f"{LIST}?said=removed"
        assert not Passkey.objects.exists()
        last = Event.objects.filter(type__in=["account.sign_in", "account.remove_passkey"]).order_by("pk").last()
        assert last is not None
        assert last.type == "account.remove_passkey"
        assert is_inside(client) == (signed.status_code == 302)


def session_for(world: Any, client: Client) -> None:
    """Through the gate, whatever has become of the password."""
    account = live_account_of_number(world.cast["omar"]["number"])
    assert account
    user, session = user_behind(account), SessionStore()
    proof = {"method": "opening-code", "at": 4102444800.0, "reauthenticated": True}
    kept = {"account_authentication_methods": [proof], "account_authentication_methods_user": str(user.pk)}
    open_session(
        session=session,
        account=account,
        proofs=Proofs(["opening-code"]),
        device="",
        kept=kept,
        last_out=user.account.forgotten_at,
    )
    client.cookies["session"] = str(session.session_key)


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "http://my.testserver", "https://testserver", "http://testserver:8000", ""],
)
def test_an_answer_given_to_another_site_opens_nothing(world: Any, key: Key, origin: str) -> None:
    client = at()
    key.origin = origin
    assert is_refused(client, key.use(asked(client)))
    mine, fresh = logged_in(world, "omar"), new_key()
    fresh.origin = origin
    assert NOT_MADE in mine.post(NEW, {"answer": made(mine, fresh)}).content.decode()


def test_an_answer_for_another_domain_or_within_a_strangers_frame_opens_nothing(key: Key) -> None:
    client = at()
    assert is_refused(client, key.use(asked(client) | {"rpId": "evil.example"}))
    answer = json.loads(key.use(asked(client)))
    said = json.loads(websafe_decode(answer["response"]["clientDataJSON"])) | {"crossOrigin": True}
    answer["response"]["clientDataJSON"] = websafe_encode(json.dumps(said).encode())
    assert is_refused(client, json.dumps(answer))


def test_somebody_elses_key_opens_only_their_own_account(world: Any, key: Key) -> None:
    world.wait(31)
    activated(world, "sami")
    his = registered(logged_in(world, "sami"))
    client = at()
    borrowed = Key(his.origin, his.key, key.credential, key.user, counter=50, flags=his.flags)
    assert is_refused(client, borrowed.use(asked(client))), "Omar's credential's name, Sami's key"
    mine, his.user = his.user, key.user
    assert is_refused(client, his.use(asked(client))), "Sami's key, Omar's handle"
    his.user = mine
    enter(his, client)
    page = client.get("/settings").content.decode()
    assert "sami" in page
    assert "omar" not in page


def test_one_credential_belongs_to_one_account(world: Any, key: Key) -> None:
    """Whoever registers the credential id of another, with a key of their own, gets none."""
    world.wait(31)
    activated(world, "sami")
    sami = logged_in(world, "sami")
    copy = Key(key.origin, credential=key.credential)
    assert NOT_MADE in sami.post(NEW, {"answer": made(sami, copy)}).content.decode()
    assert Passkey.objects.count() == Authenticator.objects.count() == 1
    assert enter(key)["Location"] == "/home"


def test_a_key_of_staff_opens_no_account_and_a_key_of_people_no_desk(world: Any, key: Key) -> None:
    """Also of one person who has both, under one name: the user stands in one table."""
    appointed(world, "noor", "public_security")
    _, hers = enter_first(at(), "noor")
    client = at()
    assert is_refused(client, hers.use(asked(client)))
    desk = at()
    assert enter_by_key(desk, "noor", key).status_code == 200
    assert desk.get("/desk/")["Location"] == "/desk/enter"


def test_a_counter_that_goes_back_is_a_copied_key_and_is_noted_once_an_answer(key: Key) -> None:
    for _ in range(3):
        assert enter(key)["Location"] == "/home"
    for back in (2, 1, -1):
        client = at()
        options = asked(client)
        key.counter = back
        answer = key.use(options)
        again = with_cookie(client)
        assert is_refused(client, answer)
        answered(again, answer)
    assert Event.objects.filter(type="account.refuse_passkey").count() == 3
    key.counter = 3
    client = at()
    assert enter(key, client)["Location"] == "/home"
    assert "يبدو أنه نُسخ" in client.get("/settings/history").content.decode()


def test_a_key_without_a_counter_works_and_may_not_lose_one(world: Any, key: Key) -> None:
    plain = registered(logged_in(world, "omar"))
    for _ in range(2):
        plain.counter = -1
        assert enter(plain)["Location"] == "/home"
    assert enter(plain)["Location"] == "/home"
    plain.counter = -1
    client = at()
    assert is_refused(client, plain.use(asked(client)))


@pytest.mark.parametrize("flags", [FLAGS.UP, FLAGS.UV, FLAGS(0)], ids=str)
def test_touched_by_anybody_is_not_enough(world: Any, key: Key, flags: Any) -> None:
    client = at()
    key.flags = flags
    assert is_refused(client, key.use(asked(client)))
    mine, weak = logged_in(world, "omar"), new_key()
    weak.flags = flags
    assert NOT_MADE in mine.post(NEW, {"answer": made(mine, weak)}).content.decode()


def test_a_challenge_that_is_older_than_five_minutes_opens_nothing(world: Any, key: Key) -> None:
    client = at()
    options = asked(client)
    world.wait(settings.LIMITS.challenge_life.total_seconds() + 1)
    assert is_refused(client, key.use(options))


def test_a_registration_is_no_log_in_and_a_log_in_no_registration(world: Any, key: Key) -> None:
    client, mine = at(), logged_in(world, "omar")
    asked(client)
    assert is_refused(client, made(mine, new_key()))
    options = options_on(mine.get(NEW).content.decode())
    used = key.use({"rpId": options["rp"]["id"], "challenge": options["challenge"]})
    assert NOT_MADE in mine.post(NEW, {"answer": used}).content.decode()


def test_half_of_an_answer_and_noise_open_nothing_and_break_nothing(key: Key) -> None:
    random_of = random.Random(7)
    for turn in range(160):
        client = at()
        options = asked(client)
        one = NOISE[turn] if turn < len(NOISE) else spoiled(key.use(options), random_of)
        assert is_refused(client, one), one[:80]
    assert enter(key)["Location"] == "/home"


def test_half_of_a_registration_and_noise_break_nothing(world: Any, key: Key) -> None:
    """A bit turned in what nobody signs makes another key, which is the browser's own matter; none makes an error."""
    random_of, mine = random.Random(8), logged_in(world, "omar")
    for turn in range(60):
        answer = made(mine, new_key())
        one = NOISE[turn] if turn < len(NOISE) else spoiled(answer, random_of)
        page = mine.post(NEW, {"answer": one})
        assert page.status_code in {200, 302, 429}, one
        assert page.status_code != 200 or NOT_MADE in page.content.decode() or "أقصى عدد" in page.content.decode()
    assert not is_inside(at())
    assert at().get(DOOR)["Location"].startswith("/login")


@pytest.mark.parametrize("name", ["id", "rawId"])
@pytest.mark.parametrize("value", [100_000_000, 10**14, [1], {}, None, "", "AA\0", "é"])
def test_what_is_no_text_of_bytes_is_read_no_further(key: Key, name: str, value: Any) -> None:
    """Of a number the library would make as many zeroes: one request would take memory at will."""
    client = at()
    answer = json.loads(key.use(asked(client)))
    assert is_refused(client, json.dumps({**answer, name: value}))
    asked(client)
    assert is_refused(client, json.dumps({**answer, "id": value, "rawId": value}))


@pytest.mark.parametrize("name", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
@pytest.mark.parametrize("value", [100_000_000, [1], {}, "AA\0"])
def test_a_number_instead_of_bytes_is_read_no_further(key: Key, name: str, value: Any) -> None:
    client = at()
    answer = json.loads(key.use(asked(client)))
    answer["response"][name] = value
    assert is_refused(client, json.dumps(answer))
