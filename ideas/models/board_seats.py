"""Who sits on the board for a department, where it is not simply its lead and deputy."""

from django.db import models
from django.db.models import F, Q

from ideas.models.base import PublicModel


class BoardSeat(PublicModel):
    """The people named for a department's seat; a department without such a row is spoken for by its lead and deputy."""

    department = models.OneToOneField("ideas.Department", models.CASCADE, related_name="board_seat")
    holder = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    deputy = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(holder__isnull=False) | Q(deputy__isnull=False), name="board_seat_names_somebody"
            ),
            models.CheckConstraint(
                condition=Q(holder__isnull=True) | Q(deputy__isnull=True) | ~Q(holder=F("deputy")),
                name="board_seat_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"seat of {self.department_id}"
