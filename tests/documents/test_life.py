"""A document's life: superseded by a newer one of its line, over after its last day, revoked for good and once."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from bawaba.cases.lifecycle import APPLICATION
from bawaba.core import clock
from bawaba.documents.clockwork import expire_documents
from bawaba.documents.commands import move_document, revoke_document
from bawaba.documents.lifecycle import DOCUMENT, LISTED
from bawaba.documents.models import Document
from bawaba.documents.queries import verify_reference, verify_text
from bawaba.documents.rules import REASONS, WORDS, copy_of, word_of
from bawaba.journal.models import Event
from bawaba.journal.ports import CLOCK, Actor
from documents.papers import issued
from payers import at_once

OFFICER = Actor("officer", "noor")


def last_day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def test_every_state_has_its_word_and_only_what_a_seal_cannot_say_is_listed() -> None:
    assert set(DOCUMENT.states) | {"unknown"} == set(WORDS)
    assert set(LISTED) == set(DOCUMENT.states) - {"valid", "expired"}
    assert DOCUMENT.open_to("revoked", "officer") == ()


def test_an_application_that_ended_without_effect_never_issued_anything() -> None:
    """So that nothing has to be revoked when one is cancelled, refused or fails."""
    assert APPLICATION.move("issue").sources == ("effected",)
    ends = [one for one in APPLICATION.moves if {"effected", "issued"} & set(APPLICATION.move(one).sources)]
    assert ends == ["issue"]


@pytest.mark.parametrize(
    ("state", "days", "word"),
    [
        ("valid", None, "valid"),
        ("valid", 0, "valid"),
        ("valid", -1, "expired"),
        ("revoked", -1, "revoked"),
        ("superseded", -1, "superseded"),
        ("expired", -1, "expired"),
    ],
)
def test_the_last_day_is_still_good_and_what_was_decided_comes_first(state: str, days: int | None, word: str) -> None:
    today = clock.today()
    assert word_of(state, None if days is None else today + timedelta(days=days), today) == word


@pytest.mark.django_db
def test_past_its_last_day_it_is_expired_before_the_clock_and_after_it() -> None:
    one, fresh, receipt = issued(until=last_day(-1), no="1"), issued(until=last_day(0), no="2"), issued()
    assert verify_text(one.seal).word == verify_reference(one.reference).word == "expired"
    expire_documents(clock.now())
    expire_documents(clock.now())
    assert [Document.objects.get(pk=row.pk).state for row in (one, fresh, receipt)] == ["expired", "valid", "valid"]
    assert verify_text(one.seal).word == "expired"
    assert Event.objects.filter(type="document.expire").count() == 1


@pytest.mark.django_db
def test_a_newer_one_of_the_same_line_replaces_the_earlier() -> None:
    account = uuid4()
    old = issued(account, no="77", until=last_day(10))
    others = [
        issued(account, no="78", until=last_day(10)),
        issued(no="77", until=last_day(10)),
        issued(account, no="77"),
    ]
    new = issued(account, no="77", until=last_day(400))
    assert verify_text(old.seal).word == "superseded"
    assert all(verify_text(one.seal).word == "valid" for one in [*others, new])
    assert Event.objects.filter(type="document.supersede").count() == 1


@pytest.mark.django_db
def test_a_reason_that_nobody_knows_is_refused_and_a_revoked_one_stays_revoked() -> None:
    one = issued(until=last_day(-1))
    with pytest.raises(ValueError, match="whim"):
        revoke_document(document=one.uuid, reason="whim", by=OFFICER)
    assert revoke_document(document=one.uuid, reason="false", by=OFFICER)
    assert not move_document(one.uuid, "expire", by=CLOCK)
    assert not revoke_document(document=one.uuid, reason="error", by=OFFICER)
    assert verify_text(one.seal).word == "revoked"
    assert Document.objects.get(pk=one.pk).reason == "false"
    assert Event.objects.get(type="document.revoke").data == {"reason": "false"}
    assert "false" in REASONS


@pytest.mark.django_db(transaction=True)
def test_of_many_that_revoke_at_once_one_does(trials: Any) -> None:
    for _ in range(trials(5)):
        one = issued()
        work = [lambda one=one: revoke_document(document=one.uuid, reason="lost", by=OFFICER)] * 8
        assert sorted(at_once(*work)) == [False] * 7 + [True]
        assert Event.objects.filter(type="document.revoke", subject=one.uuid).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_that_renew_at_once_one_is_valid_at_the_end(trials: Any) -> None:
    """A loser fails with the constraint, as a whole: its task tries again and then replaces the winner."""
    for _ in range(trials(3)):
        account = uuid4()
        made = at_once(*[lambda account=account: issued(account, no="5", until=last_day(9))] * 4)
        assert Document.objects.filter(account=account, state="valid").count() == 1
        done = [one for one in made if isinstance(one, Document)]
        assert Document.objects.filter(account=account).count() == len(done) >= 1
        issued(account, no="5", until=last_day(9))
        assert Document.objects.filter(account=account, state="valid").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("held", [0, 1], ids=["original", "copy"])
def test_a_revocation_reaches_the_copies_whichever_of_them_the_officer_holds(held: int) -> None:
    original = issued(no="5", until=last_day(9))
    copy = issued(kind=copy_of(original.kind), subject=original.subject, no="5", until=last_day(9))
    beside = issued(kind="receipt", subject=original.subject)
    told: list[UUID] = []
    both = (original, copy)
    assert revoke_document(
        document=both[held].uuid, reason="false", tell=lambda one: told.append(one) or (), by=OFFICER
    )
    assert told == [original.uuid, copy.uuid]
    for one in both:
        assert verify_text(one.seal).word == verify_reference(one.reference).word == "revoked"
        assert Event.objects.get(type="document.revoke", subject=one.uuid).data == {"reason": "false"}
    assert verify_text(beside.seal).word == "valid"
    assert not revoke_document(document=both[1 - held].uuid, reason="false", by=OFFICER)


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_hold_a_copy_each_revoke_both_once_and_none_waits_for_ever(trials: Any) -> None:
    for _ in range(trials(10)):
        original = issued()
        both = (original, issued(kind=copy_of(original.kind), subject=original.subject))
        work = [lambda one=one: revoke_document(document=one.uuid, reason="lost", by=OFFICER) for one in both * 4]
        assert sorted(at_once(*work)) == [False] * 7 + [True]
        for one in both:
            assert Event.objects.filter(type="document.revoke", subject=one.uuid).count() == 1


@pytest.mark.django_db
def test_nothing_is_revoked_when_one_of_them_cannot_be_told() -> None:
    original = issued()
    copy = issued(kind=copy_of(original.kind), subject=original.subject)

    def tell(one: UUID) -> tuple[()]:
        if one == copy.uuid:
            raise RuntimeError("no message")
        return ()

    with pytest.raises(RuntimeError, match="no message"):
        revoke_document(document=original.uuid, reason="lost", tell=tell, by=OFFICER)
    assert {verify_text(one.seal).word for one in (original, copy)} == {"valid"}
