"""R8: codes are compared at most five times, whoever asks and however parallel; a new one forgives nothing."""

from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from bawaba.config.limits import Limits, beyond_maximum
from bawaba.core import clock
from bawaba.core.references import ALPHABET
from bawaba.core.secrets import new_handle, new_opening_code, typed_opening_code
from bawaba.identity.codes import commands
from bawaba.identity.codes.budgets import TooOften, spend
from bawaba.identity.codes.commands import CodeUsed, issue_code, try_code, use_code
from bawaba.identity.codes.models import OneTimeCode
from bawaba.identity.codes.retention import purge_codes
from bawaba.identity.codes.rules import kept, seconds_to_wait
from bawaba.journal.keys import keyring
from bawaba.journal.ports import Actor
from races import at_once

BY = Actor("applicant")
LIFE = settings.LIMITS.phone_code_life


def issued(text: str = "123456", subject: Any = None) -> Any:
    subject = subject or uuid4()
    issue_code(purpose="test", subject=subject, text=text, life=LIFE, by=BY)
    return subject


def tried(subject: Any, text: str) -> Any:
    return try_code(purpose="test", subject=subject, text=text, by=BY)


@pytest.mark.promise("A1")
@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "right"), [(4 * 60 + 59, True), (5 * 60 + 1, False)])
def test_a_code_lives_five_minutes(world: Any, seconds: int, right: bool) -> None:
    subject = issued()
    world.wait(seconds)
    assert tried(subject, "123456").right is right


@pytest.mark.promise("A1")
def test_a_code_beyond_ten_minutes_does_not_start() -> None:
    assert beyond_maximum(Limits(phone_code_life=timedelta(minutes=10, seconds=1))) == ["phone_code_life"]
    assert not beyond_maximum(Limits(phone_code_life=timedelta(minutes=10)))


@pytest.mark.promise("A2")
@pytest.mark.django_db(transaction=True)
def test_forty_parallel_guesses_get_five_comparisons(trials: Any, monkeypatch: Any) -> None:
    compared: list[int] = []
    same_code = commands.same_code
    monkeypatch.setattr(commands, "same_code", lambda one, other: compared.append(1) or same_code(one, other))
    for _ in range(trials(50)):
        subject = issued()
        compared.clear()
        results = at_once([lambda subject=subject, n=n: tried(subject, f"{n:06d}") for n in range(40)])
        broken = len(compared) > 5 or any(isinstance(one, Exception) or one.right for one in results)
        trials.failed(int(broken))
        assert not broken, (len(compared), results)


@pytest.mark.promise("A2")
@pytest.mark.django_db(transaction=True)
def test_a_right_code_typed_in_parallel_is_used_once(trials: Any) -> None:
    for _ in range(trials(50)):
        code = issue_code(purpose="test", subject=uuid4(), text="123456", life=LIFE, by=BY)
        results = at_once([lambda code=code: use_code(code=code, by=BY)] * 8)
        assert sum(one is None for one in results) == 1
        assert sum(isinstance(one, CodeUsed) for one in results) == 7


@pytest.mark.promise("A3")
@pytest.mark.django_db
def test_asking_for_new_codes_forgives_nothing() -> None:
    subject, right = uuid4(), []
    for number in range(20):
        issued(f"{number:06d}", subject)
        verdict = tried(subject, "999999")
        right.append(verdict.closed_until is None)
    limit = settings.LIMITS.login_failures_before_wait
    assert right == [True] * limit + [False] * (20 - limit)
    issued("123456", subject)
    assert not tried(subject, "123456").right, "even the right one has to wait"


@pytest.mark.django_db
def test_only_the_newest_code_counts_and_a_used_one_never_again() -> None:
    subject = issued("111111")
    issued("222222", subject)
    assert not tried(subject, "111111").right
    verdict = tried(subject, "222222")
    use_code(code=verdict.code, by=BY)
    with pytest.raises(CodeUsed):
        use_code(code=verdict.code, by=BY)
    assert not tried(subject, "222222").right


@pytest.mark.promise("A13")
@pytest.mark.django_db
def test_a_dump_verifies_no_guess(monkeypatch: Any) -> None:
    """What the database keeps is an HMAC under a key that is not in it, bound to purpose and subject."""
    subject = issued()
    row = OneTimeCode.objects.get()
    assert b"123456" not in bytes(row.digest)
    assert bytes(row.digest) == keyring().code_hmac("test", subject.hex, "123456")
    assert bytes(row.digest) != keyring().code_hmac("test", uuid4().hex, "123456")
    assert bytes(row.digest) != type(keyring()).generate("another").code_hmac("test", subject.hex, "123456")


@pytest.mark.promise("A13")
def test_codes_that_open_have_eighty_and_handles_a_hundred_and_twenty_eight_bits() -> None:
    assert len(ALPHABET) == 32
    codes = {new_opening_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert {len(code) for code in codes} == {16}
    assert all(typed_opening_code(code.lower()) == code for code in codes)
    assert {len(new_handle()) for _ in range(100)} == {22}


@pytest.mark.promise("A6")
def test_a_phone_gets_one_in_thirty_seconds_five_an_hour_ten_a_day() -> None:
    windows, sent = settings.LIMITS.sends_per_phone, []
    for second in range(0, 86400, 7):
        if not seconds_to_wait(kept(sent, windows, second), windows, second):
            sent.append(second)
    assert len(sent) == 10
    assert all(later - earlier >= 30 for earlier, later in pairwise(sent))
    assert all(sum(start <= one < start + 3600 for one in sent) <= 5 for start in sent)


@pytest.mark.promise("A6")
@pytest.mark.django_db
def test_each_kind_of_code_has_its_own_budget(world: Any) -> None:
    """Hostile starts, visits and banks do not stop the owner's log-in code."""
    phone, windows = "+966500000001", settings.LIMITS.sends_per_phone
    for budget in ("send.registration", "send.visit", "send.bank"):
        for _ in range(5):
            world.wait(31)
            spend(budget=budget, key=phone, windows=windows)
        world.wait(31)
        with pytest.raises(TooOften):
            spend(budget=budget, key=phone, windows=windows)
    spend(budget="send.login", key=phone, windows=windows)


@pytest.mark.promise("A6")
@pytest.mark.django_db(transaction=True)
def test_a_budget_spent_in_parallel_is_spent_once(trials: Any) -> None:
    for number in range(trials(50)):
        results = at_once([lambda key=str(number): spend(budget="b", key=key, windows=((3, 3600),))] * 12)
        assert sum(one is None for one in results) == 3, results


@pytest.mark.django_db
def test_code_rows_live_a_day(world: Any) -> None:
    issued()
    world.wait(86400 + 4 * 60)
    purge_codes(clock.now())
    assert OneTimeCode.objects.exists()
    world.wait(120)
    purge_codes(clock.now())
    assert not OneTimeCode.objects.exists()
