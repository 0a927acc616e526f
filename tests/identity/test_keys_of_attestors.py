"""Keys come and go: a file, a one-use code, rotation with an overlap. A kid lives once, and nobody gains by asking twice."""

from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from joserfc.jwk import ECKey, OKPKey, RSAKey

from bawaba.core import clock
from bawaba.core.public_keys import BadKey, checked_key
from bawaba.identity.attestation.binding import issue_binding_code
from bawaba.identity.attestation.keeping_keys import NoKey, end_key, publish_keys
from bawaba.identity.attestation.keys import CURVES
from bawaba.identity.attestation.loading import BadAttestor, load_attestor
from bawaba.identity.attestation.models import Attestor, AttestorKey
from bawaba.identity.attestation.moving import CannotMove, attestor_named
from bawaba.identity.codes.models import OneTimeCode, Tally
from bawaba.journal.models import Event
from bawaba.journal.ports import Actor
from bawaba_attestor import Attestor as Client
from bawaba_attestor import Problem, new_key, public_jwks
from bawaba_attestor.keys import key_proof
from bawaba_attestor.statement import sign
from people import origin
from races import at_once
from statements import shapes_of
from wires import call, post, slug_of
from worlds import HERE, KIOSK

pytestmark = pytest.mark.django_db
BY = Actor("operator", "console")
URL = "http://testserver"


def described(slug: str = "sea-bank", channel: str = "bank", **more: Any) -> dict[str, Any]:
    return {**KIOSK, "slug": slug, "channel": channel, **more}


def client(world: Any, slug: str, key: dict[str, Any], address: str = HERE) -> Client:
    return Client(URL, slug, key, transport=world.portal_transport(address))


def is_heard(who: Client) -> bool:
    return call(who, "GET", "/channel/v1/activity").status_code == 200


def rotated(who: Client, body: dict[str, Any], key: str = "k") -> httpx.Response:
    return post(who, "/keys/rotation", body, **{"Idempotency-Key": key})


def expected(slug: str = "sea-bank", channel: str = "bank") -> str:
    """An attestor without keys, and the code for its first one."""
    load_attestor(described=described(slug, channel), by=BY)
    return issue_binding_code(attestor=attestor_named(slug), by=BY)


def test_a_bank_brings_its_first_key_under_a_code_and_is_heard_from_then_on(world: Any) -> None:
    code, key = expected(), new_key()
    bank = client(world, "sea-bank", key)
    assert not is_heard(bank)
    answer = bank.enrol(code.lower())
    assert (answer["attestor"], answer["kid"], answer["channel"]) == ("sea-bank", key["kid"], "bank")
    assert [place["slug"] for place in answer["places"]] == ["market"]
    assert is_heard(bank)
    assert "d" not in AttestorKey.objects.get().jwk
    assert bank.enrol(code)["kid"] == key["kid"], "whoever lost the answer gets it again"
    with pytest.raises(Problem, match="403 code-wrong"):
        client(world, "sea-bank", new_key()).enrol(code)


def test_the_same_device_enrols_again_under_its_own_key_and_nobody_under_its_kid(world: Any) -> None:
    key = new_key()
    client(world, "kiosk-9", key).enrol(expected("kiosk-9", "kiosk"))
    row = attestor_named("kiosk-9")
    assert client(world, "kiosk-9", key).enrol(issue_binding_code(attestor=row, by=BY))["kid"] == key["kid"]
    assert is_heard(client(world, "kiosk-9", key))
    code = issue_binding_code(attestor=row, by=BY)
    with pytest.raises(Problem, match="409 kid-taken"):
        client(world, "kiosk-9", new_key() | {"kid": key["kid"]}).enrol(code)
    assert is_heard(client(world, "kiosk-9", key)), "and nothing has ended"


def test_a_code_is_for_one_attestor_lives_a_day_and_a_newer_one_ends_it(world: Any) -> None:
    first, other = expected("sea-bank"), expected("kiosk-9", "kiosk")
    with pytest.raises(Problem, match="403 code-wrong"):
        client(world, "kiosk-9", new_key()).enrol(first)
    second = issue_binding_code(attestor=attestor_named("sea-bank"), by=BY)
    with pytest.raises(Problem, match="403 code-wrong"):
        client(world, "sea-bank", new_key()).enrol(first)
    assert client(world, "sea-bank", new_key()).enrol(second)
    world.wait(24 * 3600 + 1)
    with pytest.raises(Problem, match="403 code-wrong"):
        client(world, "kiosk-9", new_key()).enrol(other)


