"""What is published: keys and a signed list, cacheable, without anything personal; what was changed is refused."""

import base64
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from joserfc import jws
from joserfc.jwk import ECKey

from bawaba.core import clock
from bawaba.core.keyring import Keyring
from bawaba.documents import published, seals
from bawaba.documents.commands import revoke_document
from bawaba.documents.offline import BadKeys, kept_keys, kept_verdict
from bawaba.documents.published import KIND, BadList, key_set, read_list, revocation_list
from bawaba.documents.seals import mark_of, published_keys, seal_text
from bawaba.journal.ports import Actor
from documents.papers import NAME, issued

pytestmark = pytest.mark.django_db
OFFICER = Actor("officer", "noor")
LIST, KEYS = "/verify/revoked.json", "/.well-known/bawaba/seal-keys.json"


def listed() -> dict[str, Any]:
    payload = Client().get(LIST).json()["payload"]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return found


def test_the_list_names_what_ended_by_opaque_marks_at_once(django_assert_max_num_queries: Any) -> None:
    one, other = issued(), issued()
    assert one.mark not in listed()["revoked"]
    revoke_document(document=one.uuid, reason="lost", by=OFFICER)
    said = listed()
    assert said["revoked"] == [one.mark] == [mark_of(one.seal)]
    assert said["superseded"] == []
    whole = json.dumps(said)
    for private in (one.reference, str(one.uuid), str(one.account), *NAME, other.mark):
        assert private not in whole
    with django_assert_max_num_queries(1):
        Client().get(LIST)


def test_a_replaced_one_is_on_the_list_and_an_expired_one_is_not() -> None:
    account, until = uuid4(), (clock.today() + timedelta(days=3)).isoformat()
    old = issued(account, no="7", until=until)
    issued(account, no="7", until=until)
    gone = issued(until="2026-01-01", no="8")
    assert listed()["superseded"] == [old.mark]
    assert gone.mark not in json.dumps(listed())


def test_both_are_public_cacheable_and_readable_from_anywhere() -> None:
    for address in (LIST, KEYS):
        answer = Client().get(address)
        assert answer.status_code == 200
        assert answer["Cache-Control"].startswith("public, max-age=")
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies
    assert Client().get(KEYS).json()["v"] == listed()["v"] == 1


def test_the_list_says_when_it_was_made_and_when_it_is_old(world: Any) -> None:
    found = read_list(Client().get(LIST).content, published_keys())
    assert timedelta(0) <= clock.now() - found.issued_at <= timedelta(minutes=5)
    assert found.next_update - found.issued_at == settings.LIMITS.revocation_list_life
    assert not found.is_old(clock.now())
    assert found.is_old(clock.now() + timedelta(hours=25))
    world.wait(301)
    assert read_list(Client().get(LIST).content, published_keys()).issued_at > found.issued_at


@pytest.mark.parametrize("part", ["protected", "payload", "signature"])
def test_a_list_with_a_changed_part_is_refused(part: str) -> None:
    one = issued()
    revoke_document(document=one.uuid, reason="lost", by=OFFICER)
    made = revocation_list()
    empty = base64.urlsafe_b64encode(json.dumps({**listed(), "revoked": []}).encode()).rstrip(b"=").decode()
    text = empty if part == "payload" else made[part][:-4] + "AAAA"
    with pytest.raises(BadList):
        read_list(json.dumps({**made, part: text}), published_keys())


def test_a_list_under_a_strangers_key_or_of_another_kind_is_refused() -> None:
    ours = published.keyring().private_jwks("seal")[0]
    stranger = Keyring.generate().private_jwks("seal")[0]
    said = json.dumps(listed())
    for jwk, kid, kind in (
        (stranger, ours["kid"], KIND),
        (ours, ours["kid"], "JWT"),
        (stranger, stranger["kid"], KIND),
    ):
        member = {"protected": {"alg": "ES256", "kid": kid, "typ": kind}}
        made = jws.serialize_json(member, said, ECKey.import_key({**jwk, "kid": kid}), algorithms=["ES256"])
        with pytest.raises(BadList):
            read_list(json.dumps(made), published_keys())


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", "\0", '{"payload": 1}', '{"protected":"e30","payload":"","signature":""}']
)
def test_what_is_no_list_and_what_are_no_keys_is_refused(text: str) -> None:
    with pytest.raises(BadList):
        read_list(text, published_keys())
    with pytest.raises(BadKeys):
        kept_keys(text or "x")


def test_after_rotation_old_documents_and_lists_hold_under_the_published_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = Keyring.generate()
    for module in (seals, published):
        monkeypatch.setattr(module, "keyring", lambda: ring)
    old, before = seal_text({"ref": "A"}), json.dumps(revocation_list())
    kept = kept_keys(json.dumps(key_set()))
    ring.rotate("seal")
    new, after = seal_text({"ref": "B"}), json.dumps(revocation_list())
    keys = kept_keys(json.dumps(key_set()))
    assert len(keys) == 2
    assert all(kept_verdict(one, keys, read_list(after, keys), clock.today()).word == "valid" for one in (old, new))
    assert read_list(before, keys)
    assert kept_verdict(old, kept, None, clock.today()).word == "valid"
    assert kept_verdict(new, kept, None, clock.today()).word == "unknown", "a key that was not kept"
    with pytest.raises(BadList):
        read_list(after, kept)


def test_the_list_is_signed_anew_only_when_something_ended() -> None:
    first = revocation_list()
    with CaptureQueriesContext(connection) as captured:
        assert revocation_list() == first
    assert len(captured) == 1
    revoke_document(document=issued().uuid, reason="law", by=OFFICER)
    assert revocation_list() != first
