"""Remembers that nobody could take a review, and lets a criterion be left open with "cannot say"."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="review",
            name="unassignable_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="score",
            name="value",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(("state", "queued"), ("unassignable_at__isnull", True)),
                fields=["department", "due_at", "id"],
                name="review_not_yet_tried",
            ),
        ),
    ]
