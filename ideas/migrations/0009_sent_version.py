"""Remembers at which version an idea was sent, so that versions may go on counting from the draft's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0008_untried_deliveries")]

    operations = [
        migrations.AddField("idea", "sent_version", models.PositiveIntegerField(db_default=1)),
    ]
