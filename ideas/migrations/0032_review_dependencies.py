"""Reviews that wait for another department's. Source: docs/review-process.md 3.9."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0031_precedents"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewDependency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule_id", models.CharField(max_length=40)),
                ("why", models.TextField()),
                ("splits_at", models.DateTimeField()),
                ("input_arrived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "needs",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="dependents", to="ideas.review"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="dependencies", to="ideas.review"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("review", "needs"), name="review_dependency_once"),
                    models.CheckConstraint(
                        condition=models.Q(("review", models.F("needs")), _negated=True),
                        name="review_dependency_on_another",
                    ),
                ],
            },
        ),
    ]
