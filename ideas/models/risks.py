"""Risks that somebody accepts so that an idea goes on without an answer that is late."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ideas.models.base import PublicModel
from ideas.models.ideas import Idea
from ideas.models.reviews import Review

MAX_PART_CHARS = 500


class RiskAcceptance(PublicModel):
    """Why it may go wrong without this department's answer, who bears that, and until when; one for each review."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="risks")
    round = models.PositiveSmallIntegerField()
    review = models.OneToOneField(Review, models.CASCADE, related_name="risk")
    cause = models.CharField(max_length=MAX_PART_CHARS)
    event = models.CharField(max_length=MAX_PART_CHARS)
    effect = models.CharField(max_length=MAX_PART_CHARS)
    accepted_by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    acted_for = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(db_default=Now())
    review_on = models.DateField()
    expires_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(cause="") & ~Q(event="") & ~Q(effect=""), name="risk_acceptance_written_out"
            ),
            models.CheckConstraint(condition=Q(expires_on__gte=F("review_on")), name="risk_acceptance_days"),
        ]
        indexes = [
            models.Index(fields=["review_on", "id"], name="risk_by_review_day"),
            models.Index(fields=["expires_on", "id"], name="risk_by_last_day"),
        ]

    def __str__(self) -> str:
        return f"risk of {self.idea_id}, round {self.round}"
