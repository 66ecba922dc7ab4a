"""How reviews change hands, and how departments say that one is not for them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel
from ideas.models.reviews import Review

MAX_REASON_CHARS = 500


class ReviewMove(models.Model):
    """One change of hands by a person, with the reason; never changed. `from_person` is None where nobody held it."""

    class Kind(models.TextChoices):
        CLAIMED = "claimed", _("taken from the queue")
        HANDED_OVER = "handed_over", _("handed over")
        TAKEN_OVER = "taken_over", _("taken over by the lead")

    review = models.ForeignKey(Review, models.CASCADE, related_name="moves")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    from_person = models.ForeignKey("ideas.User", models.PROTECT, null=True, related_name="+")
    to_person = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=MAX_REASON_CHARS, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["claimed", "handed_over", "taken_over"]), name="review_move_kind_known"
            ),
            models.CheckConstraint(condition=Q(kind="claimed") | ~Q(reason=""), name="review_move_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.kind}"


class Bounce(PublicModel):
    """A department says that a review is not for it, and whose it is; somebody who keeps order settles that.

    `number`: which one of the idea's round it is, from 1.
    """

    class Outcome(models.TextChoices):
        MOVED = "moved", _("asked the other department instead")
        KEPT = "kept", _("stays where it is")

    review = models.ForeignKey(Review, models.CASCADE, related_name="bounces")
    idea = models.ForeignKey("ideas.Idea", models.CASCADE, related_name="bounces")
    round = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    suggested = models.ForeignKey("ideas.Department", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=MAX_REASON_CHARS)
    by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=5, choices=Outcome.choices, blank=True)
    answer = models.CharField(max_length=MAX_REASON_CHARS, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "round", "number"], name="bounce_number_once"),
            models.UniqueConstraint(fields=["review"], condition=Q(settled_at__isnull=True), name="bounce_open_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="bounce_has_reason"),
            models.CheckConstraint(condition=Q(outcome__in=["", "moved", "kept"]), name="bounce_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="", answer="", settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(outcome="") & ~Q(answer=""),
                name="bounce_settled_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(settled_at__isnull=True), name="bounce_to_settle")]

    def __str__(self) -> str:
        return f"{self.review_id}, bounce {self.number}"
