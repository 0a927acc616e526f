from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="NewsPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("one", models.PositiveSmallIntegerField(default=1, unique=True)),
                ("place", models.CharField(default="", max_length=64)),
            ],
        ),
    ]
