"""Lets no deletion cascade into the facts of clocks; on_delete is Django's alone, so no table is touched.

The application's role may not delete there, so that not even a draft, which has none, could be deleted.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0051_ideas_by_score"),
    ]

    operations = [
        migrations.AlterField(
            model_name="clockentry",
            name="idea",
            field=models.ForeignKey(
                on_delete=models.deletion.DO_NOTHING, related_name="clock_entries", to="ideas.idea"
            ),
        ),
        migrations.AlterField(
            model_name="clockentry",
            name="promise",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.DO_NOTHING,
                related_name="clock_entries",
                to="ideas.promise",
            ),
        ),
        migrations.AlterField(
            model_name="clockentry",
            name="review",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.DO_NOTHING,
                related_name="clock_entries",
                to="ideas.review",
            ),
        ),
    ]
