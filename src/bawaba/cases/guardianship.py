"""The register no longer names somebody in a person's household, or as their ward: what was begun for them is stopped, and both are told."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from bawaba.cases.acting import is_named
from bawaba.cases.catalogue import services
from bawaba.cases.commands import IllegalMove, cancel_application
from bawaba.cases.concerns import Concerned, open_concerned
from bawaba.cases.models import Application
from bawaba.core.text import T
from bawaba.identity.accounts.queries import Holder, NoAccount, holder, live_account_of_person
from bawaba.journal.commands import enqueue
from bawaba.journal.handlers import Payload, on
from bawaba.journal.ports import SYSTEM
from bawaba.messaging.commands import write_messages
from bawaba.registers.ports import Person, RegisterUnavailable
from bawaba.registers.queries import person

BEGUN = (
    "draft",
    "returned",
)  # with the person: what lies with an officer was sent while it was lawful, and is theirs to decide
FACTS_AGE = timedelta(minutes=10)


@on("account.hear", "cases.household_heard")
def stop_what_is_begun_for_strangers(payload: Payload) -> None:
    """Asked of the register anew; RegisterUnavailable: later. Twice is like once."""
    try:
        who = holder(UUID(str(payload["subject"])))
    except NoAccount:
        return
    known = person(who.person_key, max_age=FACTS_AGE)
    if known.stale:
        raise RegisterUnavailable("person")
    rows = Application.objects.filter(account=who.account, state__in=BEGUN, concerns__isnull=False)
    for handle, service, sealed in rows.values_list("uuid", "service", "concerns"):
        concerned = open_concerned(who.account, handle, sealed)
        if concerned is not None and not concerned.delegation and not _belongs(concerned, service, known.value):
            _stop(handle, who, concerned)


def _belongs(concerned: Concerned, service: str, known: Person) -> bool:
    found = services().get(service)
    return found is not None and is_named(found, concerned, known)


def _stop(application: UUID, who: Holder, concerned: Concerned) -> None:
    """One move along the table decides who tells."""
    try:
        with transaction.atomic():
            cancel_application(application=application, account=who.account, by=SYSTEM)
            _tell(who, concerned.name, "acting-ended")
            other = live_account_of_person(concerned.person_key)
            if other is not None:
                _tell(
                    holder(other), T(who.names_ar or who.names_en, en=who.names_en or who.names_ar), "acted-for-ended"
                )
    except IllegalMove:
        return  # sent or stopped meanwhile


def _tell(to: Holder, name: T, template: str) -> None:
    values = {"name": name.en if to.language == "en" else name.ar}
    enqueue(*write_messages(template=template, to=to.recipient(), values=values, channels=("inbox", "sms"), by=SYSTEM))
