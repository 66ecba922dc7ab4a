"""How the board votes on an idea of Tier 3."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel
from ideas.models.ideas import Idea


class Ballot(PublicModel):
    """One vote of the board. `count` holds how the seats were counted when it closed; `outcome` also the chair's vote."""

    class Outcome(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        TIE = "tie", _("As many for it as against")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="ballots")
    round = models.PositiveSmallIntegerField()
    chair = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=Now())
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    count = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    casting_choice = models.CharField(max_length=10, blank=True)
    casting_reason = models.TextField(blank=True)
    casting_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    cast_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "round"], name="ballot_once"),
            models.CheckConstraint(condition=Q(outcome__in=["", "yes", "no", "tie"]), name="ballot_outcome_known"),
            models.CheckConstraint(condition=Q(outcome="") | Q(closed_at__isnull=False), name="ballot_closed_first"),
            models.CheckConstraint(condition=Q(casting_choice__in=["", "yes", "no"]), name="ballot_casting_known"),
            models.CheckConstraint(
                condition=Q(casting_choice="")
                | (Q(outcome=models.F("casting_choice"), casting_by__isnull=False) & ~Q(casting_reason="")),
                name="ballot_casting_complete",
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at", "id"], condition=Q(closed_at__isnull=True), name="ballot_to_close")
        ]

    def __str__(self) -> str:
        return f"ballot on {self.idea_id}, round {self.round}"


class BallotSeat(models.Model):
    """One department's seat as it was when the ballot opened. `is_flagged`, kept when it closes: it had to be there."""

    class Choice(models.TextChoices):
        YES = "yes", _("For it")
        NO = "no", _("Against it")
        ABSTAIN = "abstain", _("I abstain")

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="seats")
    department = models.ForeignKey("ideas.Department", models.PROTECT, related_name="+")
    holder = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    deputy = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    is_flagged = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "department"], name="ballot_seat_once")]
        indexes = [
            models.Index(fields=["holder", "ballot"], name="ballot_seat_by_holder"),
            models.Index(fields=["deputy", "ballot"], name="ballot_seat_by_deputy"),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} in {self.ballot_id}"


class BallotVote(models.Model):
    """The vote of one seat; until the ballot closes it may be changed. `is_for_holder`: the deputy gave it."""

    seat = models.OneToOneField(BallotSeat, models.CASCADE, related_name="vote")
    voter = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    is_for_holder = models.BooleanField(default=False)
    choice = models.CharField(max_length=10, choices=BallotSeat.Choice.choices)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(choice__in=["yes", "no", "abstain"]), name="ballot_vote_choice"),
            models.CheckConstraint(condition=~Q(choice="no") | ~Q(reason=""), name="ballot_vote_no_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.choice} of {self.seat_id}"
