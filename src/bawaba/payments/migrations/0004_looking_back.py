"""What was captured is asked about for a while: it may have been given back by hand."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("payments", "0003_escrow")]

    operations = [
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                fields=["asked_at"], condition=models.Q(state="captured"), name="attempt_captured"
            ),
        ),
    ]
