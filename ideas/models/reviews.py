"""Routing, reviews and decisions."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel
from ideas.models.ideas import AnswerSet, Idea

MIN_EXPLANATION_CHARS = 40


class RoutingDecision(PublicModel):
    """Tier and departments of one round, with every rule that fired; written once and kept with its own words.

    `override`: the triager's change that led to it, None where the rules alone did.
    """

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="routing_decisions")
    round = models.PositiveSmallIntegerField()
    answer_set = models.ForeignKey(AnswerSet, models.PROTECT, related_name="+")
    rule_set = models.ForeignKey("ideas.RuleSet", models.PROTECT, related_name="+")
    tier = models.PositiveSmallIntegerField()
    routing = models.JSONField()
    override = models.OneToOneField(
        "ideas.RoutingOverride", models.PROTECT, null=True, blank=True, related_name="routing_decision"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "round", "answer_set"],
                condition=Q(override__isnull=True),
                name="routing_decision_once",
            ),
            models.CheckConstraint(condition=Q(tier__lte=3), name="routing_decision_tier_range"),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} round {self.round}: tier {self.tier}"


class Review(PublicModel):
    """One department's review of one round of an idea."""

    class Mode(models.TextChoices):
        REQUIRED = "required", _("the decision waits for it")
        ADVISORY = "advisory", _("advice")

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting for a reviewer")
        ASSIGNED = "assigned", _("Not started")
        DRAFTING = "drafting", _("Working on it")
        SUBMITTED = "submitted", _("Answered")
        CANCELLED = "cancelled", _("Cancelled")
        LAPSED = "lapsed", _("No comment by the date")

    class PausedFor(models.TextChoices):
        QUESTION = "question", _("a question to the author")
        BLOCK = "block", _("another department says stop")
        PARKED = "parked", _("the idea waits for its author")

    class Recommendation(models.TextChoices):
        SUPPORT = "support", _("Support")
        SUPPORT_WITH_CONDITIONS = "support_with_conditions", _("Support, with conditions")
        DO_NOT_SUPPORT = "do_not_support", _("Do not support")
        NOT_FOR_US = "not_for_us", _("Not for us")

    class Confidence(models.TextChoices):
        LOW = "low", _("A guess")
        MEDIUM = "medium", _("Fairly")
        HIGH = "high", _("Sure")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="reviews")
    round = models.PositiveSmallIntegerField()
    department = models.ForeignKey("ideas.Department", models.PROTECT, related_name="reviews")
    mode = models.CharField(max_length=10, choices=Mode.choices)
    rule_id = models.CharField(max_length=40)
    why = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    points = models.PositiveSmallIntegerField()
    owner = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="reviews")
    acted_for = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    calendar = models.ForeignKey("ideas.Calendar", models.PROTECT, related_name="+")
    calendar_version = models.PositiveIntegerField()
    assigned_at = models.DateTimeField(null=True, blank=True)
    assigned_because = models.JSONField(default=dict, blank=True)
    unassignable_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_for = models.CharField(max_length=10, choices=PausedFor.choices, blank=True, default="", db_default="")
    submitted_at = models.DateTimeField(null=True, blank=True)
    recommendation = models.CharField(max_length=25, choices=Recommendation.choices, blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence.choices, blank=True)
    plain_answer = models.TextField(blank=True)
    internal_note = models.TextField(blank=True)
    yes_if = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "round", "department"], name="review_once"),
            models.CheckConstraint(condition=Q(mode__in=["required", "advisory"]), name="review_mode_known"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "assigned", "drafting", "submitted", "cancelled", "lapsed"]),
                name="review_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["assigned", "drafting", "submitted"]) | Q(owner__isnull=False),
                name="review_has_owner",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted")
                | (Q(submitted_at__isnull=False) & ~Q(recommendation="") & ~Q(confidence="") & ~Q(plain_answer="")),
                name="review_submitted_complete",
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True, paused_for="")
                | (Q(paused_at__isnull=False) & Q(paused_for__in=["question", "block", "parked"])),
                name="review_paused_for_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_at", "id"],
                condition=Q(state__in=["assigned", "drafting"]),
                name="review_by_owner",
            ),
            models.Index(
                fields=["department", "due_at", "id"],
                condition=Q(state__in=["queued", "assigned", "drafting"]),
                name="review_by_department",
            ),
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state__in=["queued", "assigned", "drafting"]),
                name="review_by_date",
            ),
            models.Index(
                fields=["department", "due_at", "id"],
                condition=Q(state="queued", unassignable_at__isnull=True),
                name="review_not_yet_tried",
            ),
            models.Index(
                fields=["opened_at"], include=["department", "points", "state", "due_at"], name="review_by_opening"
            ),
            models.Index(fields=["idea"], condition=Q(paused_at__isnull=False), name="review_paused"),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} on {self.idea_id}, round {self.round}"


