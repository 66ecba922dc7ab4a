"""Who acts for whom, and from when to when."""

from django.db import models
from django.db.models import F, Q

from ideas.models.base import PublicModel


class Delegation(PublicModel):
    """`to_person` acts for `from_person` on these days, both included, up to tier `scope_tier` (none: every tier).

    It counts from `agreed_at` on: at once inside a pool of reviewers, otherwise when `approved_by` agreed. `ended_at`: it was
    taken back or refused, and counts no more.
    """

    from_person = models.ForeignKey("ideas.User", models.CASCADE, related_name="delegations_given")
    to_person = models.ForeignKey("ideas.User", models.CASCADE, related_name="delegations_held")
    starts_on = models.DateField()
    ends_on = models.DateField()
    scope_tier = models.PositiveSmallIntegerField(null=True, blank=True)
    approved_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(from_person=F("to_person")), name="delegation_to_somebody_else"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="delegation_ends_after_start"),
            models.CheckConstraint(
                condition=Q(scope_tier__isnull=True) | Q(scope_tier__lte=3), name="delegation_tier_range"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("from_person")) & ~Q(approved_by=F("to_person"))),
                name="delegation_approved_by_third",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(agreed_at__isnull=False), name="delegation_approved_is_agreed"
            ),
        ]
        indexes = [
            models.Index(fields=["from_person", "ends_on"], name="delegation_by_giver"),
            models.Index(fields=["to_person", "ends_on"], name="delegation_by_holder"),
            models.Index(
                fields=["created_at", "id"],
                condition=Q(agreed_at__isnull=True, ended_at__isnull=True),
                name="delegation_to_approve",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to_person_id} for {self.from_person_id}, {self.starts_on}–{self.ends_on}"
