"""An installation of before keeps its attestors: their keys, their kiosks, and what signed each attestation."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bawaba.core import clock
from bawaba.identity.attestation.moving import attestor_named
from bawaba.identity.attestation.quarantine import watch_kiosks
from bawaba_attestor import Attestor as Client
from bawaba_attestor import new_key, public_jwks
from wires import call

BEFORE, AFTER = [("attestation", "0001_initial")], [("attestation", "0004_no_key_sets")]


@pytest.mark.django_db(transaction=True)
def test_what_was_loaded_before_is_heard_as_before(world: Any) -> None:
    keys = {slug: [new_key(), new_key()] for slug in ("palm-bank", "kiosk-1")}
    MigrationExecutor(connection).migrate(BEFORE)
    try:
        old = MigrationExecutor(connection).loader.project_state(BEFORE).apps
        for slug, two in keys.items():
            channel = slug.partition("-")[2 if slug.startswith("palm") else 0]
            row = old.get_model("attestation", "Attestor").objects.create(
                slug=slug, channel=channel, name_ar="ا", name_en="A", keys=public_jwks(*two)
            )
        head = base64.urlsafe_b64encode(json.dumps({"alg": "ES256", "kid": keys["kiosk-1"][1]["kid"]}).encode())
        old.get_model("attestation", "Attestation").objects.create(
            attestor=row,
            jti="j",
            statement=f"{head.decode().rstrip('=')}.x.y",
            method="fingerprint",
            place="market",
            received_at=datetime.now(UTC),
            outcome="activated",
        )
    finally:
        MigrationExecutor(connection).migrate(AFTER)
        call_command("migrate", verbosity=0)
    for slug, two in keys.items():
        for key in two:
            client = Client("http://testserver", slug, key, transport=world.portal_transport())
            assert call(client, "GET", "/channel/v1/activity").status_code == 200
    kiosk = attestor_named("kiosk-1")
    assert kiosk.attestation_set.get().kid == keys["kiosk-1"][1]["kid"]
    watch_kiosks(clock.now())
    assert attestor_named("kiosk-1").state == "open", "it has time to learn to report"
