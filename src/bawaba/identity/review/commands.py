"""The only writers of cases; what they do to an account or a registration is that room's own command."""

import uuid
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from bawaba.core import clock
from bawaba.identity.accounts.commands import move_account
from bawaba.identity.accounts.first_login import write_first_login_code
from bawaba.identity.accounts.queries import Holder, holder, pressed_links
from bawaba.identity.codes.commands import take_turn
from bawaba.identity.enrolment.review import close_held, keep_held, release_held
from bawaba.identity.review.lifecycle import NOT_YOU, UNDECIDED
from bawaba.identity.review.models import Decision, NotYouCase, Press
from bawaba.identity.review.rules import OF_CASES, OF_ENROLMENTS, may_be_lifted, pressed_since, was_part_of_it
from bawaba.identity.staff.queries import OfficerView
from bawaba.identity.staff.rules import IDENTITY
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.journal.prepared import insert_if_free
from bawaba.journal.tracker import note_look
from bawaba.journal.vault import seal
from bawaba.messaging.commands import write_messages

LONGEST_NOTE = 2000
SECOND_CLICK = timedelta(minutes=1)
UNATTENDED = {"attended_at": None, "attended_place": "", "attendant": ""}
POWERS = ("suspend", "freeze", "report")  # the strongest that was pressed
TOLD = {"lift": "not-you-lifted", "keep": "not-you-kept", "settle": "not-you-settled"}
NO_CASE = {"keep": keep_held, "release": release_held, "close": close_held}


class NotYours(Exception):
    """Decided meanwhile, not attended yet, or the officer had a part in it."""


class PressedSince(Exception):
    """Somebody pressed after the holder was attended, and the officer has not said that they know."""


def open_case(*, account: UUID, heard: UUID, by: Actor) -> None:
    """One undecided case an account; a further press is counted there, each event once."""
    pressed = pressed_links(account)
    power = next((one for one in POWERS if any(press.power == one for press in pressed)), "freeze")
    rows = NotYouCase.objects.filter(account=account, state__in=UNDECIDED)
    raised = {"power": power} if power == "suspend" else {}  # a weaker press takes nothing back
    with transaction.atomic():
        if not insert_if_free(Press(event=heard, heard_at=clock.now())):
            return
        while not rows.update(presses=F("presses") + 1, **raised):
            if _opened(account, power, by):
                return
        record(Happening("review.press", rows.values_list("uuid", flat=True).get(), by))


def _opened(account: UUID, power: str, by: Actor) -> bool:
    """Whether it was new; else another press has just opened it."""
    row = NotYouCase(account=account, state=NOT_YOU.initial(), power=power, opened_at=clock.now())
    if not insert_if_free(row):
        return False
    record(Happening("review.open", row.uuid, by, {"power": power}))
    return True


def open_for_compromise(*, account: UUID, by: Actor) -> None:
    """In the transaction that suspends it because its attestor is not to be trusted: the way back leads past a counter.

    A case that is undecided already stands for the whole account from now on; nobody has pressed anything.
    """
    undecided = NotYouCase.objects.filter(account=account, state__in=UNDECIDED)
    row = NotYouCase(account=account, state=NOT_YOU.initial(), power="suspend", presses=0)
    row.opened_at = clock.now()
    with transaction.atomic():
        if undecided.update(power="suspend", **UNATTENDED):  # a proof of before leads nobody back
            return
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            undecided.update(power="suspend", **UNATTENDED)  # a press has just opened it
        else:
            record(Happening("review.open", row.uuid, by, {"power": "suspend"}))


def note_attended(*, account: UUID, place: str, attendant: str, by: Actor) -> None:
    """In R6's transaction: the holder stood before an officer, so the case may be lifted."""
    rows = NotYouCase.objects.filter(account=account, state__in=UNDECIDED)
    if rows.update(attended_at=clock.now(), attended_place=place[:50], attendant=attendant[:64]):
        record(Happening("review.attend", rows.values_list("uuid", flat=True).get(), by))


def withdraw_attendance(*, account: UUID, attendants: Collection[str], by: Actor) -> bool:
    """Whoever attended the holder is not to be trusted: the holder comes again. Whether anything was withdrawn."""
    rows = NotYouCase.objects.filter(
        account=account, state__in=UNDECIDED, attended_at__isnull=False, attendant__in=attendants
    )
    with transaction.atomic():
        for case in rows.values_list("uuid", flat=True):
            if rows.filter(uuid=case).update(**UNATTENDED):
                record(Happening("review.unattend", case, by))
                return True
    return False


