"""What was held in escrow is paid out by a worker, once however often it is tried."""

from uuid import UUID

from bawaba.identity.accounts.faces import face
from bawaba.identity.accounts.queries import NoAccount
from bawaba.journal.failpoints import reach
from bawaba.journal.handlers import Payload, task
from bawaba.journal.ports import Unavailable
from bawaba.payments.commands import note_pay_out
from bawaba.payments.models import Attempt, Escrow
from bawaba.payments.ports import PayOut, ProviderUnavailable
from bawaba.payments.providers import provider
from bawaba.payments.reconciliation import UNTIL_IT_IS_BACK


@task("payments.pay_out", UNTIL_IT_IS_BACK)
def pay_out(payload: Payload) -> None:
    """Idempotent at the provider by the escrow's key; repeated until the provider says that it is paid out."""
    bill = UUID(str(payload["bill"]))
    escrow = Escrow.objects.select_related("bill").filter(bill__uuid=bill, state="releasing").first()
    if escrow is None:
        return  # done before
    try:
        said = provider().pay_out(_order(escrow))
    except (ProviderUnavailable, NoAccount) as error:  # whoever closed their account is paid once they are found again
        raise Unavailable from error
    reach("pay.paid_out")
    if said != "released":
        raise Unavailable(said)
    note_pay_out(bill=bill)


def _order(escrow: Escrow) -> PayOut:
    return PayOut(
        key=f"release-{escrow.uuid.hex}",
        reference=Attempt.objects.get(uuid=escrow.bill.paid_with).reference,
        halalas=escrow.halalas,
        currency=escrow.bill.currency,
        payee=face(escrow.payee).identifier,
    )
