"""Gives tallies the live version at which an idea last changed in more than its figures."""

from django.db import migrations, models

# What a page showed before this column existed may lack anything: until its next change an idea counts as just changed.
BACKFILL = "update ideas_ideatally set content_version = live_version"


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0006_delivery_public_id"),
    ]

    operations = [
        migrations.AddField(
            model_name="ideatally",
            name="content_version",
            field=models.PositiveIntegerField(db_default=0),
        ),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
    ]
