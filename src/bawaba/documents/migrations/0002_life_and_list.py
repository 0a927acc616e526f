"""A document's life becomes a state; what was issued before gets its mark, its last day and its state from the seal."""

import base64
import hashlib
import json
from datetime import date

from django.db import migrations, models


def _shown(seal):
    payload = seal.split(".")[2]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def fill(apps, schema_editor):
    documents = apps.get_model("documents", "Document").objects
    for row in documents.only("seal", "revoked_at").iterator():
        signed = row.seal.rpartition(".")[0].encode()
        until = _shown(row.seal).get("until")
        documents.filter(pk=row.pk).update(
            mark=base64.urlsafe_b64encode(hashlib.sha256(signed).digest()[:12]).decode(),
            state="revoked" if row.revoked_at else "valid",
            reason="error" if row.revoked_at else "",
            ended_at=row.revoked_at,
            last_day=date.fromisoformat(until) if until else None,
        )


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.AddField("document", "mark", models.CharField(max_length=16, default=""), preserve_default=False),
        migrations.AddField("document", "state", models.CharField(max_length=10, default="valid"), preserve_default=False),
        migrations.AddField("document", "last_day", models.DateField(null=True)),
        migrations.AddField("document", "line", models.BinaryField(null=True)),
        migrations.AddField("document", "reason", models.CharField(default="", max_length=10)),
        migrations.AddField("document", "ended_at", models.DateTimeField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveField("document", "revoked_at"),
        migrations.AddIndex(
            "document",
            models.Index(condition=models.Q(("state", "valid")), fields=["last_day"], name="document_ending"),
        ),
        migrations.AddIndex(
            "document",
            models.Index(
                condition=models.Q(("state__in", ("revoked", "superseded"))),
                fields=["ended_at"],
                name="document_listed",
            ),
        ),
        migrations.AddConstraint(
            "document",
            models.UniqueConstraint(
                condition=models.Q(("state", "valid")), fields=("line",), name="document_of_line"
            ),
        ),
    ]
