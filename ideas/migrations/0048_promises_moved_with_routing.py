"""Lets it be written down that a promise moved because tier or departments were changed."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0047_additions_taken_out_before"),
    ]

    operations = [
        migrations.AlterField(
            model_name="clockentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("start", "started"),
                    ("pause", "paused"),
                    ("resume", "went on"),
                    ("stop", "stopped"),
                    ("recomputed", "counted anew"),
                    ("extended", "extended"),
                    ("rerouted", "moved with tier or departments"),
                    ("kept", "promise kept"),
                    ("broken", "promise broken"),
                ],
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint(model_name="clockentry", name="clock_entry_kind_known"),
        migrations.AddConstraint(
            model_name="clockentry",
            constraint=models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "start",
                        "pause",
                        "resume",
                        "stop",
                        "recomputed",
                        "extended",
                        "rerouted",
                        "kept",
                        "broken",
                    ]
                ),
                name="clock_entry_kind_known",
            ),
        ),
    ]
