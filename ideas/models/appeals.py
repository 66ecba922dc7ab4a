"""An author's appeal against a no or a not now, and what somebody who was not involved answers."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel
from ideas.models.reviews import Decision

MIN_APPEAL_CHARS = 40


class Appeal(PublicModel):
    """One appeal against one decision. `due_at`: by when it is answered, on the calendar that is named."""

    class Ground(models.TextChoices):
        NEW_INFORMATION = "new_information", _("There is something you could not know")
        FACTUAL_ERROR = "factual_error", _("The answer rests on a mistake of fact")

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="appeal")
    ground = models.CharField(max_length=20, choices=Ground.choices)
    text = models.TextField()
    filed_by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    calendar = models.ForeignKey("ideas.Calendar", models.PROTECT, related_name="+")
    calendar_version = models.PositiveIntegerField()
    is_granted = models.BooleanField(null=True, blank=True)
    reasons = models.TextField(blank=True)
    decided_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_because = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__in=["new_information", "factual_error"]), name="appeal_ground_known"
            ),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("text"), MIN_APPEAL_CHARS), name="appeal_explained"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, is_granted__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, is_granted__isnull=False, decided_by__isnull=False) & ~Q(reasons=""),
                name="appeal_decided_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(decided_at__isnull=True), name="appeal_to_decide"),
        ]

    def __str__(self) -> str:
        return f"appeal against {self.decision_id}"
