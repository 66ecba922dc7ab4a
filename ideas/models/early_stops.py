"""A hard block that stops the other departments until whoever decides has looked at it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel
from ideas.models.ideas import Idea
from ideas.models.reviews import Review


class EarlyStop(PublicModel):
    """Asked by a department that answered; `confirmed` ends the reviews, `lifted` lets them go on. `by` None: time passed."""

    class Kind(models.TextChoices):
        UNLAWFUL = "unlawful", _("It would be unlawful")
        UNSAFE = "unsafe", _("It would be unsafe")
        PROHIBITED = "prohibited", _("A rule that binds us prohibits it")

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("Stop: nobody else needs to answer")
        LIFTED = "lifted", _("Go on: the others answer first")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="early_stops")
    round = models.PositiveSmallIntegerField()
    review = models.OneToOneField(Review, models.CASCADE, related_name="early_stop")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=500)
    asked_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    verdict_at = models.DateTimeField(null=True, blank=True)
    verdict_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    verdict_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "round"], condition=Q(verdict=""), name="early_stop_one_open"),
            models.CheckConstraint(condition=Q(kind__in=["unlawful", "unsafe", "prohibited"]), name="early_stop_kind"),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(verdict__in=["confirmed", "lifted"], verdict_at__isnull=False),
                name="early_stop_verdict",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="confirmed") | (Q(verdict_by__isnull=False) & ~Q(verdict_reason="")),
                name="early_stop_confirmed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["until", "id"], condition=Q(verdict=""), name="early_stop_open")]

    def __str__(self) -> str:
        return f"early stop of {self.idea_id}: {self.kind}"
