from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_changed_blocks"),
    ]

    operations = [
        migrations.RemoveField(model_name="importjob", name="process"),
    ]