@pytest.mark.promise("A13")
def test_five_tries_and_one_answer_whether_the_attestor_exists_or_not(world: Any) -> None:
    code = expected()
    wrong = "0" * 16
    answers = {
        post(
            client(world, slug, key),
            "/keys/first",
            {"attestor": slug, "code": said, "proof": key_proof(slug, URL, key)},
        ).text
        for slug, said in [("sea-bank", wrong), ("nobody", wrong), ("sea-bank", "short"), ("nobody", code)]
        for key in [new_key()]
    }
    assert len(answers) == 1, answers
    for _ in range(3):
        with pytest.raises(Problem, match="403 code-wrong"):
            client(world, "sea-bank", new_key()).enrol(wrong)
    with pytest.raises(Problem, match="403 code-wrong"):
        client(world, "sea-bank", new_key()).enrol(code)


@pytest.mark.promise("A13")
def test_a_stranger_who_guesses_closes_a_code_only_where_the_stranger_is(world: Any) -> None:
    code = expected("kiosk-9", "kiosk")
    stranger, mine = client(world, "kiosk-9", new_key(), "203.0.113.7"), new_key()
    for _ in range(12):
        with pytest.raises(Problem, match="403 code-wrong"):
            stranger.enrol("0" * 16)
    assert OneTimeCode.objects.get().attempts == 5, "what is closed compares nothing"
    with pytest.raises(Problem, match="403 code-wrong"):
        stranger.enrol(code)
    device = client(world, "kiosk-9", mine, "198.51.100.4")
    assert device.enrol(code)["kid"] == mine["kid"]
    assert device.enrol(code)["kid"] == mine["kid"], "and whoever lost the answer gets it again"
    assert is_heard(device)


def test_made_up_names_leave_one_row_an_address_and_are_looked_up_alike(world: Any) -> None:
    expected("kiosk-9", "kiosk")
    seen = []
    for slug in ("kiosk-9", *(f"made-up-{number}" for number in range(4))):
        with CaptureQueriesContext(connection) as asked, pytest.raises(Problem, match="403 code-wrong"):
            client(world, slug, new_key()).enrol("0" * 16)
        seen.append(shapes_of(asked))
    for number in range(20):
        with pytest.raises(Problem, match="403 code-wrong"):
            client(world, f"another-{number}", new_key()).enrol("0" * 16)
    assert Tally.objects.count() == 1
    assert all(one == seen[0] for one in seen), "whether the name is somebody's shows in no statement"


@pytest.mark.promise("A13")
@pytest.mark.django_db(transaction=True)
def test_one_code_used_by_twelve_at_once_enrols_one(world: Any, trials: Any) -> None:
    for number in range(trials(20)):
        slug = f"kiosk-{number}"
        code = expected(slug, "kiosk")
        devices = [client(world, slug, new_key(), origin().address) for _ in range(12)]
        answers = at_once([partial(one.enrol, code) for one in devices])
        enrolled = [one for one in answers if isinstance(one, dict)]
        keys = AttestorKey.objects.filter(attestor__slug=slug)
        broken = len(enrolled) != 1 or keys.count() != 1
        trials.failed(int(broken))
        assert not broken, answers
        assert Event.objects.filter(type="attestor.enrol", subject=attestor_named(slug).uuid).count() == 1


def test_a_code_is_no_word_of_the_database_and_of_no_log(world: Any) -> None:
    code = expected()
    kept = [str(vars(row)) for model in (Attestor, AttestorKey, Event) for row in model.objects.all()]
    assert not [row for row in kept if code in row]


def test_whoever_has_the_public_half_only_enrols_nothing(world: Any) -> None:
    code, mine, theirs = expected(), new_key(), new_key()
    now = int(clock.now().timestamp())
    claims = {
        "iss": "sea-bank",
        "aud": URL,
        "iat": now,
        "exp": now + 60,
        "jti": "j",
        "jwk": public_jwks(theirs)["keys"][0],
    }
    forged = sign(claims, {**mine, "kid": theirs["kid"]}, "key-proof+jwt")
    answer = post(
        client(world, "sea-bank", mine), "/keys/first", {"attestor": "sea-bank", "code": code, "proof": forged}
    )
    assert answer.status_code in (400, 401)
    other = key_proof("coast-bank", URL, mine)
    answer = post(
        client(world, "sea-bank", mine), "/keys/first", {"attestor": "sea-bank", "code": code, "proof": other}
    )
    assert (answer.status_code, slug_of(answer)) == (400, "statement-invalid")
    assert client(world, "sea-bank", mine).enrol(code), "none of that was a try"


