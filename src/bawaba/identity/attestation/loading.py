"""Attestors are rows that a file describes: adding a bank is adding an attestor."""

from typing import Any
from uuid import UUID

from django.db import transaction
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bawaba.identity.attestation.models import Attestor, Place
from bawaba.identity.attestation.statement import METHODS
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening


class BadAttestor(ValueError):
    """The file's description cannot be taken."""


def load_attestor(*, described: dict[str, Any], by: Actor) -> UUID:
    """Insert or replace one attestor and its places; private keys are refused."""
    _check(described)
    values = {
        "channel": described["channel"],
        "name_ar": described["name"]["ar"],
        "name_en": described["name"]["en"],
        "keys": described["keys"],
        "populations": described.get("populations", []),
        "a_day": described.get("a_day", 1000),
    }
    with transaction.atomic():
        row, _ = Attestor.objects.update_or_create(slug=described["slug"], defaults=values)
        row.places.all().delete()
        Place.objects.bulk_create([_place(row, place) for place in described.get("places", ())])
        record(Happening("attestor.load", row.uuid, by, {"slug": row.slug}))
    return row.uuid


def _check(described: dict[str, Any]) -> None:
    if described.get("channel") not in METHODS:
        raise BadAttestor(f"{described.get('slug')}: channel is one of {', '.join(METHODS)}")
    try:
        keys = KeySet.import_key_set(described["keys"])
    except (JoseError, KeyError, ValueError, TypeError) as error:
        raise BadAttestor(f"{described.get('slug')}: keys are not a JWK set") from error
    if any(key.is_private or not key.kid for key in keys.keys):
        raise BadAttestor(f"{described.get('slug')}: public keys only, each with a kid")


def _place(row: Attestor, place: dict[str, Any]) -> Place:
    return Place(
        attestor=row,
        slug=place["slug"],
        name_ar=place["name"]["ar"],
        name_en=place["name"]["en"],
        city_ar=place["city"]["ar"],
        city_en=place["city"]["en"],
        hours_ar=place["hours"]["ar"],
        hours_en=place["hours"]["en"],
        latitude=place["latitude"],
        longitude=place["longitude"],
    )
