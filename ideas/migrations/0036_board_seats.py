"""Names who sits on the board for a department, where it is not simply its lead and deputy."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0035_answer_templates"),
    ]

    operations = [
        migrations.CreateModel(
            name="BoardSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "department",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="board_seat", to="ideas.department"
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("holder__isnull", False), ("deputy__isnull", False), _connector="OR"),
                        name="board_seat_names_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("holder__isnull", True),
                            ("deputy__isnull", True),
                            models.Q(("holder", models.F("deputy")), _negated=True),
                            _connector="OR",
                        ),
                        name="board_seat_two_people",
                    ),
                ],
            },
        ),
    ]
