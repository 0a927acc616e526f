"""Accounts sleep while the document or the stay they stand on has lapsed, and wake by themselves; the register decides."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.identity.accounts.commands import IllegalMove, move_account
from bawaba.identity.accounts.dying import end_for_death
from bawaba.identity.accounts.lifecycle import LIVE
from bawaba.identity.accounts.models import MAY_SLEEP, Account
from bawaba.identity.accounts.queries import Holder, NoAccount, holder
from bawaba.identity.accounts.renumbering import has_moved_on, renumber
from bawaba.identity.populations import NotReady, populations
from bawaba.journal.commands import enqueue, record
from bawaba.journal.handlers import Payload, every, task
from bawaba.journal.ports import SYSTEM, Actor, Happening, Task
from bawaba.messaging.commands import write_messages
from bawaba.registers.ports import RegisterUnavailable, UnknownPerson
from bawaba.registers.queries import person

FACTS_AGE = timedelta(minutes=10)
NOW = timedelta(0)
A_DAY = timedelta(days=1)


@task("accounts.look")
def look(payload: Payload) -> None:
    """After a sign-in, or when the clock asks."""
    try:
        look_at(account=UUID(str(payload["account"])), by=SYSTEM, heard=bool(payload.get("heard")))
    except NoAccount:
        return  # closed and erased in the meantime


@every(A_DAY, "accounts.sleep")
def sweep(now: datetime) -> None:
    """The accounts that were looked at longest ago, a bounded number a day: those who never sign in sleep, or have died, as well."""
    rows = Account.objects.filter(MAY_SLEEP, looked_at__lt=now - A_DAY).order_by("looked_at")
    found = rows.values_list("uuid", flat=True)[: settings.LIMITS.sleep_sweep_a_day]
    with transaction.atomic():
        enqueue(*(Task("accounts.look", {"account": str(account)}) for account in found))


def look_at(*, account: UUID, by: Actor, heard: bool = False) -> None:
    """Ask the register, then move the account by one conditional UPDATE; a register that is down changes nothing.

    ``heard``: the register has said that something changed, so nothing that was cached is good enough.
    """
    who = holder(account)
    if who.state not in LIVE:
        return
    try:
        known = person(who.person_key, max_age=NOW if heard else FACTS_AGE)
    except (RegisterUnavailable, UnknownPerson):
        return
    if known.stale:
        return
    Account.objects.filter(uuid=account).update(looked_at=clock.now())
    if not known.value.alive:
        end_for_death(who=who, person=known.value, by=by)
        return
    if heard:
        with transaction.atomic():
            record(Happening("account.hear", account, by))
    if who.state not in {"active", "asleep"}:
        return
    if has_moved_on(who, known.value):
        renumber(account=account, person=known.value, by=by)
        who = holder(account)
    group = populations().get(who.population)
    if group is None or not group.awake_while:
        return
    why = group.asleep(known.value, clock.today(), settings.LIMITS)
    if (why is not None) != (who.state == "asleep"):
        _move(who, why, by)


def _move(who: Holder, why: NotReady | None, by: Actor) -> None:
    reason = why.reason if why else ""
    template = "account-awake" if why is None else "account-outside" if reason == "outside" else "account-asleep"
    try:
        with transaction.atomic():
            move_account(account=who.account, move="sleep" if why else "wake", reason=reason, by=by)
            write_messages(template=template, to=who.recipient(), values={}, channels=("inbox",), by=by)
    except IllegalMove:
        return  # somebody was faster
