from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("attestation", "0004_no_key_sets")]
    operations = [
        migrations.AddField("kiosk", "reader", models.CharField(default="", max_length=32)),
        migrations.AddField("kiosk", "case_switch", models.BooleanField(null=True)),
    ]
