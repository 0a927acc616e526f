"""The only writers of parcels: every change of state is one move along the table, with its event and its messages."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bawaba.cases.commands import give_back
from bawaba.cases.delivery.lifecycle import ENDED, MOVE_TO, PARCEL
from bawaba.cases.delivery.rules import SOONEST, next_question
from bawaba.cases.models import Application, Parcel
from bawaba.cases.ports import Tracked
from bawaba.core import clock
from bawaba.identity.accounts.queries import NoAccount, holder
from bawaba.journal.commands import record
from bawaba.journal.ports import CLOCK, SYSTEM, Actor, Happening, Task
from bawaba.journal.vault import Erased
from bawaba.messaging.commands import write_messages

COURIER = Actor("courier")
LETTERS = {
    "set_out": "parcel-on-its-way",
    "deliver": "parcel-delivered",
    "return": "parcel-returned",
    "cancel": "parcel-cancelled",
    "doubt": "parcel-in-doubt",
    "give_back": "parcel-cancelled",
}
TIMES = dict.fromkeys(ENDED, "ended_at") | {"handed_over": "handed_over_at", "on_its_way": "set_out_at"}


def request_parcel(*, application: UUID, by: Actor) -> None:
    """Once an application, in the caller's transaction; a worker hands it over."""
    now = clock.now()
    _, made = Parcel.objects.get_or_create(
        application_id=str(application),
        defaults={"state": PARCEL.initial(), "requested_at": now, "moved_at": now, "ask_at": now},
    )
    if made:
        record(Happening("parcel.request", application, by), then=[_hand_over(application)])


def note_hand_over(*, application: UUID, tracking: str, by: Actor = COURIER) -> bool:
    """The courier has taken it; false when that was known already."""
    with transaction.atomic():
        return _move(application, "hand_over", clock.now(), by, tracking=tracking)


def note_tracked(*, application: UUID, found: Tracked, by: Actor = COURIER) -> None:
    """What the courier says, however often and in whatever order: each move counts once, and nothing leads back."""
    with transaction.atomic():
        if not _move(application, MOVE_TO[found.state], _believable(application, found.at), by):
            _ask_again(application, silent=False)


def note_silence(*, application: UUID) -> None:
    """The courier did not answer: the page says so, and it is asked again."""
    with transaction.atomic():
        _ask_again(application, silent=True)


def call_off(*, application: UUID, by: Actor = COURIER) -> None:
    """The courier does not carry it: the person is told, the fee goes back. In the caller's transaction."""
    _move(application, "cancel", clock.now(), by)


def doubt(*, application: UUID) -> None:
    """Nobody knows whether the courier has it: an officer finds out, and nothing goes back by itself. In the caller's transaction."""
    _move(application, "doubt", clock.now(), CLOCK)


def settle_doubt(*, application: UUID, move: str, by: Actor) -> bool:
    """Try again (the courier knows a parcel by its key and takes none twice), or give back; False when a colleague was faster."""
    with transaction.atomic():
        return _move(application, move, clock.now(), by)


def _move(application: UUID, move: str, at: datetime, by: Actor, **columns: object) -> bool:
    step, now = PARCEL.move(move), clock.now()
    columns |= {"moved_at": now, "ask_at": now + SOONEST} | ({TIMES[step.target]: at} if step.target in TIMES else {})
    rows = Parcel.objects.filter(application_id=str(application), state__in=step.sources)
    if not rows.update(state=step.target, silent=False, **columns):
        return False
    again = [_hand_over(application)] if step.target == "requested" else []
    record(Happening(f"parcel.{move}", application, by), then=[*_told(application, LETTERS.get(move, "")), *again])
    if step.target in ENDED:
        Application.objects.filter(uuid=application).update(once=None)  # the same may be sent for again
    if step.target == "cancelled":
        give_back(application, by)
    return True


def _hand_over(application: UUID) -> Task:
    return Task("cases.hand_over", {"application": str(application)})


def _ask_again(application: UUID, *, silent: bool) -> None:
    now = clock.now()
    for row in Parcel.objects.filter(application_id=str(application)):
        later = now + next_question(now - row.moved_at)
        Parcel.objects.filter(pk=row.pk, state=row.state).update(silent=silent, ask_at=later)


def _believable(application: UUID, at: datetime) -> datetime:
    """A courier whose clock is wrong delivers neither before it was asked nor after now."""
    asked = Parcel.objects.get(application_id=str(application)).requested_at
    return min(max(at, asked), clock.now())


def _told(application: UUID, letter: str) -> Sequence[Task]:
    if not letter:
        return ()
    row = Application.objects.values("account", "reference").get(uuid=application)
    try:
        to = holder(row["account"]).recipient()
    except (NoAccount, Erased):  # nobody is left to be told
        return ()
    values = {"reference": row["reference"]}
    return write_messages(template=letter, to=to, values=values, channels=("inbox", "sms"), by=SYSTEM)
