"""Remind me when it opens: a letter on the day from which the conditions of an e-service hold."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from bawaba.cases.answers import From
from bawaba.cases.catalogue import services
from bawaba.cases.checklist import check
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.cases.models import Reminder
from bawaba.core import clock
from bawaba.identity.accounts.queries import NoAccount, holder
from bawaba.journal.commands import enqueue, record
from bawaba.journal.handlers import every
from bawaba.journal.ports import SYSTEM, Actor, Happening
from bawaba.journal.vault import Erased
from bawaba.messaging.commands import write_messages

BATCH = 200


def opens_on(service: EService, facts: Facts) -> date | None:
    """The day on which the last of its conditions that wait for a day holds; None when none waits."""
    return max((one.answer.day for one in check(service, facts) if isinstance(one.answer, From)), default=None)


def remind_me(*, account: UUID, service: EService, facts: Facts, by: Actor) -> None:
    """Once a service and day, however often it is clicked; nothing when there is no day to wait for."""
    day = opens_on(service, facts)
    if day is None:
        return
    with transaction.atomic():
        _, made = Reminder.objects.get_or_create(account=account, service=service.slug, day=day)
        if made:
            record(Happening("application.remind", account, by, {"service": service.slug}))


def reminded_on(account: UUID, service: EService, day: date) -> bool:
    """Whether a letter will come on that day."""
    return Reminder.objects.filter(account=account, service=service.slug, day=day).exists()


@every(timedelta(hours=1), "cases.remind")
def tell_what_opened(now: datetime) -> None:
    """Each in a transaction of its own: the row is told of once."""
    due = Reminder.objects.filter(day__lte=clock.today(), told_at=None).order_by("day")
    for number, account, slug in list(due.values_list("pk", "account", "service")[:BATCH]):
        with transaction.atomic():
            if Reminder.objects.filter(pk=number, told_at=None).update(told_at=now):
                _tell(account, services().get(slug))


def _tell(account: UUID, service: EService | None) -> None:
    try:
        who = holder(account)
    except (NoAccount, Erased):  # nobody is left to be told
        return
    if service is not None:
        values = {"service": service.title}
        told = write_messages(
            template="service-open", to=who.recipient(), values=values, channels=("inbox", "sms"), by=SYSTEM
        )
        enqueue(*told)
