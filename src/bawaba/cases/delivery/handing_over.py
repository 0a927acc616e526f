"""A parcel is handed over to the courier by a worker, once however often it is tried."""

from uuid import UUID

from bawaba.cases.carrying import UNTIL_IT_ANSWERS
from bawaba.cases.delivery.commands import call_off, doubt, note_hand_over, note_silence
from bawaba.cases.delivery.couriers import courier
from bawaba.cases.ports import Consignment, Destination
from bawaba.cases.queries import ApplicationView, application
from bawaba.core.text import T
from bawaba.identity.accounts.queries import Holder, NoAccount, holder
from bawaba.journal.failpoints import reach
from bawaba.journal.handlers import Payload, task
from bawaba.journal.ports import Refused, Unavailable
from bawaba.journal.vault import Erased


def give_up(payload: Payload, ending: str) -> None:
    """Refused for good: the fee goes back. A month without an answer: the courier may have it all the same."""
    end = call_off if ending == "refused" else doubt
    end(application=UUID(str(payload["application"])))


@task("cases.hand_over", UNTIL_IT_ANSWERS, give_up)
def hand_over(payload: Payload) -> None:
    """Idempotent at the courier by the application's key; retried until the courier answers."""
    handle = UUID(str(payload["application"]))
    try:
        found = application(handle)
        if found.parcel is None or found.parcel.state != "requested":
            return
        who = holder(found.account)
    except (NoAccount, Erased) as gone:
        raise Refused("nobody is there to receive it") from gone
    try:
        tracking = courier().send(_consignment(found, who))
    except Unavailable:
        note_silence(application=handle)
        raise
    reach("parcel.sent")
    note_hand_over(application=handle, tracking=tracking)
    reach("parcel.noted")


def _consignment(found: ApplicationView, who: Holder) -> Consignment:
    to = found.address
    if to is None:
        raise Refused("no address was kept")
    return Consignment(
        key=str(found.uuid),
        reference=found.reference,
        name=T(who.names_ar or who.names_en, en=who.names_en or who.names_ar),
        phone=who.phone,
        to=Destination(to.short, to.building, to.street, to.district, to.city, to.post_code),
    )
