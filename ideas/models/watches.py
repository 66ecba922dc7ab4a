"""What wakes an idea that was declined or parked, and every time one was woken."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel
from ideas.models.ideas import Idea
from ideas.models.reviews import Decision


class Watch(PublicModel):
    """What a decision keeps watch over. It is over once it woke the idea, or the idea left the stage it was put into.

    `on`: a day, for `date` and `contract_end`. `amount`: whole units of the organisation's currency, for `cost_below`.
    `load_below`: percent of what the department can carry, for `capacity`.
    """

    class Kind(models.TextChoices):
        DATE = "date", _("a date")
        CONTRACT_END = "contract_end", _("the end of a contract")
        COST_BELOW = "cost_below", _("a lower cost")
        POLICY_CHANGE = "policy_change", _("a change of law or policy")
        CAPACITY = "capacity", _("room in a department")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="watches")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.CharField(max_length=500, blank=True)
    on = models.DateField(null=True, blank=True)
    amount = models.PositiveBigIntegerField(null=True, blank=True)
    department = models.ForeignKey("ideas.Department", models.PROTECT, null=True, blank=True, related_name="+")
    load_below = models.PositiveSmallIntegerField(null=True, blank=True)
    woken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "kind"], name="watch_once"),
            models.CheckConstraint(
                condition=Q(kind="date", on__isnull=False)
                | Q(kind="contract_end", on__isnull=False) & ~Q(text="")
                | Q(kind="cost_below", amount__gte=1) & ~Q(text="")
                | Q(kind="policy_change") & ~Q(text="")
                | Q(kind="capacity", department__isnull=False, load_below__gte=1, load_below__lte=100),
                name="watch_knows_what_for",
            ),
        ]
        indexes = [
            models.Index(
                fields=["on", "id"], condition=Q(woken_at__isnull=True, on__isnull=False), name="watch_by_date"
            ),
            models.Index(fields=["id"], condition=Q(woken_at__isnull=True, kind="capacity"), name="watch_for_capacity"),
            models.Index(
                fields=["id"],
                condition=Q(woken_at__isnull=True, kind__in=["cost_below", "policy_change"]),
                name="watch_by_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.decision_id}"


class Reopening(PublicModel):
    """The beginning of another round of an idea, with its reason. `round` is the new one."""

    class Because(models.TextChoices):
        WATCH = "watch", _("what we watched over came about")
        APPEAL = "appeal", _("an appeal was granted")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="reopenings")
    round = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=10, choices=Because.choices)
    text = models.TextField()
    by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "round"], name="reopening_once"),
            models.CheckConstraint(condition=Q(round__gte=2), name="reopening_after_the_first"),
            models.CheckConstraint(condition=Q(because__in=["watch", "appeal"]), name="reopening_because_known"),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} again, round {self.round}"
