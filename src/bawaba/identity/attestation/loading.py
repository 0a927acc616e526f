"""Attestors are rows that a file describes: adding a bank is adding an attestor."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from bawaba.core.opening_hours import WEEKDAYS, week_in
from bawaba.core.public_keys import BadKey, checked_key
from bawaba.identity.attestation.certificates import BadCertificate, checked_certificates
from bawaba.identity.attestation.keeping_keys import replace_loaded_keys
from bawaba.identity.attestation.keys import CURVES
from bawaba.identity.attestation.lifecycle import life_of
from bawaba.identity.attestation.models import Attestor, Kiosk, Place
from bawaba.identity.attestation.quarantine import first_inspection
from bawaba.identity.attestation.statement import METHODS
from bawaba.identity.populations import populations
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening


class BadAttestor(ValueError):
    """The file's description cannot be taken."""


def load_attestor(*, described: Mapping[str, Any], by: Actor) -> UUID:
    """Insert or replace one attestor and its places. BadAttestor.

    ``keys`` are the truth for what came by a file: one that is left out ends at once; without ``keys`` they stay as
    they are, and a new attestor is expected to bring its own under a one-use code, as every kiosk does.
    """
    slug = str(described.get("slug"))
    try:
        values, keys = _checked(described)
        places = [_place(one) for one in described.get("places", ())]
        with transaction.atomic():
            row = _row(described, values, keys)
            row.places.all().delete()
            for place in places:
                place.attestor = row
            Place.objects.bulk_create(places)
            if keys is not None:
                replace_loaded_keys(row, keys)
            record(Happening("attestor.load", row.uuid, by, {"slug": row.slug}))
    except (BadKey, BadCertificate, KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise BadAttestor(f"{slug}: {error}") from error
    except IntegrityError as error:
        raise BadAttestor(f"{slug}: two of its places, or a kid of another key, have one name") from error
    return row.uuid


def _row(described: Mapping[str, Any], values: dict[str, Any], keys: Sequence[Any] | None) -> Attestor:
    """Loading again changes no state: what is closed stays closed."""
    begins = life_of(values["channel"]).move("load" if keys else "expect").target
    row, made = Attestor.objects.get_or_create(slug=described["slug"], defaults=values | {"state": begins})
    if not made:
        if row.channel != values["channel"]:
            raise BadAttestor(f"it is a {row.channel}, and that cannot be changed: choose another slug")
        Attestor.objects.filter(pk=row.pk).update(**values)
    elif row.channel == "kiosk":
        Kiosk.objects.create(attestor=row, inspect_by=first_inspection())
    return row


def _checked(described: Mapping[str, Any]) -> tuple[dict[str, Any], Sequence[dict[str, Any]] | None]:
    channel, keys = described.get("channel"), described.get("keys")
    if channel not in METHODS:
        raise BadAttestor(f"channel is one of {', '.join(METHODS)}")
    if channel == "kiosk" and keys is not None:
        raise BadAttestor("a kiosk makes its key itself: leave keys out, and give out a code")
    groups = list(described.get("populations", ()))
    if unknown := sorted(set(groups) - set(populations())):
        raise BadAttestor(f"no such populations: {', '.join(unknown)}")
    most = described.get("a_day", 1000)
    if not isinstance(most, int) or isinstance(most, bool) or most < 0:
        raise BadAttestor("a_day is a number of statements")
    values = {
        "channel": channel,
        "name_ar": described["name"]["ar"],
        "name_en": described["name"]["en"],
        "certificates": checked_certificates(described.get("certificates", ())),
        "populations": groups,
        "a_day": most,
    }
    return values, None if keys is None else [checked_key(jwk, curves=CURVES) for jwk in keys["keys"]]


def _place(place: Mapping[str, Any]) -> Place:
    opens = dict(place.get("opens", {}))
    if unknown := sorted(set(opens) - set(WEEKDAYS)):
        raise BadAttestor(f"opens: no such days: {', '.join(unknown)}")
    week_in(opens)
    latitude, longitude = Decimal(str(place["latitude"])), Decimal(str(place["longitude"]))
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise BadAttestor("latitude and longitude are degrees")
    return Place(
        slug=place["slug"],
        name_ar=place["name"]["ar"],
        name_en=place["name"]["en"],
        city_ar=place["city"]["ar"],
        city_en=place["city"]["en"],
        hours_ar=place["hours"]["ar"],
        hours_en=place["hours"]["en"],
        opens=opens,
        latitude=latitude,
        longitude=longitude,
    )
