"""RFC 7009: an agency gives its tokens back, and those of nobody else."""

from typing import Any

import pytest
from django.test import Client

from agencies import Agency
from bawaba.journal.models import Event
from people import activated, logged_in
from races import at_once

pytestmark = pytest.mark.django_db
WHERE = "/oidc/revoke"


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    return logged_in(world, "layla")


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
@pytest.mark.parametrize("hint", ["access_token", "refresh_token", "nonsense", None])
def test_either_token_ends_the_log_in_whatever_the_hint_says(layla: Client, kind: str, hint: str | None) -> None:
    agency = Agency()
    found = agency.tokens(layla, scope="openid offline_access")
    told = {"token": found[kind]} | ({"token_type_hint": hint} if hint else {})
    answer = agency.call(WHERE, told)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Cache-Control"] == "no-store"
    assert agency.read(found["access_token"]).status_code == 401
    assert agency.refresh(found["refresh_token"]).json()["error"] == "invalid_grant"


def test_it_is_an_event_that_the_person_reads_once_however_often_it_is_sent(layla: Client) -> None:
    agency = Agency()
    token = agency.tokens(layla)["access_token"]
    for _ in range(3):
        assert agency.call(WHERE, {"token": token}).status_code == 200
    assert Event.objects.filter(type="login_elsewhere.revoke").count() == 1
    assert "أنهت بلدية العاصمة دخولك إليها" in layla.get("/settings/history").content.decode()
    assert layla.get("/home").status_code == 200, "the session here goes on"


def test_another_log_in_at_the_same_agency_goes_on(layla: Client) -> None:
    agency = Agency()
    first, second = (agency.tokens(layla)["access_token"] for _ in range(2))
    agency.call(WHERE, {"token": first})
    assert [agency.read(one).status_code for one in (first, second)] == [401, 200]


def test_another_agencys_token_is_left_alone_and_answered_like_an_unknown_one(layla: Client) -> None:
    mine, theirs = Agency("one"), Agency("other")
    token = theirs.tokens(layla)["access_token"]
    answers = [mine.call(WHERE, {"token": text}) for text in (token, "unknown", "x" * 5000, "\0", "رمز")]
    assert {(one.status_code, one.content) for one in answers} == {(200, b"")}
    assert theirs.read(token).status_code == 200


def test_nobody_gives_anything_back_without_proving_who_it_is(layla: Client) -> None:
    agency = Agency()
    token = agency.tokens(layla)["access_token"]
    assert Client().post(WHERE, {"token": token}).status_code == 401
    assert Client().post(WHERE, {"token": token, "client_id": agency.slug}).status_code == 401
    agency.secret = "another"
    assert agency.call(WHERE, {"token": token}).status_code == 401
    assert layla.post(WHERE, {"token": token}).status_code == 401, "a person's cookie is no proof"
    assert Client().get(WHERE).status_code == 405
    agency.secret = ""
    assert Event.objects.filter(type="login_elsewhere.revoke").count() == 0


def test_one_that_signs_what_it_proves_itself_with_may_as_well(layla: Client) -> None:
    agency = Agency(authentication="private_key_jwt")
    token = agency.tokens(layla)["access_token"]
    assert agency.call(WHERE, {"token": token}).status_code == 200
    assert agency.read(token).status_code == 401


@pytest.mark.parametrize("sent", [{}, {"token": ""}, {"token": ["a", "b"]}])
def test_what_names_no_token_or_two_is_refused(layla: Client, sent: dict[str, Any]) -> None:
    assert Agency().call(WHERE, sent).json()["error"] == "invalid_request"


def test_discovery_names_it() -> None:
    found = Client().get("/.well-known/openid-configuration").json()
    assert found["revocation_endpoint"].endswith(WHERE)
    assert found["revocation_endpoint_auth_methods_supported"] == ["client_secret_basic", "private_key_jwt"]


@pytest.mark.django_db(transaction=True)
def test_given_back_by_many_at_once_and_refreshed_meanwhile_nothing_is_left(world: Any) -> None:
    activated(world, "layla")
    agency = Agency()
    found = agency.tokens(logged_in(world, "layla"), scope="openid offline_access")
    jobs = [lambda: agency.call(WHERE, {"token": found["refresh_token"]})] * 5
    answers = at_once([*jobs, lambda: agency.refresh(found["refresh_token"])])
    assert {one.status_code for one in answers[:5]} == {200}
    assert Event.objects.filter(type="login_elsewhere.revoke").count() == 1
    fresh = answers[5].json().get("access_token", "none")
    assert {agency.read(one).status_code for one in (found["access_token"], fresh)} == {401}
