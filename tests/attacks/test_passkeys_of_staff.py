"""A desk is opened by its officer's own key, here, now, once: everything else is refused in the same words."""

import functools
import json
import random
import time
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.test import Client
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AuthenticatorData

from bawaba.identity.codes.models import OneTimeCode, Tally
from bawaba.identity.staff.ceremonies import Shown
from bawaba.identity.staff.commands import move_officer
from bawaba.identity.staff.models import Officer, Passkey
from bawaba.identity.staff.passkeys import note_passkey
from bawaba.identity.staff.queries import officer_named
from bawaba.journal.models import Event
from bawaba_sandbox.rehearsal.passkey import Passkey as Key
from bawaba_sandbox.rehearsal.passkey import options_on
from officers import CONSOLE, appointed, code_for, enter_by_key, enter_first, new_key
from people import activated, at, logged_in
from races import at_once
from spoiling import NOISE, spoiled

pytestmark = pytest.mark.django_db
FLAGS = AuthenticatorData.FLAG
NOT_ACCEPTED, NOT_MADE = "لم يُقبل مفتاح المرور", "لم يُسجَّل مفتاح المرور"


@pytest.fixture
def key(world: Any) -> Key:
    appointed(world, "noor", "public_security")
    return enter_first(at(), "noor")[1]


def asked(client: Client, name: str = "noor") -> dict[str, Any]:
    client.post("/desk/enter", {"user_name": name})
    return options_on(client.get("/desk/enter/key").content.decode())


def answered(client: Client, answer: str) -> Any:
    return client.post("/desk/enter/key", {"answer": answer})


def is_refused(client: Client, answer: str) -> bool:
    page = answered(client, answer)
    inside = client.get("/desk/")["Location"] != "/desk/enter" if page.status_code == 200 else True
    return NOT_ACCEPTED in page.content.decode() and not inside


def test_an_answer_that_was_sent_before_opens_nothing_here_or_elsewhere(key: Key) -> None:
    first, other = at(), at()
    answer = key.use(asked(first))
    assert answered(first, answer)["Location"] == "/desk/"
    asked(other)
    assert is_refused(other, answer), "another challenge"
    first.post("/desk/leave")
    asked(first)
    assert is_refused(first, answer), "its own challenge is another by now"


@pytest.mark.django_db(transaction=True)
def test_one_answer_sent_many_times_in_one_moment_opens_one_desk(world: Any) -> None:
    appointed(world, "noor", "public_security")
    _, key = enter_first(at(), "noor")
    for _ in range(5):
        first = at()
        answer = key.use(asked(first))
        cookie = first.cookies["session"].value
        jobs = []
        for _ in range(4):
            client = at()
            client.cookies["session"] = cookie
            jobs.append(lambda client=client, answer=answer: answered(client, answer).get("Location"))
        led = at_once(jobs)
        assert led.count("/desk/") == 1, led  # whoever came after the session was renewed is led back to the door
    assert Event.objects.filter(type="officer.enter").count() == 6


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://desk.testserver",
        "https://testserver",
        "http://testserver:8000",
        "http://testserver.",
        "",
    ],
)
def test_an_answer_given_to_another_site_opens_nothing(key: Key, origin: str) -> None:
    client = at()
    key.origin = origin
    assert is_refused(client, key.use(asked(client)))


def test_an_answer_for_another_domain_or_within_a_strangers_frame_opens_nothing(key: Key) -> None:
    client = at()
    assert is_refused(client, key.use(asked(client) | {"rpId": "evil.example"}))
    answer = json.loads(key.use(asked(client)))
    said = json.loads(websafe_decode(answer["response"]["clientDataJSON"])) | {"crossOrigin": True}
    answer["response"]["clientDataJSON"] = websafe_encode(json.dumps(said).encode())
    assert is_refused(client, json.dumps(answer))


def test_another_officers_key_opens_only_their_own_desk(world: Any, key: Key) -> None:
    appointed(world, "omar", "public_security")
    _, his = enter_first(at(), "omar")
    client = at()
    assert is_refused(client, his.use(asked(client, "noor")))
    borrowed = Key(his.origin, his.key, key.credential, key.user, counter=50)
    assert is_refused(client, borrowed.use(asked(client, "noor"))), "her credential's name, his key"
    his.user = key.user
    assert is_refused(client, his.use(asked(client, "omar"))), "his key, her handle"
    assert enter_by_key(at(), "noor", key)["Location"] == "/desk/"


def test_one_credential_belongs_to_one_officer(world: Any, key: Key) -> None:
    """Whoever registers the credential id of another, with a key of their own, gets none."""
    appointed(world, "omar", "public_security")
    copy = Key(key.origin, credential=key.credential)
    page, _ = enter_first(at(), "omar", key=copy)
    assert NOT_MADE in page.content.decode()
    assert Passkey.objects.count() == Authenticator.objects.count() == 1
    assert Officer.objects.get(user__user_name="omar").keys == 0


