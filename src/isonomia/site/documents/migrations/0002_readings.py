from typing import Any

from django.db import migrations, models
from django.db.models import F


def as_they_were_read(apps: Any, schema_editor: Any) -> None:
    """Until a document is read again its file stands for its reading, as pairings have it."""
    apps.get_model("documents", "Expression").objects.update(reading=F("sha256"))


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.AddField("expression", "reading", models.CharField(default="", editable=False, max_length=64)),
        migrations.RunPython(as_they_were_read, migrations.RunPython.noop),
        migrations.RemoveConstraint("pairing", "one_pairing_per_pair"),
        migrations.RenameField("pairing", "first_sha256", "first_reading"),
        migrations.RenameField("pairing", "second_sha256", "second_reading"),
        migrations.AddConstraint(
            "pairing",
            models.UniqueConstraint(
                fields=["kind", "first_reading", "second_reading", "program", "options"], name="one_pairing_per_pair"
            ),
        ),
    ]
