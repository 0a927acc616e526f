"""Key sets become keys, kiosks get a row of their own, and each attestation says which key signed it."""

import base64
import json
from datetime import timedelta

from django.db import migrations

from bawaba.core import clock

INSPECTION, SILENCE = timedelta(days=90), timedelta(hours=12)


def carry_over(apps, schema_editor):
    """Nothing is lost: every key is good as it was, and every kiosk has time until its first inspection."""
    attestor, key, kiosk, attestation = (
        apps.get_model("attestation", name) for name in ("Attestor", "AttestorKey", "Kiosk", "Attestation")
    )
    now = clock.now()
    for row in attestor.objects.all():
        for jwk in row.loaded_keys["keys"]:
            key.objects.create(attestor=row, kid=jwk["kid"], jwk=jwk, came_by="load", made_at=now)
        if row.channel == "kiosk":
            kiosk.objects.create(
                attestor=row, inspect_by=clock.today() + INSPECTION, due_at=now + SILENCE, watched_at=now
            )
    for row in attestation.objects.only("pk", "statement").iterator():
        attestation.objects.filter(pk=row.pk).update(kid=_kid(row.statement))


def _kid(statement):
    head = statement.partition(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))["kid"])


class Migration(migrations.Migration):
    dependencies = [("attestation", "0002_keys_and_kiosks")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop, elidable=True)]
