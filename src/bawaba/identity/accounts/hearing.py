"""Twice a minute the register is asked whose records have changed; accounts of theirs are looked at anew at once."""

from datetime import datetime, timedelta

from django.db import transaction

from bawaba.identity.accounts.queries import live_account_of_person
from bawaba.journal.commands import enqueue
from bawaba.journal.handlers import every
from bawaba.journal.ports import Task
from bawaba.registers.commands import forget_facts, move_on
from bawaba.registers.ports import RegisterUnavailable
from bawaba.registers.queries import news

MOST_ROUNDS = 20


@every(timedelta(seconds=30), "accounts.hear")
def hear(now: datetime) -> None:
    """What is cached of them is forgotten first, so that no page and no submission goes by it; then a worker looks."""
    del now
    for _ in range(MOST_ROUNDS):
        try:
            left, heard = news()
        except RegisterUnavailable:
            return
        if heard.place == left:
            return
        with transaction.atomic():
            if not move_on(left=left, place=heard.place):
                return  # another worker goes on
            for key in dict.fromkeys(heard.person_keys):
                forget_facts(person_key=key)
                if (account := live_account_of_person(key)) is not None:
                    enqueue(Task("accounts.look", {"account": str(account), "heard": 1}))
