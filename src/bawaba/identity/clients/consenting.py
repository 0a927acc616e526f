"""A person allows an agency to learn something, more of it, or nothing any more."""

import secrets
import uuid
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bawaba.core import clock
from bawaba.identity.clients.ending import end_logins
from bawaba.identity.clients.lifecycle import CONSENT
from bawaba.identity.clients.models import Consent, RelyingParty
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.prepared import insert_if_free

RACES = 20


class IllegalMove(Exception):
    """Not to be had: revoked already, another's, or the agency is closed."""


def give_consent(*, account: UUID, party: UUID, scopes: Iterable[str], by: Actor) -> None:
    """The first time, again after it was revoked, or for more than before; what is allowed already stays as it is."""
    row, wanted = RelyingParty.objects.get(uuid=party), set(scopes)
    for _ in range(RACES):
        with transaction.atomic():
            if _first(account, row, wanted, by) or _changed(account, row, wanted, by):
                return
    raise IllegalMove(party)


def revoke_consent(*, account: UUID, consent: UUID, by: Actor) -> None:
    """The agency learns nothing more; its tokens are dead, and it is told that the person has gone."""
    step = CONSENT.move("revoke")
    with transaction.atomic():
        mine = Consent.objects.filter(uuid=consent, account=account, state__in=step.sources)
        if not mine.update(state=step.target, changed_at=clock.now()):
            raise IllegalMove(consent)
        row = Consent.objects.select_related("party").get(uuid=consent)
        record(Happening("consent.revoke", account, by, {"party": row.party.slug}))
        end_logins(Q(account=account, consent_id=row.pk), account=account, reason="revoked", by=by)


def _first(account: UUID, party: RelyingParty, scopes: set[str], by: Actor) -> bool:
    now = clock.now()
    row = Consent(
        uuid=uuid.uuid4(),
        account=account,
        party=party,
        sub=secrets.token_hex(16),
        scopes=sorted(scopes),
        state=CONSENT.initial(),
        given_at=now,
        changed_at=now,
    )
    if not insert_if_free(row):
        return False
    _note("give", row, by)
    return True


def _changed(account: UUID, party: RelyingParty, scopes: set[str], by: Actor) -> bool:
    """One UPDATE on the row as it was read; False when somebody was faster, and it is read again."""
    row = Consent.objects.get(account=account, party=party)
    before = set(row.scopes) if row.state == "active" else set()
    move = "give_again" if row.state != "active" else "confirm" if scopes <= before else "widen"
    step, row.scopes = CONSENT.move(move), sorted(before | scopes)
    mine = Consent.objects.filter(pk=row.pk, state__in=step.sources, changed_at=row.changed_at)
    if not mine.update(state=step.target, scopes=row.scopes, changed_at=clock.now()):
        return False
    _note(move, row, by)
    return True


def _note(move: str, row: Consent, by: Actor) -> None:
    told = {"party": row.party.slug, "scopes": " ".join(row.scopes)}
    record(Happening(f"consent.{move}", row.account, by, told))
