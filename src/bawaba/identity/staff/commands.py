"""Writers of staff: appoint, assign, give out a one-time code, dismiss; passkeys.py has the keys, gate.py lets in."""

import uuid
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from bawaba.core import clock
from bawaba.core.secrets import new_opening_code
from bawaba.identity.accounts.users import new_staff_user
from bawaba.identity.codes.commands import issue_code, withdraw_codes
from bawaba.identity.staff.lifecycle import OFFICER
from bawaba.identity.staff.models import Officer, Post
from bawaba.identity.staff.passkeys import drop_all_passkeys
from bawaba.identity.staff.rules import roles_at
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.vault import blind_index, seal

CODE = "desk-entry"


class AlreadyAppointed(Exception):
    """The person is an officer already, or the user name is taken."""


class NoSuchRole(ValueError):
    """This agency or office has no such role."""


class IllegalMove(Exception):
    """The officer is not in a state from which this is possible."""


def appoint_officer(*, user_name: str, name_ar: str, name_en: str, person_key: str, by: Actor) -> UUID:
    """One officer a person; the register has said who that is."""
    handle, now = uuid.uuid4(), clock.now()
    try:
        with transaction.atomic():
            Officer.objects.create(
                uuid=handle,
                user_id=new_staff_user(user_name=user_name),
                name_ar=name_ar,
                name_en=name_en,
                person_index=blind_index("officer.person", person_key),
                person_sealed=seal(handle, "officer.person", handle, person_key),
                state=OFFICER.initial(),
                appointed_at=now,
            )
            record(Happening("officer.appoint", handle, by))
    except IntegrityError as taken:
        raise AlreadyAppointed(user_name) from taken
    return handle


def assign_post(*, officer: UUID, agency: str, role: str, by: Actor) -> None:
    """What the officer may do for an agency or in an office of the portal; a second call changes the role. NoSuchRole."""
    if role not in roles_at(agency):
        raise NoSuchRole(f"{role} at {agency}")
    with transaction.atomic():
        row = Officer.objects.get(uuid=officer)
        Post.objects.update_or_create(officer=row, agency=agency, defaults={"role": role, "since": clock.now()})
        record(Happening("officer.assign", officer, by, {"agency": agency, "role": role}))


def unassign_post(*, officer: UUID, agency: str, by: Actor) -> None:
    """No longer for this agency, from the next request on."""
    with transaction.atomic():
        if Post.objects.filter(officer__uuid=officer, agency=agency).delete()[0]:
            record(Happening("officer.unassign", officer, by, {"agency": agency}))


def move_officer(*, officer: UUID, move: str, by: Actor) -> None:
    """Suspend, reinstate, dismiss: one conditional UPDATE; codes that were given out are dead."""
    step = OFFICER.move(move)
    with transaction.atomic():
        if not Officer.objects.filter(uuid=officer, state__in=step.sources).update(state=step.target):
            raise IllegalMove(move)
        withdraw_codes(purpose=CODE, subject=officer, by=by)
        record(Happening(f"officer.{move}", officer, by))


def issue_entry_code(*, officer: UUID, by: Actor) -> str:
    """A one-time code of 80 bits, shown once on the console. Passkeys of before, and what they opened, are dead."""
    code = new_opening_code()
    with transaction.atomic():
        withdraw_codes(purpose=CODE, subject=officer, by=by)  # also one that was typed and waits for its passkey
        issue_code(purpose=CODE, subject=officer, text=code, life=settings.LIMITS.opening_code_life, by=by)
        dead = drop_all_passkeys(officer=officer)
        record(Happening("officer.issue_code", officer, by, {"passkeys": dead}))
    return code
