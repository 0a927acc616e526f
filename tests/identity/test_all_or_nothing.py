"""R5: killed at any step, either everything happened or nothing; and the same call again brings it about."""

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import override_settings

from bawaba.identity.attestation.models import Call
from bawaba.identity.codes.models import Spending
from people import register
from wires import kiosk_stated, send, slug_of, stated

ACTIVATION = ("evidence_stored", "consumed", "enrolment_moved", "account_opened", "phone_bound", "messages_written")
ALL = [*((f"r5.{name}", "activate") for name in (*ACTIVATION, "outcome_noted", "answer_kept"))]
ALL += [("r5.reserved", "reserve"), ("r5.account_rebound", "rebind")]
NOT_EFFECTS = {"SpentToken", "Call", "CachedFact", "Tally", "ContentType", "Permission", "ClockJob", "Session"}


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table in which R5 could leave a trace."""
    models = [m for m in apps.get_models() if m.__name__ not in NOT_EFFECTS and not m._meta.app_label.startswith("pro")]
    return {m.__name__: sorted(m.objects.values_list(), key=str) for m in models}


def statement_of(world: Any, scenario: str) -> tuple[Any, str]:
    """Whoever sends it, and what they state."""
    Spending.objects.all().delete()
    if scenario == "reserve":
        bank = world.attestor("palm-bank", "bank")
        return bank, stated(world, bank, "omar")
    kiosk = world.attestor("kiosk-1")
    register(world, "omar")
    if scenario == "rebind":
        Spending.objects.all().delete()
        world.attest(kiosk, "omar", world.visit(kiosk, "omar"), use=True)
    Spending.objects.all().delete()
    phone = "+966500009911" if scenario == "rebind" else None
    return kiosk, kiosk_stated(world, kiosk, "omar", world.visit(kiosk, "omar", phone=phone))


def in_a_process_of_its_own(act: Callable[[], Any]) -> int:
    """How it ended: the signal's number, negative, or 0."""
    if connection.vendor == "postgresql":
        connection.close_pool()
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


@pytest.mark.promise("A15")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("point", "scenario"), ALL)
def test_killed_at_a_step_nothing_happened_and_the_same_call_again_does_it(
    world: Any, trials: Any, monkeypatch: Any, point: str, scenario: str
) -> None:
    who, statement = statement_of(world, scenario)
    before = everything()
    monkeypatch.setenv("FAILPOINT", f"{point}:kill")
    for _ in range(trials(20)):
        with override_settings(FAILPOINTS=True):
            assert in_a_process_of_its_own(lambda: send(who, statement, "one-key")) == -signal.SIGKILL
        changed = [name for name, rows in everything().items() if rows != before[name]]
        trials.failed(int(bool(changed)))
        assert not changed
        assert slug_of(send(who, statement, "one-key")) == "idempotency-in-flight", "its lease still runs"
        Call.objects.all().delete()
    monkeypatch.delenv("FAILPOINT")
    answer = send(who, statement, "one-key")
    assert answer.status_code == 201, answer.text
    assert answer.json()["outcome"] == ("code_sent" if scenario == "reserve" else "activated")


@pytest.mark.promise("A15")
@pytest.mark.django_db(transaction=True)
def test_killed_after_the_commit_everything_happened_and_the_answer_is_kept(world: Any, monkeypatch: Any) -> None:
    kiosk, statement = statement_of(world, "activate")
    monkeypatch.setenv("FAILPOINT", "r5.committed:kill")
    with override_settings(FAILPOINTS=True):
        assert in_a_process_of_its_own(lambda: send(kiosk, statement, "one-key")) == -signal.SIGKILL
    after = everything()
    monkeypatch.delenv("FAILPOINT")
    answer = send(kiosk, statement, "one-key")
    assert (answer.status_code, answer.json()["outcome"]) == (201, "activated")
    assert everything() == after, "the stored answer, no second effect"


@pytest.mark.promise("A15")
@pytest.mark.django_db(transaction=True)
def test_a_call_whose_process_died_is_taken_up_when_its_lease_is_over(world: Any, monkeypatch: Any) -> None:
    kiosk, statement = statement_of(world, "activate")
    monkeypatch.setenv("FAILPOINT", "r5.account_opened:kill")
    with override_settings(FAILPOINTS=True):
        in_a_process_of_its_own(lambda: send(kiosk, statement, "one-key"))
    monkeypatch.delenv("FAILPOINT")
    world.wait(31)
    assert send(kiosk, statement, "one-key").status_code == 201


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("point", "scenario"), ALL)
def test_an_error_at_a_step_is_a_problem_and_leaves_nothing(
    world: Any, monkeypatch: Any, point: str, scenario: str
) -> None:
    who, statement = statement_of(world, scenario)
    before = everything()
    monkeypatch.setenv("FAILPOINT", f"{point}:raise")
    with override_settings(FAILPOINTS=True):
        answer = send(who, statement, "one-key")
    assert (answer.status_code, slug_of(answer)) == (500, "internal-error")
    assert everything() == before
    monkeypatch.delenv("FAILPOINT")
    assert send(who, statement, "one-key").status_code == 201, "the key is free again"
