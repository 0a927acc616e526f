"""The sentence that the receiver confirms is kept beside the giver's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delegation", "0002_places")]

    operations = [
        migrations.AddField(model_name="delegation", name="acceptance", field=models.BinaryField(null=True)),
    ]
