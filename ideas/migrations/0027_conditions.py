"""Who sees to a condition of a yes, whether it is met, and the news of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0026_merges"),
    ]

    operations = [
        migrations.AddField(
            model_name="condition",
            name="met_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="condition",
            name="met_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="condition",
            name="met_note",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.AddField(
            model_name="condition",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="notification",
            name="condition",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.condition"
            ),
        ),
        migrations.AddIndex(
            model_name="condition",
            index=models.Index(
                condition=models.Q(("met_at__isnull", True), ("owner__isnull", False)),
                fields=["owner", "due_on", "id"],
                name="condition_to_meet",
            ),
        ),
        migrations.AddIndex(
            model_name="condition",
            index=models.Index(
                condition=models.Q(("met_at__isnull", True), ("owner__isnull", False)),
                fields=["due_on", "id"],
                name="condition_by_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="condition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("met_at__isnull", True),
                    models.Q(("met_by__isnull", False), models.Q(("met_note", ""), _negated=True)),
                    _connector="OR",
                ),
                name="condition_met_how",
            ),
        ),
    ]
