"""A program that does one thing after another, each in a process of its own that a failpoint may kill.

It imports everything once and forks before it opens any connection, so that a kill costs milliseconds.
Reads lines of JSON {do, bill, account, failpoint}; answers each with how the process ended.
"""

import json
import os
import sys
import traceback
from uuid import UUID

import django

django.setup()

from bawaba.core import clock
from bawaba.journal.delivery import deliver, due_rows
from bawaba.journal.models import Outbox
from bawaba.journal.ports import Actor
from bawaba.payments.paying import start_payment
from bawaba.payments.reconciliation import ask_about_bill


def do(told: dict[str, str]) -> None:
    bill = UUID(told["bill"])
    if told["do"] == "start":
        start_payment(bill=bill, account=UUID(told["account"]), language="ar", by=Actor("person"))
    elif told["do"] == "ask":
        ask_about_bill(bill)
    else:
        while rows := due_rows(clock.now()):
            for row in rows:
                if not Outbox.objects.filter(pk=row, kind="messaging.deliver").delete()[0]:  # no SMS centre here
                    deliver(row)


def child(told: dict[str, str]) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the log is not the answer
    os.environ["FAILPOINT"] = told.get("failpoint", "")
    try:
        do(told)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def main() -> None:
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            child(json.loads(line))
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
