"""A log-in elsewhere: begun by a code, redeemed for tokens once, refreshed by tokens that work once."""

import hashlib
import secrets
import uuid
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.identity.accounts.open_sessions import hold_session, standing
from bawaba.identity.accounts.sessions import SessionStore
from bawaba.identity.clients.learning import OFFLINE
from bawaba.identity.clients.lifecycle import LOGIN
from bawaba.identity.clients.models import Login, Token
from bawaba.identity.clients.ports import Asked, Issued, Party, Proof
from bawaba.identity.clients.queries import hash_of, is_good, login_from
from bawaba.identity.clients.rows import BY_CODE, REDEEM, REDEEMED, USE_CONSENT, login_of
from bawaba.identity.clients.rules import acr_of, needed
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.prepared import insert

KEPT = ("redirect_uri", "challenge", "nonce", "scopes", "claims", "verified", "verification")


class NotAllowed(Exception):
    """The consent, or the session that asks, has ended meanwhile."""


class BadGrant(Exception):
    """A code or token that is unknown, late, used, another's, or whose log-in has ended: one answer for all."""


def begin_login(*, session: SessionStore, account: UUID, party: Party, asked: Asked, proof: Proof) -> str:
    """One transaction: session held, account and consent judged, a code. NotAllowed; SessionOver."""
    code, now = secrets.token_urlsafe(32), clock.now()
    with transaction.atomic():
        name = hold_session(account=account, session_key=session.session_key)
        found = standing(account)
        if not found.active or found.assurance < party.assurance:
            raise NotAllowed(party.slug)
        login = Login(
            uuid=uuid.uuid4(),
            account=account,
            consent_id=_used_consent(account, party, asked),
            code_hash=hash_of(code),
            asked={name: value for name, value in asdict(asked).items() if name in KEPT},
            session=name,
            sid=hashlib.sha256(f"{name}|{party.slug}".encode()).hexdigest()[:32],
            proven_at=proof.at,
            acr=acr_of(found.assurance),
            amr=list(proof.amr),
            last_out=found.last_out,
            state=LOGIN.initial(),
            made_at=now,
        )
        insert(login)
        _note("begin", login, party, Actor("person", str(account)))
    return code


def redeem_code(*, code: str, party: Party, redirect_uri: str, verifier: str) -> Issued:
    """Once, within its life, by whom it was made for; the same code again ends the log-in with its tokens (A30). BadGrant."""
    rows = BY_CODE.rows(code=hash_of(code))
    row = login_of(rows[0]) if rows else None
    if row is None or row.consent.party.uuid != party.uuid:
        raise BadGrant("unknown")
    if row.asked["redirect_uri"] != redirect_uri or row.asked["challenge"] != create_s256_code_challenge(verifier):
        raise BadGrant("another request's")
    young = clock.now() - settings.LIMITS.openid_code_life
    with transaction.atomic():
        won = bool(REDEEM.count(login=row.pk, after=young))
        if won:
            row.state = REDEEMED.target
            issued = _issue(row)
            _note("redeem", row, party)
        else:
            _replayed(row, party)
    if not won:
        raise BadGrant("used, or late")
    return issued


def refresh(*, token: str, party: Party) -> Issued:
    """New tokens for a refresh token, which works once; the same again ends the log-in. BadGrant."""
    row = (
        Token.objects.select_related("login__consent__party").filter(token_hash=hash_of(token), kind="refresh").first()
    )
    if row is None or row.login.consent.party.uuid != party.uuid:
        raise BadGrant("unknown")
    with transaction.atomic():
        now = clock.now()
        mine = Token.objects.filter(pk=row.pk, used_at__isnull=True, expires_at__gt=now)
        won = bool(mine.update(used_at=now))
        if won:
            issued = _issue(Login.objects.select_related("consent__party").get(pk=row.login_id))
            _note("refresh", row.login, party)
        elif row.expires_at > now:
            _replayed(row.login, party)
    if not won:
        raise BadGrant("used, or late")
    return issued


def revoke_token(*, token: str, party: Party) -> None:
    """RFC 7009: either token gives the whole log-in back, with whatever else came of it. Unknown, late or another's: nothing."""
    row = Token.objects.select_related("login__consent__party").filter(token_hash=hash_of(token)).first()
    if row is None or row.login.consent.party.uuid != party.uuid:
        return
    step = LOGIN.move("revoke")
    with transaction.atomic():
        mine = Login.objects.filter(pk=row.login_id, state__in=step.sources)
        if mine.update(state=step.target, ended_at=clock.now()):
            _note("revoke", row.login, party)


def note_reading(*, login: UUID, account: UUID, party: Party, claims: str) -> None:
    """An agency read something of a person: what, the person sees."""
    with transaction.atomic():
        record(Happening("login_elsewhere.read", account, _party(party), {"party": party.slug, "claims": claims[:500]}))


def _used_consent(account: UUID, party: Party, asked: Asked) -> int:
    """Its id, by one UPDATE that tells what is allowed in this moment: no withdrawal comes in between. NotAllowed."""
    rows = USE_CONSENT.changed(account=account, party=party.id, now=clock.now())
    if not rows or not needed(asked) <= set(rows[0][1]):
        raise NotAllowed(party.slug)
    return int(rows[0][0])


def _issue(row: Login) -> Issued:
    """BadGrant, and nothing has happened, when the person has left, or been stopped, since."""
    if not is_good(row):
        raise BadGrant("ended")
    limits, now = settings.LIMITS, clock.now()
    access, again = secrets.token_urlsafe(32), ""
    ends = row.made_at + limits.openid_refresh_life
    rows = [_token(row, access, "access", min(now + limits.openid_access_life, ends))]
    if OFFLINE in row.asked["scopes"]:
        again = secrets.token_urlsafe(32)
        rows.append(_token(row, again, "refresh", ends))
    insert(*rows)
    return Issued(login_from(row), access, again)


def _token(row: Login, text: str, kind: str, expires: Any) -> Token:
    return Token(token_hash=hash_of(text), login=row, kind=kind, expires_at=expires)


def _replayed(row: Login, party: Party) -> None:
    step = LOGIN.move("replay")
    if Login.objects.filter(pk=row.pk, state__in=step.sources).update(state=step.target, ended_at=clock.now()):
        _note("replay", row, party)


def _note(move: str, row: Login, party: Party, by: Actor | None = None) -> None:
    told = {"party": party.slug, "scopes": " ".join(row.asked["scopes"])}
    record(Happening(f"login_elsewhere.{move}", row.account, by or _party(party), told))


def _party(party: Party) -> Actor:
    return Actor("relying_party", party.slug)


def seconds_of(life: timedelta) -> int:
    """As tokens' answers say it."""
    return int(life.total_seconds())
