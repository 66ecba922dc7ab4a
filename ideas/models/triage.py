"""What a triager does with a new idea before its departments review it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel
from ideas.models.ideas import Idea

MAX_RESPONSE_CHARS = 2_000


class Triage(PublicModel):
    """One round's turn in triage. Its reviews are held back until `released_at`; it stays in the inbox until `done_at`.

    Where nobody sorted it in time, `lapsed_at` says when its reviews were opened all the same.
    """

    class Lane(models.TextChoices):
        REVIEW = "review", _("for review")
        QUICK_FIX = "quick_fix", _("quick fix")
        MATCH = "match", _("brought together")
        MERGE = "merge", _("merged")
        REDIRECT = "redirect", _("sent to the right place")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="triages")
    round = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField()
    calendar = models.ForeignKey("ideas.Calendar", models.PROTECT, related_name="+")
    calendar_version = models.PositiveIntegerField()
    released_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    lane = models.CharField(max_length=10, choices=Lane.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "round"], name="triage_once"),
            models.CheckConstraint(
                condition=Q(lane__in=["", "review", "quick_fix", "match", "merge", "redirect"]),
                name="triage_lane_known",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, lane="")
                | Q(done_at__isnull=False, done_by__isnull=False, released_at__isnull=False) & ~Q(lane=""),
                name="triage_done_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(done_at__isnull=True), name="triage_to_do"),
            models.Index(fields=["due_at", "id"], condition=Q(released_at__isnull=True), name="triage_held"),
        ]

    def __str__(self) -> str:
        return f"triage of {self.idea_id}, round {self.round}"


class FirstResponse(PublicModel):
    """What a triager writes to the author first; one a round."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="first_responses")
    round = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(max_length=MAX_RESPONSE_CHARS)
    by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "round"], name="first_response_once"),
            models.CheckConstraint(condition=~Q(text=""), name="first_response_has_text"),
        ]

    def __str__(self) -> str:
        return f"first response to {self.idea_id}"


class RoutingOverride(PublicModel):
    """A change of what the rules answered: the tier where `is_of_tier`, and slugs of departments.

    Most are a triager's. Where a reviewer asked a department as well, `asked_also` names it, `review` is whose reviewer it
    was, and `adds_to` the triager's change that holds on beside it; the rest says what holds in all. It holds until a
    triager's change names it as not asked any more: `taken_out_by`.
    """

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="overrides")
    round = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    from_tier = models.PositiveSmallIntegerField()
    to_tier = models.PositiveSmallIntegerField()
    is_of_tier = models.BooleanField(default=False)
    added = models.JSONField(default=list)
    removed = models.JSONField(default=list)
    asked_also = models.ForeignKey("ideas.Department", models.PROTECT, null=True, blank=True, related_name="+")
    review = models.ForeignKey("ideas.Review", models.PROTECT, null=True, blank=True, related_name="additions")
    adds_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="additions")
    taken_out_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="takes_out")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "round", "asked_also"], name="routing_asked_also_once"),
            models.CheckConstraint(
                condition=Q(asked_also__isnull=True, review__isnull=True, adds_to__isnull=True)
                | Q(asked_also__isnull=False, review__isnull=False),
                name="routing_asked_also_by_reviewer",
            ),
            models.CheckConstraint(
                condition=Q(taken_out_by__isnull=True) | Q(asked_also__isnull=False), name="routing_taken_out_was_added"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="routing_override_has_reason"),
            models.CheckConstraint(condition=Q(from_tier__lte=3, to_tier__lte=3), name="routing_override_tier_range"),
        ]
        indexes = [models.Index(fields=["idea", "round", "id"], name="routing_override_of_round")]

    def __str__(self) -> str:
        return f"{self.idea_id} round {self.round}: tier {self.from_tier} to {self.to_tier}"


class Redirect(PublicModel):
    """Where an idea that is none belongs; `door` is a code of the rule set, `label` its name of that day."""

    idea = models.OneToOneField(Idea, models.CASCADE, related_name="redirect")
    door = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    words = models.TextField(max_length=MAX_RESPONSE_CHARS)
    by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="redirect_has_words")]

    def __str__(self) -> str:
        return f"{self.idea_id} to {self.door}"


class Merge(PublicModel):
    """Two ideas brought together: `source` ends in `target`, until it is undone. Each direction has its reason.

    `from_stage`, `cancelled` (keys of reviews) and `ended_turn` say what undoing brings back.
    """

    source = models.ForeignKey(Idea, models.CASCADE, related_name="merges")
    target = models.ForeignKey(Idea, models.CASCADE, related_name="taken_in")
    by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    from_stage = models.CharField(max_length=30)
    cancelled = models.JSONField(default=list)
    ended_turn = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    undo_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=Q(undone_at__isnull=True), name="merge_once"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="merge_of_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_has_reason"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undo_reason="")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undo_reason=""),
                name="merge_undone_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} into {self.target_id}"
