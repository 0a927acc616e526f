"""The only readers of applications for others."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, F, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from bawaba.cases.concerns import Concerned
from bawaba.cases.delivery.queries import ParcelView, parcel_of
from bawaba.cases.lifecycle import OPEN
from bawaba.cases.marks import invitation_mark
from bawaba.cases.models import Application
from bawaba.core.text import T
from bawaba.identity.delegation.queries import waiting_offers
from bawaba.journal.vault import opener, with_keys
from bawaba.messaging.queries import unread_letters
from bawaba.registers.topics import Address, address

PAGE = 20
MOST_WAITING = 100
REFERENCE_AND_SERVICE = Concat("reference", Value(" "), "service")
ASKED = 2**62  # sorts before every application


class NoApplication(LookupError):
    """None of that name, or not this person's."""


@dataclass(frozen=True)
class ApplicationView:
    """An application as its pages show it; ``asked`` keeps the labels as they were."""

    uuid: UUID
    number: int
    reference: str
    account: UUID
    service: str
    state: str
    asked: Mapping[str, Any]
    agency: str
    bill: UUID | None
    document: UUID | None
    counterparty: UUID | None
    concerned: Concerned | None
    sentence: T | None  # what the applicant confirmed
    rows: Sequence[Mapping[str, Any]]  # what the document will show, as the facts were at submission
    taken_by: UUID | None
    reason: str
    letter: str
    due_on: date | None
    posted: Mapping[str, list[str]]  # what was typed into a draft so far
    refusal: T | None
    address: Address | None  # where its parcel goes
    parcel: ParcelView | None
    made_at: datetime
    changed_at: datetime

    @property
    def answers(self) -> dict[str, Any]:
        """Values only."""
        return {name: one["value"] for name, one in self.asked.items()}


@dataclass(frozen=True)
class Waiting:
    """What waits for a person: (uuid, reference, service) of open applications, newest first, and how many unread letters."""

    applications: list[tuple[UUID, str, str]]
    letters: int
    kinds: frozenset[str] = frozenset()  # invitation, delegation: what others ask of the person


def application(handle: UUID) -> ApplicationView:
    """By UUID; for tasks."""
    row = whole(Application.objects.filter(uuid=handle)).first()
    if row is None:
        raise NoApplication(handle)
    return application_from(row)


def application_of(account: UUID, handle: UUID) -> ApplicationView:
    """The person's own; another's is not there."""
    row = whole(Application.objects.filter(uuid=handle, account=account)).first()
    if row is None:
        raise NoApplication(handle)
    return application_from(row)


@dataclass(frozen=True)
class Writable:
    """An application to write on, its files, and the marks of what others of the same service asked for once."""

    application: ApplicationView
    files: frozenset[UUID]
    earlier: frozenset[bytes]


def application_to_write(account: UUID, handle: UUID) -> Writable:
    """The person's own; one statement, in which an application with several files comes once a file."""
    service = Subquery(Application.objects.filter(uuid=handle).values("service")[:1])
    wanted = Q(uuid=handle) | Q(service=service, once__isnull=False)
    rows = list(whole(Application.objects.filter(wanted, account=account)).annotate(file=F("attachments__uuid")))
    own = [row for row in rows if row.uuid == handle]
    if not own:
        raise NoApplication(handle)
    earlier = frozenset(bytes(row.once) for row in rows if row.uuid != handle and row.once)
    return Writable(application_from(own[0]), frozenset(row.file for row in own if row.file), earlier)


def applications_of(account: UUID, before: int | None = None) -> list[ApplicationView]:
    """Newest first, by key."""
    rows = whole(Application.objects.filter(account=account))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [application_from(row) for row in rows.order_by("-pk")[:PAGE]]


def waiting_for(account: UUID, number: str = "") -> Waiting:
    """One statement; at most MOST_WAITING are counted. ``number``: the person's own, by which others invite them."""
    rows = Application.objects.filter(account=account, state__in=OPEN).annotate(
        number=F("pk"), said=REFERENCE_AND_SERVICE
    )
    asked = (_invited(number), waiting_offers(number, ASKED)) if number else ()
    both = rows.values_list("number", "uuid", "said").union(unread_letters(account), *asked, all=True)
    found = list(both.order_by("-number")[:MOST_WAITING])
    kinds = frozenset(said for place, _, said in found if place == ASKED)
    opened = [(handle, *said.split(" ")) for place, handle, said in found if 0 < place < ASKED]
    return Waiting(opened, sum(place == 0 for place, _, _ in found), kinds)


def _invited(number: str) -> QuerySet[Any]:
    """What waits for this person's consent, or their payment after it."""
    rows = Application.objects.filter(
        counterparty_index=invitation_mark(number), state__in=("awaiting_counterparty", "awaiting_payment")
    )
    marked = rows.annotate(number=Value(ASKED, BigIntegerField()), said=Value("invitation"))
    return marked.values_list("number", "counterparty", "said").distinct()  # two rows at most, however many wait


def is_counterparty(account: UUID, handle: UUID) -> bool:
    """Whether this account has agreed to it as the other side."""
    return Application.objects.filter(uuid=handle, counterparty=account).exists()


def application_of_bill(bill: UUID) -> UUID | None:
    """Whose bill it is."""
    return Application.objects.filter(bill=bill).values_list("uuid", flat=True).first()


def whole(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows that ``application_from`` reads: each with its key and its parcel, in the one statement."""
    return with_keys(rows.select_related("parcel"), "account")


def application_from(row: Any) -> ApplicationView:
    """A row that came ``whole``."""
    opened = opener(row.account, row.wrapped_key)

    def read(column: str, sealed: bytes | None, nothing: str) -> Any:
        return json.loads(opened(f"application.{column}", row.uuid, sealed) if sealed else nothing)

    concerned, snapshot = read("concerns", row.concerns, "null"), read("snapshot", row.snapshot, "{}")
    sentence = read("sentence", row.sentence, "null")
    return ApplicationView(
        uuid=row.uuid,
        number=row.pk,
        reference=row.reference,
        account=row.account,
        service=row.service,
        state=row.state,
        asked=read("answers", row.answers, "{}"),
        agency=row.agency,
        bill=row.bill,
        document=row.document,
        counterparty=row.counterparty,
        concerned=Concerned(**concerned) if concerned else None,
        sentence=T(sentence[0], en=sentence[1]) if sentence else None,
        rows=snapshot.get("rows", []),
        taken_by=row.taken_by,
        reason=row.reason,
        letter=opened("application.letter", row.uuid, row.letter) if row.letter else "",
        due_on=row.due_on,
        posted=read("posted", row.posted, "{}"),
        refusal=T(row.refusal_ar, en=row.refusal_en) if row.refusal_ar else None,
        address=address(snapshot.get("address")),
        parcel=parcel_of(row),
        made_at=row.made_at,
        changed_at=row.changed_at,
    )
