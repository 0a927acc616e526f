"""The slip: a sealed document of each turn of an appointment; it replaces the one before and ends with its day."""

from uuid import UUID, uuid5

from bawaba.cases.appointments.ports import Wanted
from bawaba.cases.catalogue import AGENCIES
from bawaba.cases.document_names import SLIP
from bawaba.cases.issued import Row
from bawaba.core.clock import RIYADH
from bawaba.core.references import grouped
from bawaba.core.text import T
from bawaba.documents.commands import issue_document
from bawaba.journal.ports import Actor

TITLE = T("بطاقة موعد", en="Appointment slip")
NAME = T("الاسم", en="Name")
AGENCY = T("الجهة", en="Agency")
OFFICE = T("المكتب", en="Office")
ADDRESS = T("العنوان", en="Address")
WHEN = T("الموعد", en="Time")
REFERENCE = T("رقم الموعد", en="Appointment")


def issue_slip(*, wanted: Wanted, appointment: UUID, reference: str, turn: int, name: T, by: Actor) -> UUID:
    """In the caller's transaction; once a turn."""
    office, starts_at = wanted.office, wanted.starts_at
    rows = (
        Row(NAME, name),
        Row(AGENCY, AGENCIES[office.agency]),
        Row(OFFICE, office.name),
        Row(ADDRESS, office.address),
        Row(WHEN, starts_at.isoformat(), "moment"),
        Row(REFERENCE, grouped(reference), "code"),
    )
    content = {"title": [TITLE.ar, TITLE.en], "name": [name.ar, name.en], "rows": [row.kept() for row in rows]}
    day = starts_at.astimezone(RIYADH).date().isoformat()
    shown = {"t": content["title"], "n": content["name"], "no": grouped(reference), "until": day}
    subject = uuid5(appointment, str(turn))
    return issue_document(account=wanted.account, subject=subject, kind=SLIP, content=content, shown=shown, by=by)
