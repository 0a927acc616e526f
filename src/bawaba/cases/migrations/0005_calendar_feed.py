"""An address for calendars."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_parcel")]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.UUIDField(unique=True)),
                ("token_index", models.BinaryField(unique=True)),
                ("version", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
    ]
