"""What an agency is told at UserInfo: of the account at once, of the register with the moment of its answer."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bawaba.identity.accounts.queries import Holder, holder
from bawaba.identity.clients.learning import FRAMEWORK, claims_of, verified_of
from bawaba.identity.clients.ports import LoginElsewhere
from bawaba.registers.ports import Known, Person
from bawaba.registers.queries import person

FACTS_AGE = timedelta(minutes=10)


def claims_about(login: LoginElsewhere) -> dict[str, Any]:
    """``sub`` and whatever was asked for and allowed; what is not known is left out. RegisterUnavailable, UnknownPerson."""
    told: dict[str, Any] = {"sub": login.sub}
    plain, verified = claims_of(login.scopes, login.claims), verified_of(login.scopes, login.verified)
    if not plain and not verified:
        return told
    who = holder(login.account)
    told |= {name: value for name, value in _plain(who).items() if name in plain}
    if verified:
        found = _verified(who, login.verification, verified)
        told |= {"verified_claims": found} if found else {}
    return told


def _plain(who: Holder) -> dict[str, Any]:
    arabic = who.language == "ar"
    found: dict[str, Any] = {
        "name": (who.names_ar if arabic else who.names_en) or who.names_ar or who.names_en,
        "name#ar": who.names_ar,
        "name#en": who.names_en,
        "locale": who.language,
        "phone_number": who.phone,
        "email": who.email or "",
    }
    found = {name: value for name, value in found.items() if value}
    verified = {f"{name}_verified": True for name in ("phone_number", "email") if name in found}
    return found | verified  # an address that nobody confirmed is not among a holder's


def _verified(who: Holder, wanted: Mapping[str, Any], names: set[str]) -> dict[str, Any] | None:
    """OpenID Identity Assurance: None when it would be verified by less, or otherwise, than was asked for."""
    level = str(who.assurance)
    if not all(
        _fits(wanted.get(name), ours) for name, ours in (("trust_framework", FRAMEWORK), ("assurance_level", level))
    ):
        return None
    known = person(who.person_key, max_age=FACTS_AGE)
    claims = {name: value for name, value in _facts(known.value).items() if name in names and value}
    return {"verification": _verification(known, level), "claims": claims} if claims else None


def _verification(known: Known[Person], level: str) -> dict[str, Any]:
    return {
        "trust_framework": FRAMEWORK,
        "assurance_level": level,
        "time": known.as_of.isoformat(timespec="seconds"),
        "evidence": [
            {
                "type": "electronic_record",
                "check_details": [{"check_method": "data"}],
                "record": {"type": "population_register"},
            }
        ],
    }


def _facts(one: Person) -> dict[str, Any]:
    """Names in Latin letters as documents have them, in Arabic where the register has no others."""
    name = one.names.en if one.names.en.full else one.names.ar
    return {
        "given_name": name.first,
        "middle_name": " ".join(part for part in (name.father, name.grandfather) if part),
        "family_name": name.family,
        "birthdate": one.birth_date.isoformat(),
        "nationalities": [one.nationality],
        "identifier": one.identifier,
        "identifier_kind": one.identifier_kind,
        "population": one.population,
    }


def _fits(wanted: Any, ours: str) -> bool:
    if not isinstance(wanted, Mapping):
        return True
    if "value" in wanted:
        return bool(wanted["value"] == ours)
    return ours in wanted["values"] if isinstance(wanted.get("values"), list) else True
