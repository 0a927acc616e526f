from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("attestation", "0003_what_was_loaded")]
    operations = [migrations.RemoveField("attestor", "loaded_keys")]
