"""What was said about a date that comes near or passed, so that nothing is said twice."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ideas.models.ideas import Promise
from ideas.models.reviews import Review


class Reminder(models.Model):
    """One step of the ladder, said once about one date; a date that was moved begins a ladder of its own.

    `on`: the local day that the step is about: when the review is due; of a missed promise, and of what a lead asks for,
    the day of asking.
    """

    class Kind(models.TextChoices):
        HALF = "half", _("half of the time is over")
        EVE = "eve", _("due on the next working day")
        DUE = "due", _("due now")
        LEAD = "lead", _("late: the lead chooses")
        MANAGER = "manager", _("late: the programme manager and the author know")
        BOARD = "board", _("late: on the list of escalated ideas")
        MISSED = "missed", _("a promise was missed")
        ASKED = "asked", _("the lead asked for it")

    review = models.ForeignKey(Review, models.CASCADE, null=True, blank=True, related_name="reminders")
    promise = models.ForeignKey(Promise, models.CASCADE, null=True, blank=True, related_name="reminders")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "kind", "on"], condition=Q(review__isnull=False), name="reminder_of_review_once"
            ),
            models.UniqueConstraint(
                fields=["promise", "kind", "on"], condition=Q(promise__isnull=False), name="reminder_of_promise_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    review__isnull=False,
                    promise__isnull=True,
                    kind__in=["half", "eve", "due", "lead", "manager", "board", "asked"],
                )
                | Q(review__isnull=True, promise__isnull=False, kind="missed"),
                name="reminder_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.review_id or self.promise_id}, {self.on}"
