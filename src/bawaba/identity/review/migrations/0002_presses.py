"""Each event of a press is remembered, and not only the last one: what is delivered again counts once."""

from django.db import migrations, models


def carry_over(apps, schema_editor):
    """The last one of each case."""
    case, press = (apps.get_model("review", name) for name in ("NotYouCase", "Press"))
    for event, opened_at in case.objects.values_list("heard", "opened_at").iterator():
        press.objects.create(event=event, heard_at=opened_at)


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Press",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.UUIDField(unique=True)),
                ("heard_at", models.DateTimeField()),
            ],
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("notyoucase", "heard"),
    ]