def test_a_counter_that_goes_back_is_a_copied_key_and_is_noted(key: Key) -> None:
    for _ in range(3):
        assert enter_by_key(at(), "noor", key)["Location"] == "/desk/"
    for back in (2, 1, -1):
        client = at()
        options = asked(client)
        key.counter = back
        assert is_refused(client, key.use(options))
    assert Event.objects.filter(type="officer.refuse_passkey").count() == 3
    key.counter = 3
    assert enter_by_key(at(), "noor", key)["Location"] == "/desk/"


def test_a_key_without_a_counter_works_and_may_not_lose_one(key: Key) -> None:
    plain = new_key()
    enter_first(at(), "noor", key=plain)
    for _ in range(2):
        plain.counter = -1
        assert enter_by_key(at(), "noor", plain)["Location"] == "/desk/"


@pytest.mark.parametrize("flags", [FLAGS.UP, FLAGS.UV, FLAGS(0)], ids=str)
def test_touched_by_anybody_is_not_enough(key: Key, flags: Any) -> None:
    client = at()
    key.flags = flags
    assert is_refused(client, key.use(asked(client)))
    weak = new_key()
    weak.flags = flags
    page, _ = enter_first(at(), "noor", key=weak)
    assert NOT_MADE in page.content.decode()


def test_a_key_that_a_cloud_copies_is_not_taken_unless_the_installation_says_so(
    key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = new_key()
    synced.flags |= FLAGS.BE | FLAGS.BS
    assert "يُنسخ إلى أجهزة أخرى" in enter_first(at(), "noor", key=synced)[0].content.decode()
    monkeypatch.setattr(settings.BAWABA, "staff_synced_passkeys", True)
    assert enter_first(at(), "noor", key=synced)[0]["Location"] == "/desk/"


@pytest.mark.parametrize("move", ["suspend", "dismiss"])
def test_who_is_no_longer_in_service_has_a_key_that_opens_nothing(key: Key, move: str) -> None:
    waiting = at()
    options = asked(waiting)
    move_officer(officer=officer_named("noor"), move=move, by=CONSOLE)
    assert is_refused(waiting, key.use(options))
    client = at()
    assert is_refused(client, key.use(asked(client)))


def test_a_challenge_that_is_older_than_five_minutes_opens_nothing(world: Any, key: Key) -> None:
    client = at()
    options = asked(client)
    world.wait(settings.LIMITS.challenge_life.total_seconds() + 1)
    assert is_refused(client, key.use(options))


def test_an_account_and_its_password_open_no_desk(world: Any, key: Key) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    assert is_refused(client, new_key().use(asked(client, "omar")))
    assert client.get("/desk/passkeys")["Location"] == "/desk/enter"


NOT_READ = {"id"}  # the credential is found by its raw id


def test_half_of_an_answer_and_noise_open_nothing_and_break_nothing(key: Key) -> None:
    random_of, client = random.Random(7), at()
    for one in NOISE:
        asked(client)
        assert is_refused(client, one), one[:80]
        assert client.post("/desk/passkeys/first", {"answer": one})["Location"] == "/desk/code"
    for _ in range(150):
        one = spoiled(key.use(asked(client)), random_of)
        assert is_refused(client, one), one
    assert enter_by_key(at(), "noor", key)["Location"] == "/desk/"


def test_half_of_a_registration_and_noise_make_no_passkey(key: Key) -> None:
    """A bit turned in what nobody signs makes another key, which is the browser's own matter; none makes an error."""
    random_of, client = random.Random(8), at()
    client.post("/desk/code", {"user_name": "noor", "code": code_for("noor")})
    for turn in range(100):
        fresh = new_key()
        made = fresh.make(options_on(client.get("/desk/passkeys/first").content.decode()))
        one = NOISE[turn] if turn < len(NOISE) else spoiled(made, random_of)
        page = client.post("/desk/passkeys/first", {"answer": one})
        if page.status_code == 302:
            assert websafe_encode(fresh.credential) not in one or "attestationObject" in one
            client.post("/desk/leave")
            client.post("/desk/code", {"user_name": "noor", "code": code_for("noor")})
        else:
            assert NOT_MADE in page.content.decode(), one


@pytest.mark.django_db(transaction=True)
def test_of_two_passkeys_removed_in_one_moment_one_stays(world: Any) -> None:
    appointed(world, "noor", "public_security")
    for _ in range(5):
        desk = at()
        enter_first(desk, "noor")
        page = desk.get("/desk/passkeys/new").content.decode()
        assert (
            desk.post("/desk/passkeys/new", {"answer": new_key().make(options_on(page))})["Location"]
            == "/desk/passkeys"
        )
        handles = list(Passkey.objects.values_list("uuid", flat=True))
        assert len(handles) == 2
        cookie, jobs = desk.cookies["session"].value, []
        for handle in handles:
            client = at()
            client.cookies["session"] = cookie
            jobs.append(functools.partial(client.post, f"/desk/passkeys/{handle}/remove"))
        at_once(jobs)
        assert Passkey.objects.count() == Authenticator.objects.count() == Officer.objects.get().keys == 1


def test_the_list_of_passkeys_changes_only_for_who_has_just_proved_it_is_them(world: Any, key: Key) -> None:
    desk = at()
    enter_by_key(desk, "noor", key)
    page = desk.get("/desk/passkeys/new").content.decode()
    second = new_key()
    desk.post("/desk/passkeys/new", {"answer": second.make(options_on(page)), "name": "في الخزنة"})
    assert "في الخزنة" in desk.get("/desk/passkeys").content.decode()
    first = Passkey.objects.order_by("pk").first()
    assert first is not None
    world.wait(settings.LIMITS.proof_life.total_seconds() + 1)
    assert desk.get("/desk/passkeys/new")["Location"] == "/desk/enter?again"
    assert desk.post(f"/desk/passkeys/{first.uuid}/remove")["Location"] == "/desk/enter?again"
    assert Passkey.objects.count() == 2
    assert desk.get("/desk/enter?again").status_code == 200
    assert enter_by_key(desk, "noor", second)["Location"] == "/desk/"
    assert desk.post(f"/desk/passkeys/{first.uuid}/remove")["Location"] == "/desk/passkeys"
    assert desk.get("/desk/").status_code == 200, "it was opened by the other"
    client = at()
    assert is_refused(client, key.use(asked(client))), "removed"
    last = Passkey.objects.get()
    desk.post(f"/desk/passkeys/{last.uuid}/remove")
    assert Passkey.objects.count() == 1, "never the last one"


def test_nobody_removes_another_officers_passkey(world: Any, key: Key) -> None:
    hers = Passkey.objects.get()
    appointed(world, "omar", "public_security")
    desk = at()
    _, _ = enter_first(desk, "omar")
    page = desk.get("/desk/passkeys/new").content.decode()
    desk.post("/desk/passkeys/new", {"answer": new_key().make(options_on(page))})
    desk.post(f"/desk/passkeys/{hers.uuid}/remove")
    assert Passkey.objects.filter(pk=hers.pk).exists()
    assert Officer.objects.get(user__user_name="omar").keys == 2


def test_a_session_whose_key_was_removed_is_over(world: Any, key: Key) -> None:
    desk, other = at(), at()
    enter_by_key(desk, "noor", key)
    page = desk.get("/desk/passkeys/new").content.decode()
    second = new_key()
    desk.post("/desk/passkeys/new", {"answer": second.make(options_on(page))})
    enter_by_key(other, "noor", second)
    gone = Passkey.objects.order_by("pk").last()
    assert gone is not None
    desk.post(f"/desk/passkeys/{gone.uuid}/remove")
    assert other.get("/desk/")["Location"] == "/desk/enter"
    assert desk.get("/desk/").status_code == 200


def test_at_most_five(world: Any, key: Key) -> None:
    desk = at()
    enter_by_key(desk, "noor", key)
    for _ in range(settings.LIMITS.staff_passkeys):
        page = desk.get("/desk/passkeys/new").content.decode()
        last = desk.post("/desk/passkeys/new", {"answer": new_key().make(options_on(page))})
    assert "أقصى عدد" in last.content.decode()
    assert Passkey.objects.count() == Authenticator.objects.count() == settings.LIMITS.staff_passkeys


@pytest.mark.django_db(transaction=True)
def test_of_a_key_and_its_copy_used_in_one_moment_one_is_taken(world: Any, trials: Any) -> None:
    """Both show the counter that follows, each for a challenge of its own."""
    appointed(world, "noor", "public_security")
    enter_first(at(), "noor")
    officer, credential = officer_named("noor"), bytes(Passkey.objects.get().credential)

    def used(counter: int) -> UUID | None:
        with transaction.atomic():
            found = note_passkey(officer=officer, shown=Shown(credential, counter, {}))
            time.sleep(0.02)
            return found

    for counter in range(10, 10 + trials(10)):
        taken = [one for one in at_once([functools.partial(used, counter)] * 4) if one is not None]
        broken = len(taken) != 1 or not isinstance(taken[0], UUID)
        trials.failed(int(broken))
        assert not broken, taken


def test_whoever_only_asks_leaves_nothing_beside_the_session(world: Any) -> None:
    stranger = at()
    for _ in range(5):
        asked(stranger, "nobody")
    assert (OneTimeCode.objects.count(), Tally.objects.count()) == (0, 0)
