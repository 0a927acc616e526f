"""The only readers of relying parties, consents and log-ins for others."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.accounts.open_sessions import Standing, standing
from bawaba.identity.clients.learning import OPENID, SCOPE_OF, SCOPE_OF_VERIFIED
from bawaba.identity.clients.models import Consent, Login, RelyingParty
from bawaba.identity.clients.ports import LoginElsewhere, Party, Proof
from bawaba.identity.clients.rows import BY_TOKEN, CONSENT, NAMED, consent_of, login_of
from bawaba.journal.prepared import built


class NoParty(LookupError):
    """No relying party of that name is open."""


@dataclass(frozen=True)
class ConsentView:
    """A consent as its person sees it."""

    uuid: UUID
    name: T
    purpose: T
    site: str
    scopes: tuple[str, ...]
    state: str
    given_at: datetime
    changed_at: datetime
    used_at: datetime | None
    sub: str


def party_named(slug: str) -> Party:
    """An open one; NoParty."""
    rows = NAMED.rows(slug=slug[:50])
    if not rows:
        raise NoParty(slug)
    return party_from(built(RelyingParty, rows[0]))


def parties() -> list[Party]:
    """All, by name."""
    return [party_from(row) for row in RelyingParty.objects.order_by("slug")]


def consent_to(account: UUID, party: UUID) -> ConsentView | None:
    """What this person has allowed this agency, or allowed once."""
    rows = CONSENT.rows(account=account, party=party)
    return _consent(consent_of(rows[0])) if rows else None


def consents_of(account: UUID) -> Sequence[ConsentView]:
    """Every agency that this person ever allowed something, in force first, newest first."""
    rows = Consent.objects.select_related("party").filter(account=account).order_by("state", "-changed_at")
    return [_consent(row) for row in rows]


@dataclass(frozen=True)
class OpenLogin:
    """A log-in at an agency as its person sees it; ``session``: by which name of theirs it was begun."""

    name: T
    session: str
    since: datetime


def open_logins_of(account: UUID) -> list[OpenLogin]:
    """Where an agency holds tokens that may still be good, one line an agency and session, newest first; two statements."""
    young = clock.now() - settings.LIMITS.openid_refresh_life
    mine = Login.objects.filter(since_last_out(standing(account)), account=account, state="open")
    rows = mine.filter(made_at__gt=young).order_by("-pk")
    found: dict[tuple[int, str], OpenLogin] = {}
    for row in rows.select_related("consent__party"):
        name = T(row.consent.party.name_ar, en=row.consent.party.name_en)
        found.setdefault((row.consent.party_id, row.session), OpenLogin(name, row.session, row.made_at))
    return list(found.values())


def since_last_out(found: Standing) -> Q:
    """Log-ins of after the account was out everywhere last."""
    return Q(last_out__isnull=True) if found.last_out is None else Q(last_out=found.last_out)


def names_of_parties(slugs: Collection[str]) -> dict[str, T]:
    """By slug; one statement, none for nobody."""
    rows = RelyingParty.objects.filter(slug__in=slugs).values_list("slug", "name_ar", "name_en") if slugs else ()
    return {slug: T(ar, en=en) for slug, ar, en in rows}


def login_behind(access_token: str) -> LoginElsewhere | None:
    """Whose token it is and what it may read; None unless token, log-in, consent, agency and account are good now (A29)."""
    rows = BY_TOKEN.rows(token=hash_of(access_token), now=clock.now())
    row = login_of(rows[0]) if rows else None
    return login_from(row) if row is not None and is_good(row) else None


def is_good(row: Login) -> bool:
    """Open, allowed, at an open agency, of an account that is sure enough and has not been out everywhere since."""
    if (row.state, row.consent.state, row.consent.party.state) != ("open", "active", "open"):
        return False
    found = standing(row.account)
    return found.active and found.last_out == row.last_out and found.assurance >= row.consent.party.assurance


def login_from(row: Login) -> LoginElsewhere:
    """As tokens are made from it."""
    asked: dict[str, Any] = row.asked
    may = set(row.consent.scopes) & {*row.consent.party.scopes, OPENID}  # as both are now
    return LoginElsewhere(
        uuid=row.uuid,
        account=row.account,
        party=party_from(row.consent.party),
        sub=row.consent.sub,
        sid=row.sid,
        scopes=tuple(one for one in asked["scopes"] if one in may),
        claims=tuple(one for one in asked["claims"] if SCOPE_OF.get(one) in may),
        verified=tuple(one for one in asked["verified"] if SCOPE_OF_VERIFIED.get(one) in may),
        verification=asked["verification"],
        nonce=asked["nonce"],
        acr=row.acr,
        proof=Proof(row.proven_at, tuple(row.amr)),
    )


def party_from(row: RelyingParty) -> Party:
    """As the doors see it."""
    return Party(
        id=row.pk,
        uuid=row.uuid,
        slug=row.slug,
        name=T(row.name_ar, en=row.name_en),
        purpose=T(row.purpose_ar, en=row.purpose_en),
        site=row.site,
        redirect_uris=tuple(row.redirect_uris),
        logout_uris=tuple(row.logout_uris),
        logout_notice_uri=row.logout_notice_uri,
        authentication=row.authentication,
        secret=bytes(row.secret) if row.secret is not None else None,
        keys=tuple(row.keys),
        scopes=tuple(row.scopes),
        assurance=row.assurance,
        signed_with=row.signed_with,
        pushed_only=row.pushed_only,
        state=row.state,
    )


def hash_of(secret: str) -> bytes:
    """What is kept of a code, a token or a number of 256 random bits."""
    return hashlib.sha256(secret.encode()).digest()


def _consent(row: Consent) -> ConsentView:
    return ConsentView(
        uuid=row.uuid,
        name=T(row.party.name_ar, en=row.party.name_en),
        purpose=T(row.party.purpose_ar, en=row.party.purpose_en),
        site=row.party.site,
        scopes=tuple(row.scopes),
        state=row.state,
        given_at=row.given_at,
        changed_at=row.changed_at,
        used_at=row.used_at,
        sub=row.sub,
    )
