"""The sentence that a sensitive act asks to have confirmed is kept with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_parcel_in_doubt")]

    operations = [
        migrations.AddField(model_name="application", name="sentence", field=models.BinaryField(null=True)),
    ]
