from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('codes', '0002_pumped'),
    ]

    operations = [
        migrations.AddField(
            model_name='onetimecode',
            name='place',
            field=models.UUIDField(null=True),
        ),
    ]
