"""R2: a worker looks later, alike for every submission, and tells the holder of a live account, at most once a day."""

from uuid import UUID

from django.db import transaction

from bawaba.identity.accounts.addresses import addresses_to_tell
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.codes.budgets import TooOften, spend
from bawaba.identity.enrolment.queries import NoEnrolment, draft
from bawaba.journal.commands import enqueue
from bawaba.journal.handlers import Payload, task
from bawaba.journal.ports import SYSTEM
from bawaba.messaging.commands import write_messages

ONCE_A_DAY = ((1, 86400),)


@task("enrolment.look")
def look_at_submission(payload: Payload) -> None:
    """Whether the identifier has a live account already: its holder is told, the applicant is not."""
    try:
        found = draft(UUID(str(payload["enrolment"])))
    except NoEnrolment:
        return
    if found.state != "registered":
        return  # activated in the meantime, or taken back
    account = live_account_of_number(found.claims.identifier)
    if account is not None:
        tell_holder(account)


def tell_holder(account: UUID) -> None:
    """Someone tried to register your number."""
    with transaction.atomic():
        try:
            spend(budget="someone-tried", key=account.hex, windows=ONCE_A_DAY)
        except TooOften:
            return
        for recipient in addresses_to_tell(account):
            channels = ("sms",) if recipient.phone else ("email",)
            enqueue(*write_messages(template="someone-tried", to=recipient, values={}, channels=channels, by=SYSTEM))
