"""The receipt by SMS and e-mail; an address that is confirmed later gets its copy later."""

from uuid import UUID

from django.db import transaction

from bawaba.identity.accounts.addresses import confirm_address
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.enrolment.claims import open_claims
from bawaba.identity.enrolment.models import Enrolment
from bawaba.journal.commands import enqueue
from bawaba.journal.handlers import Payload, task
from bawaba.journal.ports import SYSTEM, Task
from bawaba.messaging.commands import write_messages
from bawaba.messaging.ports import Recipient

WITH_RECEIPT = ("registered", "attestation_failed", "in_fraud_review")


def receipt(row: Enrolment, channels: tuple[str, ...]) -> tuple[Task, ...]:
    """Reference and deadline; by e-mail to a confirmed address only."""
    claims = open_claims(row.uuid, row.claims)
    email = claims.email if row.email_confirmed_at else None
    return write_messages(
        template="enrolment-receipt",
        to=Recipient(subject=row.uuid, language=row.language, phone=claims.phone, email=email or None),
        values={"reference": claims.reference, "deadline": row.expires_at.isoformat()},
        channels=channels,
        by=SYSTEM,
    )


@task("enrolment.email_confirmed")
def follow_confirmation(payload: Payload) -> None:
    """Before activation the receipt goes there; after it the account's own address is confirmed."""
    row = Enrolment.objects.filter(uuid=UUID(str(payload["enrolment"])), state__in=(*WITH_RECEIPT, "activated")).first()
    if row is None:
        return
    if row.state in WITH_RECEIPT:
        with transaction.atomic():
            enqueue(*receipt(row, ("email",)))
    if row.state == "activated":
        claims = open_claims(row.uuid, row.claims)
        account = live_account_of_number(claims.identifier)
        if account is not None:
            confirm_address(account=account, kind="email", text=claims.email, by=SYSTEM)
