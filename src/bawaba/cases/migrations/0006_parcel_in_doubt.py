"""An officer's list of parcels in doubt has an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_calendar_feed")]

    operations = [
        migrations.AddIndex(
            model_name="parcel",
            index=models.Index(condition=models.Q(("state", "in_doubt")), fields=["id"], name="parcel_in_doubt"),
        ),
    ]