class ReviewAnswer(models.Model):
    """A reviewer's answer to one question of the department."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="answers")
    question_id = models.CharField(max_length=60)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "question_id"], name="review_answer_once")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.question_id}"


class Score(models.Model):
    """One criterion's score, 1–5 against its anchors; no value means "cannot say"."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion_id = models.CharField(max_length=60)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion_id"], name="score_once"),
            models.CheckConstraint(condition=Q(value__gte=1, value__lte=5), name="score_range"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.value}"


class Decision(PublicModel):
    """The answer to one round of an idea. The author reads it at once, everybody else after `announced_at`."""

    class Kind(models.TextChoices):
        APPROVED = "approved", _("Approved")
        APPROVED_WITH_CONDITIONS = "approved_with_conditions", _("Approved with conditions")
        PILOT = "pilot", _("Trying it out")
        DECLINED = "declined", _("Declined")
        PARKED = "parked", _("Parked")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=30, choices=Kind.choices)
    reason_code = models.CharField(max_length=60)
    reason_detail = models.CharField(max_length=500, blank=True)
    explanation = models.TextField()
    what_would_change = models.TextField(blank=True)
    next_step = models.CharField(max_length=500, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    wakes_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey("ideas.User", models.PROTECT, related_name="decisions")
    acted_for = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_because = models.CharField(max_length=60)
    rule_set = models.ForeignKey("ideas.RuleSet", models.PROTECT, related_name="+")
    snapshot = models.JSONField(default=dict)
    decided_at = models.DateTimeField(db_default=Now())
    announce_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "round"], name="decision_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["approved", "approved_with_conditions", "pilot", "declined", "parked"]),
                name="decision_kind_known",
            ),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("explanation"), MIN_EXPLANATION_CHARS), name="decision_explained"
            ),
            models.CheckConstraint(condition=~Q(reason_code=""), name="decision_has_reason"),
            models.CheckConstraint(
                condition=~Q(kind__in=["declined", "parked"]) | ~Q(what_would_change=""),
                name="decision_no_says_what_would_change",
            ),
        ]
        indexes = [
            models.Index(
                fields=["announce_at", "id"], condition=Q(announced_at__isnull=True), name="decision_to_announce"
            ),
            models.Index(fields=["-decided_at", "-id"], name="decision_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.idea_id}"


class Condition(PublicModel):
    """What must be true for a yes, with who sees to it and by when."""

    review = models.ForeignKey(Review, models.CASCADE, null=True, blank=True, related_name="conditions")
    decision = models.ForeignKey(Decision, models.CASCADE, null=True, blank=True, related_name="conditions")
    text = models.CharField(max_length=500)
    owner_name = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    met_note = models.TextField(blank=True, db_default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "due_on", "id"],
                condition=Q(met_at__isnull=True, owner__isnull=False),
                name="condition_to_meet",
            ),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(met_at__isnull=True, owner__isnull=False),
                name="condition_by_date",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(review__isnull=False, decision__isnull=True)
                | Q(review__isnull=True, decision__isnull=False),
                name="condition_of_one",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(met_by__isnull=False) & ~Q(met_note=""), name="condition_met_how"
            ),
        ]

    def __str__(self) -> str:
        return self.text
