"""What happened to the clocks of reviews and promises, and how calendars read before they were changed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ideas.models.ideas import Idea, Promise
from ideas.models.organisation import Calendar
from ideas.models.reviews import Review

MAX_REASON_CHARS = 500


class ClockEntry(models.Model):
    """One fact about the clock of a review or a promise, with the date that held after it; never changed.

    A clock without entries ran from its opening to its date undisturbed. `start` is written with the first pause or move,
    and again where a clock begins anew after it had ended.
    `working_days`: by how many the date moved, below zero where it came nearer; None where it did not move.
    """

    class Kind(models.TextChoices):
        START = "start", _("started")
        PAUSE = "pause", _("paused")
        RESUME = "resume", _("went on")
        STOP = "stop", _("stopped")
        RECOMPUTED = "recomputed", _("counted anew")
        EXTENDED = "extended", _("extended")
        REROUTED = "rerouted", _("moved with tier or departments")
        KEPT = "kept", _("promise kept")
        BROKEN = "broken", _("promise broken")

    # Nothing cascades into rows that only grow: the application's role may not even try, so no draft could be deleted.
    idea = models.ForeignKey(Idea, models.DO_NOTHING, related_name="clock_entries")
    review = models.ForeignKey(Review, models.DO_NOTHING, null=True, blank=True, related_name="clock_entries")
    promise = models.ForeignKey(Promise, models.DO_NOTHING, null=True, blank=True, related_name="clock_entries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    pause_kind = models.CharField(max_length=10, choices=Review.PausedFor.choices, blank=True)
    at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    working_days = models.SmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=MAX_REASON_CHARS, blank=True)
    by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(review__isnull=False, promise__isnull=True) | Q(review__isnull=True, promise__isnull=False),
                name="clock_entry_of_one",
            ),
            models.CheckConstraint(
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
            models.CheckConstraint(
                condition=~Q(kind__in=["pause", "resume"]) | ~Q(pause_kind=""), name="clock_pause_has_kind"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["kept", "broken"]) | Q(promise__isnull=False), name="clock_kept_is_promise"
            ),
            models.UniqueConstraint(
                fields=["promise"], condition=Q(kind__in=["kept", "broken"]), name="clock_promise_judged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.review_id or self.promise_id}"


class CalendarEdition(models.Model):
    """How a calendar read at a version that was left behind, so that dates made from it can be counted anew."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="editions")
    version = models.PositiveIntegerField()
    time_zone = models.CharField(max_length=64)
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    days_off = ArrayField(models.DateField(), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "version"], name="calendar_edition_once")]

    def __str__(self) -> str:
        return f"{self.calendar_id} version {self.version}"
