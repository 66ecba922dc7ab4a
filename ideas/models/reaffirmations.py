"""Answers of departments that were given before the author changed the idea."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel
from ideas.models.ideas import AnswerSet
from ideas.models.reviews import Review


class Reaffirmation(PublicModel):
    """A department that had answered is asked whether its answer stands after a material change of the idea.

    `from_version` is the edition of the idea that was answered, `to_version` the one that is asked about; while nobody
    has said, a later material change moves `to_version` and `answers_after` on.
    """

    class Verdict(models.TextChoices):
        REAFFIRMED = "reaffirmed", _("The answer stands")
        CHANGED = "changed", _("The answer was changed")

    review = models.ForeignKey(Review, models.CASCADE, related_name="reaffirmations")
    from_version = models.PositiveIntegerField()
    to_version = models.PositiveIntegerField()
    answers_before = models.ForeignKey(AnswerSet, models.PROTECT, related_name="+")
    answers_after = models.ForeignKey(AnswerSet, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review"], condition=Q(verdict=""), name="reaffirmation_one_open"),
            models.CheckConstraint(
                condition=Q(verdict="")
                | Q(verdict__in=["reaffirmed", "changed"], given_at__isnull=False, given_by__isnull=False),
                name="reaffirmation_verdict",
            ),
            models.CheckConstraint(condition=Q(to_version__gt=F("from_version")), name="reaffirmation_goes_forward"),
        ]
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(verdict=""), name="reaffirmation_open")]

    def __str__(self) -> str:
        return f"{self.review_id}, version {self.from_version} to {self.to_version}"
