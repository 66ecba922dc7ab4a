"""What people do about late answers: more time once, an author who asks further up, an apology with a new date."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel
from ideas.models.ideas import Idea, Promise
from ideas.models.reviews import Review

MAX_REASON_CHARS = 500
MAX_APOLOGY_CHARS = 1000


class ReviewExtension(PublicModel):
    """The later date that a lead gave a late review, once; never changed."""

    review = models.OneToOneField(Review, models.CASCADE, related_name="extension")
    was_due_at = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=MAX_REASON_CHARS)
    by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("was_due_at")), name="extension_is_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} until {self.until:%Y-%m-%d}"


class Escalation(PublicModel):
    """An author asks further up for an answer, once in a stage of a round; it climbs until somebody acts.

    `reviews`: those that lacked then; none where triage or the decision is waited for. `stage`: `info_needed` counts
    as `in_review`. `climbs_at`: when the next level hears of it, None at the last one and once it is over.
    """

    class Level(models.TextChoices):
        OWING = "owing", _("whoever owes the answer")
        MANAGER = "manager", _("the programme managers")
        BOARD = "board", _("the list of escalated ideas")

    class Ending(models.TextChoices):
        ANSWERED = "answered", _("an answer came")
        MOVED = "moved", _("somebody else has it now")
        EXTENDED = "extended", _("there is a new date")
        LEFT_OUT = "left_out", _("it goes ahead without")
        STAGE_OVER = "stage_over", _("the idea has moved on")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="escalations")
    round = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=30)
    reviews = models.ManyToManyField(Review, related_name="escalations")
    reason = models.CharField(max_length=MAX_REASON_CHARS)
    by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(db_default=Now())
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.OWING)
    climbs_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    ended_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "round", "stage"], name="escalation_once_a_stage"),
            models.CheckConstraint(condition=~Q(reason=""), name="escalation_has_reason"),
            models.CheckConstraint(
                condition=Q(stage__in=["submitted", "triage", "in_review", "ready_for_decision"]),
                name="escalation_stage_open",
            ),
            models.CheckConstraint(
                condition=Q(level="board", climbs_at__isnull=True)
                | Q(level__in=["owing", "manager"], climbs_at__isnull=False, ended_at__isnull=True)
                | Q(level__in=["owing", "manager"], climbs_at__isnull=True, ended_at__isnull=False),
                name="escalation_climbs",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="", ended_by__isnull=True)
                | Q(ended_at__isnull=False)
                & Q(ended_because__in=["answered", "moved", "extended", "left_out", "stage_over"]),
                name="escalation_ended_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["climbs_at", "id"], condition=Q(climbs_at__isnull=False), name="escalation_to_climb"),
            models.Index(fields=["idea"], condition=Q(ended_at__isnull=True), name="escalation_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} at {self.level}"


class Apology(PublicModel):
    """What a person says about a missed promise, and the day by which the answer comes now; never changed.

    The promise stays broken. A day that passes too needs another apology.
    """

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="apologies")
    text = models.TextField(max_length=MAX_APOLOGY_CHARS)
    new_on = models.DateField()
    by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promise", "new_on"], name="apology_once_a_date"),
            models.CheckConstraint(condition=~Q(text=""), name="apology_says_something"),
        ]

    def __str__(self) -> str:
        return f"apology for {self.promise_id}, {self.new_on}"
