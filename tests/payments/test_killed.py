"""A21 under kill -9: at every step of paying the process dies; the bill is paid once, the register changed once."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from werkzeug.serving import make_server

from bawaba.cases.models import Application
from bawaba.documents.models import Document
from bawaba.journal.models import Event, Outbox
from bawaba.payments.models import Attempt, Bill
from engines import database_address
from payers import deaf, kept, ledger, new_violations, pays, submitted
from people import activated
from sales import FEES, PRICE, Sale, car_of

TESTS = Path(__file__).parents[1]
STEPS = {
    "start": ("pay.attempt_open", "pay.started"),
    "ask": ("pay.captured", "pay.paid", "pay.noted"),
    "work": ("task.claimed", "case.changed", "case.finished", "task.done"),
}
POINTS = [(step, point) for step, points in STEPS.items() for point in points]
OUT = ("pay.paid_out", "case.changed", "case.finished", "task.claimed", "task.done")
BACK = ("task.claimed", "pay.sent_back", "task.done")


class Forks:
    """The program of forks.py."""

    def __init__(self, sandbox: str) -> None:
        told = {
            **os.environ,
            "BAWABA_DATABASE_URL": database_address(),
            "BAWABA_ENGINE": "embedded",
            "BAWABA_SMS_ADDRESS": "127.0.0.1:9",
            "BAWABA_PAYMENT_URL": f"{sandbox}/pay/v1",
            "BAWABA_DELIVERY_URL": f"{sandbox}/courier/v1",
            "BAWABA_REGISTER_URL": f"{sandbox}/register/v1",
            "DJANGO_SETTINGS_MODULE": "settings_with_failpoints",
            "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent / "src")]),
        }
        program = [sys.executable, str(Path(__file__).parent / "forks.py")]
        self.process = subprocess.Popen(program, env=told, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, do: str, bill: Bill, failpoint: str = "") -> int:
        told = {"do": do, "bill": str(bill.uuid), "account": str(bill.account), "failpoint": failpoint}
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def survives(self, do: str, bill: Bill, failpoint: str) -> None:
        """Killed at the failpoint, then done again until it is through."""
        assert self(do, bill, f"{failpoint}:kill") == -signal.SIGKILL, failpoint
        Outbox.objects.filter(ended_at=None).update(leased_until=None)  # the dead worker's lease runs out
        assert self(do, bill) == 0


@pytest.fixture
def forks(world: Any) -> Iterator[Forks]:
    server = make_server("127.0.0.1", 0, world.app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made = Forks(f"http://127.0.0.1:{server.server_port}")
    yield made
    assert made.process.stdin
    made.process.stdin.close()
    made.process.wait(20)
    server.shutdown()
    server.server_close()


def changes(world: Any, handle: Any) -> int:
    with world.store.connect() as register:
        asked = register.execute("SELECT COUNT(*) FROM change WHERE idempotency_key=?", (str(handle),))
        return int(asked.fetchone()[0])


def billed(world: Any) -> Bill:
    Outbox.objects.filter(kind="messaging.deliver").delete()  # nobody sends messages here
    return Bill.objects.get(uuid=submitted(world, "omar", new_violations(world, "omar", 1)).bill)


def page_of(world: Any, bill: Bill) -> str:
    """Where the payer stands: the provider knows one open payment of this bill."""
    (reference,) = [reference for reference, status, _ in ledger(world, bill.reference) if status == "pending"]
    return f"/pay/{world.app.extensions['payments'].by_reference(reference)['id']}"


@pytest.mark.promise("A21", "A15")
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_step_the_bill_is_paid_once_and_the_register_changed_once(
    world: Any, forks: Forks, trials: Any
) -> None:
    activated(world, "omar")
    deaf(world)
    for step, point in islice(cycle(POINTS), max(len(POINTS), trials(100))):
        bill = billed(world)
        for do in STEPS:
            if do == step:
                forks.survives(do, bill, point)
            else:
                assert forks(do, bill) == 0
            if do == "start":
                pays(world, page_of(world, bill))
            Outbox.objects.filter(kind="messaging.deliver").delete()
        row = Application.objects.get(uuid=bill.subject)
        assert (row.state, Bill.objects.get(pk=bill.pk).state) == ("issued", "paid"), (step, point)
        assert kept(world, bill.reference) == bill.halalas
        assert changes(world, bill.subject) == 1
        assert Document.objects.filter(subject=bill.subject).count() == 1
        assert Attempt.objects.filter(bill=bill).count() == 1
        for happened in ("bill.pay", "application.approve", "application.effect", "application.issue"):
            subject = bill.uuid if happened == "bill.pay" else bill.subject
            assert Event.objects.filter(type=happened, subject=subject).count() == 1, (step, point, happened)


@pytest.mark.promise("A21")
@pytest.mark.django_db(transaction=True)
def test_killed_while_money_goes_back_it_goes_back_once(world: Any, forks: Forks, trials: Any) -> None:
    activated(world, "omar")
    deaf(world)
    for point in islice(cycle(BACK), max(len(BACK), trials(30))):
        bill = billed(world)
        assert forks("start", bill) == 0
        Bill.objects.filter(pk=bill.pk).update(state="cancelled")
        pays(world, page_of(world, bill))
        assert forks("ask", bill) == 0
        forks.survives("work", bill, point)
        assert Attempt.objects.get(bill=bill).state == "refunded", point
        assert kept(world, bill.reference) == 0
        assert Event.objects.filter(type="attempt.refund", data__bill=str(bill.uuid)).count() == 1


@pytest.mark.promise("A21")
@pytest.mark.django_db(transaction=True)
def test_killed_while_the_price_is_released_it_is_released_once(world: Any, forks: Forks, trials: Any) -> None:
    with car_of(world, "layla") as car:
        sale = Sale(world, car)
        for trial, point in enumerate(islice(cycle(OUT), max(len(OUT), trials(30)))):
            assert sale.offer(PRICE + trial)["Location"], point
            sale.agree()
            sale.pay()
            Outbox.objects.filter(kind="messaging.deliver").delete()
            Outbox.objects.filter(ended_at=None).update(
                due_at=datetime(2026, 1, 1, tzinfo=UTC)
            )  # their clock is behind
            forks.survives("work", sale.bill, point)
            for _ in range(5):  # a provider that took too long on a busy machine is asked again
                Outbox.objects.filter(ended_at=None).update(due_at=datetime(2026, 1, 1, tzinfo=UTC))
                assert forks("work", sale.bill) == 0
            assert sale.book() == {"status": "captured", "held": FEES, "released": (PRICE + trial) * 100}, point
            assert (sale.row.state, sale.owner()) == ("issued", "noor")
            assert Event.objects.filter(type="escrow.pay_out", subject=sale.bill.uuid).count() == 1
            sale.back_to_the_seller()
