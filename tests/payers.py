"""What payers do, and what the provider's own ledger says of it."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import httpx
from django.db import connection
from django.test import Client

from bawaba.cases.catalogue import services
from bawaba.cases.checklist import gather
from bawaba.cases.submission import Request, Submitted, submit_application
from bawaba.identity.accounts.queries import applicant, live_account_of_person
from bawaba.journal.ports import Actor
from bawaba_sandbox.pay.callbacks import notice, signing_key

CARD, DECLINED = "4111111111111111", "4000000000000002"
APPLY = "/services/pay-violations/apply"
PERSON = Actor("person")


def new_violations(world: Any, slug: str, count: int, halalas: int = 15_000) -> list[str]:
    """So many more unpaid ones, whatever an earlier test has paid."""
    key = world.cast[slug]["person_key"]
    like = world.store.list_of("violation", key)[0]
    numbers = [uuid4().hex[:12].upper() for _ in range(count)]
    with world.store.connect() as register:
        rows = [
            (number, key, "unpaid", json.dumps({**like, "number": number, "amount_halalas": halalas}))
            for number in numbers
        ]
        register.executemany("INSERT INTO violation VALUES (?, ?, ?, ?)", rows)
    return numbers


def account_of(world: Any, slug: str) -> UUID:
    found = live_account_of_person(world.cast[slug]["person_key"])
    assert found is not None
    return found


def facts_for(world: Any, slug: str) -> Any:
    key = world.cast[slug]["person_key"]
    return gather(services()["pay-violations"].topics, applicant(account_of(world, slug)), key, timedelta(0))


def submitted(world: Any, slug: str, numbers: list[str], facts: Any = None) -> Submitted:
    """By command, with facts of this moment unless others are given."""
    account = account_of(world, slug)
    known = facts or facts_for(world, slug)
    service = services()["pay-violations"]
    return submit_application(
        asked=Request(service, account, "person", {"violations": numbers}), facts=known, by=PERSON
    )


def apply_for(client: Client, numbers: list[str]) -> str:
    """By form and review; the address of the bill."""
    answer = client.post(reviewed(client, numbers))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def reviewed(client: Client, numbers: list[str]) -> str:
    """By form; the address of the review."""
    answer = client.post(APPLY, {"violations": numbers})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def hosted(client: Client, bill: str) -> str:
    """The hosted page of the bill, as a path of the provider."""
    answer = client.post(f"{bill}/pay")
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).removeprefix("http://sandbox")


def pays(world: Any, page: str, card: str = CARD) -> None:
    """At the provider."""
    assert world.app.test_client().post(page, data={"card": card}).status_code == 302


def deaf(world: Any) -> None:
    """Callbacks get lost from here on."""

    def lost(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("lost", request=request)

    world.app.extensions["callback_transport"] = httpx.MockTransport(lost)


def ledger(world: Any, reference: str = "") -> list[tuple[str, str, int]]:
    """(reference, status, halalas) of the provider's own book."""
    with closing(sqlite3.connect(world.app.extensions["payments"]._path)) as book:
        rows = book.execute("SELECT reference, status, halalas FROM payment WHERE reference LIKE ?", (f"{reference}%",))
        return list(rows)


def kept(world: Any, reference: str) -> int:
    """Halalas that the provider has captured and not given back, of one bill."""
    return sum(halalas for _, status, halalas in ledger(world, reference) if status == "captured")


def signed_notice(world: Any, reference: str, event: str = "captured", **claims: Any) -> str:
    """A notice of the provider's, signed with its key."""
    payment = world.app.extensions["payments"].by_reference(reference)
    key = signing_key(world.app.config["SANDBOX"].folder)
    return notice({**payment, **claims}, f"payment.{event}", key)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Each in a thread of its own, all beginning together; what came out, exceptions included."""
    barrier, results = Barrier(len(works)), [None] * len(works)

    def go(place: int, work: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            results[place] = work()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=go, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
