"""What goes deeper than one department's answer: how it changed, and who read it a second time."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel
from ideas.models.reviews import Review


class ReviewVersion(models.Model):
    """What a department answered first (1) and after each change. Kept once it was changed.

    One change is free; each later one needs a material change of the idea before it.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="review_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="review_version_number"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="review_version_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} version {self.number}"


class SecondReading(PublicModel):
    """A second pair of eyes on one department's answer; a later one takes its place where the answer was turned."""

    class Verdict(models.TextChoices):
        AGREE = "agree", _("I agree")
        DISAGREE = "disagree", _("I do not agree")

    review = models.ForeignKey(Review, models.CASCADE, related_name="second_readings")
    reader = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    text = models.TextField(blank=True)
    asked_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review"], condition=Q(verdict=""), name="second_reading_one_open"),
            models.CheckConstraint(condition=Q(verdict__in=["", "agree", "disagree"]), name="second_reading_verdict"),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(reader__isnull=False, read_at__isnull=False), name="second_reading_complete"
            ),
            models.CheckConstraint(condition=~Q(verdict="disagree") | ~Q(text=""), name="second_reading_says_why"),
        ]
        indexes = [
            models.Index(fields=["reader", "due_at", "id"], condition=Q(verdict=""), name="second_reading_open"),
        ]

    def __str__(self) -> str:
        return f"second reading of {self.review_id}"