@pytest.mark.parametrize(
    "jwk",
    [
        new_key(),
        public_jwks(new_key())["keys"][0] | {"kid": ""},
        public_jwks(new_key())["keys"][0] | {"kid": "x" * 65},
        public_jwks(new_key())["keys"][0] | {"kid": 7},
        ECKey.generate_key("P-384", {"kid": "a"}).as_dict(private=False),
        RSAKey.generate_key(1024, {"kid": "a"}).as_dict(private=False),
        {"kty": "oct", "k": "AAAA", "kid": "a"},
        {"kty": "EC"},
        [],
        None,
    ],
    ids=["private", "no kid", "long kid", "number", "P-384", "RSA 1024", "secret", "half", "list", "nothing"],
)
def test_what_is_no_public_signing_key_is_refused(jwk: Any) -> None:
    with pytest.raises(BadKey):
        checked_key(jwk, curves=CURVES)


@pytest.mark.parametrize("key", [OKPKey.generate_key("Ed25519", {"kid": "a"}), RSAKey.generate_key(2048, {"kid": "a"})])
def test_what_may_sign_is_taken(key: Any) -> None:
    assert checked_key(key.as_dict(private=False), curves=CURVES)["kid"] == "a"


def test_rotation_keeps_the_old_key_until_the_stated_time_and_no_longer(world: Any) -> None:
    bank, old, new = world.attestor("sea-bank", "bank"), world.keys["sea-bank"], new_key()
    until = (clock.now() + timedelta(hours=2)).isoformat()
    answer = bank.rotate(new, until)
    assert (answer["kid"], answer["old_kid"]) == (new["kid"], old["kid"])
    assert is_heard(bank), "it signs with its new key now"
    former = client(world, "sea-bank", old)
    assert is_heard(former)
    world.wait(2 * 3600 + 1)
    assert not is_heard(former)
    assert is_heard(bank)
    told = Event.objects.get(type="attestor.rotate_key")
    assert (told.data["kid"], told.data["introduced_by"]) == (new["kid"], old["kid"])


def test_without_a_stated_time_the_overlap_is_a_week(world: Any) -> None:
    bank, old = world.attestor("sea-bank", "bank"), world.keys["sea-bank"]
    bank.rotate(new_key())
    world.wait(timedelta(days=7).total_seconds() - 60)
    assert is_heard(client(world, "sea-bank", old))
    world.wait(timedelta(days=7).total_seconds() + 60)
    assert not is_heard(client(world, "sea-bank", old))


def test_a_rotated_kiosk_goes_on(world: Any) -> None:
    kiosk = world.attestor("kiosk-1")
    kiosk.rotate(new_key())
    assert world.visit(kiosk, "layla")["proven"]


@pytest.mark.promise("A20")
def test_rotation_is_idempotent(world: Any) -> None:
    bank, new = world.attestor("sea-bank", "bank"), new_key()
    body = {"proof": key_proof("sea-bank", URL, new)}
    assert slug_of(post(bank, "/keys/rotation", body)) == "idempotency-key-missing"
    first, again = rotated(bank, body), rotated(bank, body)
    assert (first.status_code, again.content) == (201, first.content)
    assert slug_of(rotated(bank, {"proof": key_proof("sea-bank", URL, new_key())})) == "idempotency-key-reused"
    assert AttestorKey.objects.filter(attestor__slug="sea-bank").count() == 2


@pytest.mark.parametrize("hours", [-1, 24 * 31])
def test_an_overlap_is_neither_over_nor_endless(world: Any, hours: int) -> None:
    bank = world.attestor("sea-bank", "bank")
    until = (clock.now() + timedelta(hours=hours)).isoformat()
    answer = rotated(bank, {"proof": key_proof("sea-bank", URL, new_key()), "old_until": until})
    assert (answer.status_code, slug_of(answer)) == (422, "request-invalid")
    assert AttestorKey.objects.filter(ends_at__isnull=True).count() == 1


def test_a_key_that_ends_introduces_no_other_and_a_used_kid_none_again(world: Any) -> None:
    bank, old, new = world.attestor("sea-bank", "bank"), world.keys["sea-bank"], new_key()
    bank.rotate(new)
    former = client(world, "sea-bank", old)
    answer = rotated(former, {"proof": key_proof("sea-bank", URL, new_key())})
    assert (answer.status_code, slug_of(answer)) == (409, "key-ends")
    answer = rotated(bank, {"proof": key_proof("sea-bank", URL, new_key() | {"kid": old["kid"]})}, "other")
    assert (answer.status_code, slug_of(answer)) == (409, "kid-taken")
    assert is_heard(bank), "and the present key is as it was"
    assert AttestorKey.objects.get(kid=new["kid"]).ends_at is None


