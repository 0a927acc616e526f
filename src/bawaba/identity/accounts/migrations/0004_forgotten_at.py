"""What devices keep ends with a log-out everywhere."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_sleep_and_preferences")]

    operations = [
        migrations.AddField(model_name="account", name="forgotten_at", field=models.DateTimeField(null=True)),
    ]
