"""Versions of the rules."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ideas.models.base import PublicModel


class RuleSet(PublicModel):
    """One version of the questions, tiers, rules, windows and questionnaires; never changed once it has a date.

    A draft has no `active_from`. `editor_ids` are all who drafted or changed it: none of them activates it.
    `revision` counts changes of the draft. The newest that is not discarded and whose `active_from` has come holds;
    older ones are retired, later ones scheduled.
    """

    name = models.CharField(max_length=100)
    version = models.PositiveIntegerField(unique=True)
    body = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    drafted_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    editor_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    active_from = models.DateTimeField(null=True, blank=True)
    activated_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    activated_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(activated_by__isnull=True)
                | (Q(drafted_by__isnull=False) & ~Q(editor_ids__contains=[F("activated_by")])),
                name="rule_set_second_person",
            ),
            models.CheckConstraint(
                condition=Q(drafted_by__isnull=True) | Q(editor_ids__contains=[F("drafted_by")]),
                name="rule_set_drafter_is_editor",
            ),
            models.CheckConstraint(
                condition=Q(active_from__isnull=True, activated_by__isnull=True)
                | Q(active_from__isnull=False, activated_by__isnull=False)
                | Q(active_from__isnull=False, drafted_by__isnull=True, editor_ids=[]),
                name="rule_set_activated_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["-active_from", "-id"], name="rule_set_newest")]

    def __str__(self) -> str:
        return f"{self.name} (version {self.version})"
