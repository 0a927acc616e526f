"""R2: no request of a registration asks the register or the account table, and no answer differs by whose number it is."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applicants import Applicant
from bawaba.registers import queries as registers
from people import activated, register

pytestmark = pytest.mark.django_db
STEPS = ("choose", "identify", "contact", "prove", "submit")
FORBIDDEN = ("accounts_account", "accounts_user", "accounts_address", "registers_")


class Silent:
    """A register that nobody may ask."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the register was asked: {name}")


def walked(world: Any, phone: str, number: str) -> list[tuple[Any, ...]]:
    """Status, headers, cookies and length of each step, with this number on this phone, from a browser of its own."""
    one = Applicant(world)
    one.one = {**one.one, "phone": phone, "number": number}
    seen = []
    for step in STEPS:
        answer = getattr(one, step)()
        headers = sorted((name, value) for name, value in answer.headers.items() if name != "Set-Cookie")
        cookies = sorted((name, len(one.value)) for name, one in answer.cookies.items())
        seen.append((step, answer.status_code, headers, cookies, len(answer.content)))
    world.deliver()
    return seen


def test_unknown_pending_active_deceased_and_blocked_numbers_are_answered_alike(world: Any, monkeypatch: Any) -> None:
    activated(world, "layla")
    register(world, "noor")
    numbers = {slug: world.cast[slug]["number"] for slug in ("layla", "noor", "sami")} | {"unknown": "1000000008"}
    key = world.cast["sami"]["person_key"]
    world.store.change_person(key, alive=False)
    try:
        monkeypatch.setattr(registers, "register", Silent)
        phones = [f"+96650000600{count}" for count in range(len(numbers))]
        with CaptureQueriesContext(connection) as told:
            answers = [walked(world, *pair) for pair in zip(phones, numbers.values(), strict=True)]
        texts = [[text for to, text in world.pocket.texts if to == phone] for phone in phones]
    finally:
        world.store.change_person(key, alive=True)
    assert answers[0][-1][1] == 302
    assert all(one == answers[0] for one in answers[1:])
    assert {tuple(len(text) for text in sent) for sent in texts} == {tuple(len(text) for text in texts[0])}
    asked = [query["sql"] for query in told.captured_queries]
    assert not [sql for sql in asked if any(name in sql for name in FORBIDDEN)]