@pytest.mark.django_db(transaction=True)
def test_two_rotations_in_the_same_second_have_one_successor(world: Any, trials: Any) -> None:
    for number in range(trials(20)):
        slug = f"bank-{number}"
        bank = world.attestor(slug, "bank")
        bodies = [{"proof": key_proof(slug, URL, new_key())} for _ in range(6)]
        answers = at_once([partial(rotated, bank, body, f"k{n}") for n, body in enumerate(bodies)])
        codes = sorted(getattr(one, "status_code", 0) for one in answers)
        made = AttestorKey.objects.filter(attestor__slug=slug, came_by="rotation").count()
        broken = codes != [201] + [409] * 5 or made != 1
        trials.failed(int(broken))
        assert not broken, answers


def test_a_published_set_adds_at_once_and_ends_what_is_missing_later(world: Any) -> None:
    bank, old, new = world.attestor("sea-bank", "bank"), world.keys["sea-bank"], new_key()
    until = clock.now() + timedelta(hours=1)
    row = attestor_named("sea-bank")
    assert publish_keys(attestor=row, keys=public_jwks(new)["keys"], old_until=until, by=BY) == [old["kid"]]
    assert is_heard(bank)
    assert is_heard(client(world, "sea-bank", new))
    load_attestor(described=described(keys=public_jwks(old)), by=BY)
    assert is_heard(client(world, "sea-bank", new)), "an old file ends no key that was published"
    world.wait(3601)
    assert not is_heard(bank)
    with pytest.raises(BadKey):
        publish_keys(attestor=row, keys=[], old_until=until, by=BY)


def test_an_end_can_be_moved_nearer_and_never_away(world: Any) -> None:
    world.attestor("sea-bank", "bank")
    row, kid = attestor_named("sea-bank"), world.keys["sea-bank"]["kid"]
    end_key(attestor=row, kid=kid, at=clock.now() + timedelta(hours=2), by=BY)
    end_key(attestor=row, kid=kid, at=clock.now() + timedelta(hours=1), by=BY)
    with pytest.raises(NoKey):
        end_key(attestor=row, kid=kid, at=clock.now() + timedelta(hours=3), by=BY)
    with pytest.raises(NoKey):
        end_key(attestor=row, kid="nobody", at=clock.now(), by=BY)


def test_loading_again_revives_no_key(world: Any) -> None:
    world.attestor("sea-bank", "bank")
    first = world.keys.pop("sea-bank")
    world.attestor("sea-bank", "bank")
    load_attestor(described=described(keys=public_jwks(first, world.keys["sea-bank"])), by=BY)
    assert not is_heard(client(world, "sea-bank", first))


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": "shop"},
        {"channel": "kiosk", "keys": public_jwks(new_key())},
        {"keys": {"keys": [new_key()]}},
        {"keys": []},
        {"populations": ["nobody"]},
        {"a_day": "many"},
        {"a_day": -1},
        {"name": {"ar": "بنك"}},
        {"certificates": [{"sha256": "abc"}]},
        {"certificates": ["x"]},
        {"places": [{**KIOSK["places"][0], "opens": {"someday": "09:00-10:00"}}]},
        {"places": [{**KIOSK["places"][0], "opens": {"sunday": "10:00-09:00"}}]},
        {"places": [{**KIOSK["places"][0], "latitude": 91}]},
        {"places": [{**KIOSK["places"][0], "longitude": "east"}]},
        {"places": [KIOSK["places"][0], KIOSK["places"][0]]},
    ],
)
def test_a_description_that_cannot_be_taken_changes_nothing(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadAttestor, match="sea-bank"):
        load_attestor(described={**described(keys=public_jwks(new_key())), **wrong}, by=BY)
    assert not Attestor.objects.exists()


def test_a_bank_does_not_become_a_kiosk(world: Any) -> None:
    world.attestor("sea-bank", "bank")
    with pytest.raises(BadAttestor, match="cannot be changed"):
        load_attestor(described=described(channel="kiosk"), by=BY)
    with pytest.raises(CannotMove):
        issue_binding_code(attestor=attestor_named("sea-bank"), by=BY)
