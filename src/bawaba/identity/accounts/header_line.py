"""What every page shows of the signed-in person, kept sealed with the session so that no page asks twice."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from bawaba.identity.accounts.queries import Applicant, Holder
from bawaba.journal.keys import keyring

SEALED_AS = "session.header"


@dataclass(frozen=True)
class HeaderLine:
    """What every page shows of the signed-in person, kept with the session so that no page asks twice."""

    account: UUID
    person_key: str
    name_ar: str
    name_en: str
    population: str
    state: str
    assurance: int
    language: str
    digits: str
    calendar: str
    text_size: str
    cooled_until: str = ""  # ISO; empty: sensitive services are open
    frozen: bool = False

    def applicant(self) -> Applicant:
        """As pages show conditions; whoever submits is judged on the account itself."""
        until = datetime.fromisoformat(self.cooled_until) if self.cooled_until else None
        return Applicant(self.population, self.state, self.assurance, until, self.frozen, self.account)


def header_of(who: Holder) -> HeaderLine:
    """What every page shows of the person."""
    return HeaderLine(
        account=who.account,
        person_key=who.person_key,
        name_ar=_short(who.names_ar),
        name_en=_short(who.names_en),
        population=who.population,
        state=who.state,
        assurance=who.assurance,
        language=who.language,
        digits=who.digits,
        calendar=who.calendar,
        text_size=who.text_size,
        cooled_until=who.cooled_until.isoformat() if who.cooled_until else "",
        frozen=who.frozen_until_attended,
    )


def _short(name: str) -> str:
    words = name.split()
    return f"{words[0]} {words[-1]}" if len(words) > 1 else name


def seal_header(key_hash: bytes, header: HeaderLine) -> bytes:
    """For the row of this key and no other."""
    return keyring().seal_value(SEALED_AS, key_hash, json.dumps(asdict(header), default=str))


def open_header(key_hash: bytes, sealed: bytes) -> HeaderLine | None:
    """None for a session of nobody."""
    if not sealed:
        return None
    values = json.loads(keyring().open_value(SEALED_AS, key_hash, sealed))
    return HeaderLine(**{**values, "account": UUID(values["account"])})
