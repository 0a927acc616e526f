"""How many statements an activation and a log-in make: bounds that may fall and never rise (docs/decisions/0014)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from bawaba.identity.accounts.hashers import PepperedArgon2
from bawaba.identity.attestation.acceptance import accept, prepare
from bawaba.identity.attestation.moving import attestor_named
from bawaba.identity.attestation.statement import read_statement
from bawaba.identity.codes.models import Tally
from bawaba.journal.ports import Actor
from bawaba.registers.queries import person_by_identifier
from people import activated, at, give_details, register
from wires import send, stated

HINTS = 1 if connection.vendor == "postgresql" else 0  # where another engine than the embedded one is told of a task
MOST_OF_ACTIVATION, MOST_OF_CALL, MOST_OF_LOGIN = 27, 32, 11
ENDS = re.compile(r"\s*(BEGIN|COMMIT)")
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)")


@contextmanager
def watched() -> Iterator[list[tuple[str, bool]]]:
    """Every statement, and whether it stands in a transaction."""
    seen: list[tuple[str, bool]] = []

    def note(execute: Any, sql: str, *told: Any) -> Any:
        if not ENDS.match(sql):
            seen.append((sql, connection.in_atomic_block))
        return execute(sql, *told)

    with connection.execute_wrapper(note):
        yield seen


def tries() -> set[int]:
    return set(Tally.objects.filter(failures__gt=0).values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_an_activation_makes_few_statements_and_no_savepoint(world: Any) -> None:
    register(world, "omar")
    bank, one = world.attestor("palm-bank", "bank"), world.cast["omar"]
    statement, palm = stated(world, bank, "omar"), attestor_named("palm-bank")
    person_by_identifier(one["kind"], one["number"])  # the register has been asked
    with watched() as seen:
        case = prepare(palm, read_statement(statement, palm))
        assert accept(case=case, by=Actor("attestor", "palm-bank")).word == "activated"
    assert len(seen) <= MOST_OF_ACTIVATION + HINTS, seen  # its attestor was named before
    assert not [sql for sql, _ in seen if "SAVEPOINT" in sql]


@pytest.mark.django_db(transaction=True)
def test_the_call_of_a_bank_adds_five_of_its_own(world: Any) -> None:
    """Attestor and key of the caller, its token and its key taken, the answer kept."""
    register(world, "omar")
    bank, one = world.attestor("palm-bank", "bank"), world.cast["omar"]
    statement = stated(world, bank, "omar")
    person_by_identifier(one["kind"], one["number"])
    with watched() as seen:
        assert send(bank, statement).json()["outcome"] == "activated"
    assert len(seen) <= MOST_OF_CALL + HINTS, seen
    assert not [sql for sql, _ in seen if "SAVEPOINT" in sql]


@pytest.mark.django_db(transaction=True)
def test_a_log_in_commits_its_tries_before_the_hash_and_all_else_after_it_at_once(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    activated(world, "omar")
    world.wait(31)
    before: list[tuple[str, bool]] = []
    matches = PepperedArgon2._matches
    with watched() as seen:
        monkeypatch.setattr(PepperedArgon2, "_matches", lambda *said: before.extend(seen) or matches(*said))
        assert give_details(at(), "omar")
    written = [(sql, inside) for sql, inside in seen if WRITES.match(sql)]
    counted = [(sql, inside) for sql, inside in before if WRITES.match(sql)]
    assert [(sql.split()[2], inside) for sql, inside in counted] == [("codes_tally", False)] * 2
    assert written[:2] == counted
    assert all(inside for _, inside in written[2:]), "one transaction"
    assert len(seen) <= MOST_OF_LOGIN + HINTS, seen


@pytest.mark.django_db
def test_a_right_password_too_soon_for_another_code_forgets_the_tries_and_the_first_code_stays_good(world: Any) -> None:
    activated(world, "omar")
    world.wait(31)
    failed, browser = tries(), at()
    assert give_details(browser, "omar")
    world.deliver()
    code = world.pocket.code(world.cast["omar"]["phone"])
    assert not give_details(browser, "omar", "some-password")
    assert tries() > failed
    assert give_details(browser, "omar"), "no code is sent, and the log-in waits for the one that was"
    assert tries() == failed
    assert browser.post("/login/code", {"code": code})["Location"] == "/home"