def look_at_case(*, case: UUID, officer: OfficerView) -> None:
    """Every look is an event."""
    with transaction.atomic():
        record(Happening("review.look", case, _by(officer)))
        account = NotYouCase.objects.values_list("account", flat=True).get(uuid=case)
        note_look(
            at=account, what="case", by=_by(officer), agency=IDENTITY, role=officer.posts.get(IDENTITY, "reviewer")
        )


def decide_case(*, case: UUID, move: str, reason: str, note: str, officer: OfficerView, warned: bool = False) -> None:
    """Lift, keep or, of a closed account, settle, by one conditional UPDATE. NotYours, PressedSince; ValueError for a reason that is none of the move's.

    ``warned``: the officer knows that somebody pressed after the attended proof.
    """
    if reason not in OF_CASES[move]:
        raise ValueError(reason)
    step = NOT_YOU.move(move)
    who = holder(NotYouCase.objects.values_list("account", flat=True).get(uuid=case))
    with transaction.atomic():
        take_turn(key=f"person|{who.identifier}")  # a rebind has this turn: account and case are taken in one order
        rows = NotYouCase.objects.filter(uuid=case, state__in=step.sources)
        if move == "lift":
            rows = rows.filter(attended_at__isnull=False)
        if not rows.update(state=step.target, decided_at=clock.now()):
            raise NotYours(case)
        row = NotYouCase.objects.get(uuid=case)
        who = holder(row.account)  # as it is now: a rebind may have been faster
        if (move == "settle") != (who.state == "closed"):
            raise NotYours(case)  # nothing is opened or kept of a closed account, and nothing else is settled
        _judge(row, move, officer, warned=warned)
        _keep_decision(case, row.account, officer, move, reason, note)
        record(
            Happening(f"review.{move}", case, _by(officer), {"reason": reason}), then=_follow(row, who, move, officer)
        )


def decide_held(*, enrolment: UUID, move: str, reason: str, note: str, officer: OfficerView) -> None:
    """Release, keep or close a registration in fraud review. IllegalMove; ValueError."""
    if reason not in OF_ENROLMENTS[move]:
        raise ValueError(reason)
    with transaction.atomic():
        take_turn(key=f"review|{enrolment}")
        if move == "keep" and _kept_just_now(enrolment, officer):
            return  # a second click: the applicant has been told
        NO_CASE[move](enrolment=enrolment, reason=reason, by=_by(officer))
        _keep_decision(enrolment, enrolment, officer, move, reason, note)


def _kept_just_now(enrolment: UUID, officer: OfficerView) -> bool:
    mine = Decision.objects.filter(subject=enrolment, officer=officer.officer, move="keep")
    return mine.filter(made_at__gt=clock.now() - SECOND_CLICK).exists()


def _judge(row: NotYouCase, move: str, officer: OfficerView, *, warned: bool) -> None:
    pressed = pressed_links(row.account)
    if was_part_of_it(str(officer.officer), row.attendant, [one.about for one in pressed]):
        raise NotYours(row.uuid)
    if move == "lift" and not warned and pressed_since(row.attended_at, [one.at for one in pressed]):
        raise PressedSince(row.uuid)
    if move == "lift" and not may_be_lifted(row.attended_at):
        raise NotYours(row.uuid)


def _follow(row: NotYouCase, who: Holder, move: str, officer: OfficerView) -> list[Task]:
    """A lifted suspension opens the account, with a code for the phone that was proved at the counter."""
    told = write_messages(
        template=TOLD[move], to=who.recipient(), values={}, channels=("sms", "email", "inbox"), by=_by(officer)
    )
    if move != "lift" or (row.power, who.state) != ("suspend", "suspended"):
        return list(told)
    move_account(account=row.account, move="reinstate", reason="not_you_lifted", by=_by(officer))
    return [*told, *write_first_login_code(to=who.recipient(), by=_by(officer))]


def _keep_decision(subject: UUID, owner: UUID, officer: OfficerView, move: str, reason: str, note: str) -> None:
    handle = uuid.uuid4()
    Decision.objects.create(
        uuid=handle,
        subject=subject,
        officer=officer.officer,
        move=move,
        reason=reason,
        note=seal(owner, "review.note", handle, note[:LONGEST_NOTE]),
        about_enrolment=subject == owner,
        made_at=clock.now(),
    )


def _by(officer: OfficerView) -> Actor:
    return Actor("officer", str(officer.officer))
