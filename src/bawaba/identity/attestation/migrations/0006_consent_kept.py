from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("attestation", "0005_what_a_kiosk_has")]
    operations = [
        migrations.AddField("attestation", "consent", models.CharField(default="", max_length=20)),
    ]
