"""What may colour a judgement: declared interests, suppliers that people have a stake in, suppliers that ideas name."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel
from ideas.models.ideas import Idea

MAX_SUPPLIER_CHARS = 200
MAX_STRIKING_CHARS = 500


class Interest(PublicModel):
    """What one person said of their interest in one idea, and what was decided about it; one row for both.

    `department`: for which it was declared; none where the person was asked to decide the idea. What was named by mistake
    is struck out by somebody else and stays; the person may name another one then.
    """

    class Nature(models.TextChoices):
        NONE = "none", _("I have no interest")
        ACTUAL = "actual", _("Actual: it affects me now")
        POTENTIAL = "potential", _("Potential: it could affect me later")
        PERCEIVED = "perceived", _("Perceived: others could think that it affects me")

    class Kind(models.TextChoices):
        PERSONAL = "personal", _("Personal: family, friends, membership")
        PROFESSIONAL = "professional", _("Professional: my work, another office")
        FINANCIAL = "financial", _("Financial: money, shares, a job")

    class State(models.TextChoices):
        CLEAR = "clear", _("no interest")
        DECLARED = "declared", _("waits for the lead")
        RECUSED = "recused", _("stepped aside")
        MITIGATED = "mitigated", _("may go on, with a safeguard")
        STRUCK = "struck", _("struck out, named by mistake")

    person = models.ForeignKey("ideas.User", models.CASCADE, related_name="interests")
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="interests")
    department = models.ForeignKey("ideas.Department", models.PROTECT, null=True, blank=True, related_name="+")
    nature = models.CharField(max_length=10, choices=Nature.choices)
    kind = models.CharField(max_length=15, choices=Kind.choices, blank=True)
    is_direct = models.BooleanField(default=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    mitigation = models.TextField(blank=True)
    decided_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    declared_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_reason = models.CharField(max_length=MAX_STRIKING_CHARS, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "idea"], condition=~Q(state="struck"), name="interest_once"),
            models.CheckConstraint(
                condition=Q(state__in=["clear", "declared", "recused", "mitigated", "struck"]),
                name="interest_state_known",
            ),
            models.CheckConstraint(
                condition=Q(nature="none", state="clear")
                | (Q(nature__in=["actual", "potential", "perceived"]) & ~Q(state="clear") & ~Q(kind="") & ~Q(text="")),
                name="interest_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(state="mitigated") | (~Q(mitigation="") & Q(decided_by__isnull=False)),
                name="interest_mitigated_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(nature="actual") | Q(state__in=["recused", "struck"]), name="interest_actual_recused"
            ),
            models.CheckConstraint(
                condition=(Q(state="struck", struck_by__isnull=False, struck_at__isnull=False) & ~Q(struck_reason=""))
                | (~Q(state="struck") & Q(struck_by__isnull=True, struck_at__isnull=True, struck_reason="")),
                name="interest_struck_says_why",
            ),
            models.CheckConstraint(
                condition=Q(struck_by__isnull=True) | ~Q(struck_by=F("person")), name="interest_struck_by_another"
            ),
        ]
        indexes = [
            models.Index(fields=["declared_at", "id"], condition=Q(state="declared"), name="interest_to_decide"),
        ]

    def __str__(self) -> str:
        return f"{self.state} of {self.person_id} in {self.idea_id}"


class SupplierInterest(PublicModel):
    """A supplier in which a person has a stake; `name_key` is what names are compared by.

    Nobody but the person reads it, unless they ask to have it struck out: `striking_reason` says why it was a mistake, and
    `striking_refused` why somebody else let it stand.
    """

    person = models.ForeignKey("ideas.User", models.CASCADE, related_name="supplier_interests")
    name = models.CharField(max_length=MAX_SUPPLIER_CHARS)
    name_key = models.CharField(max_length=MAX_SUPPLIER_CHARS, editable=False)
    striking_asked_at = models.DateTimeField(null=True, blank=True)
    striking_reason = models.CharField(max_length=MAX_STRIKING_CHARS, blank=True, db_default="")
    striking_refused = models.CharField(max_length=MAX_STRIKING_CHARS, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "name_key"], name="supplier_interest_once"),
            models.CheckConstraint(condition=~Q(name_key=""), name="supplier_interest_has_key"),
            models.CheckConstraint(
                condition=(Q(striking_asked_at__isnull=True) & Q(striking_reason=""))
                | (Q(striking_asked_at__isnull=False, striking_refused="") & ~Q(striking_reason="")),
                name="supplier_interest_striking_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["name_key"], name="supplier_interest_by_key"),
            models.Index(
                fields=["striking_asked_at", "id"],
                condition=Q(striking_asked_at__isnull=False),
                name="supplier_interest_to_strike",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IdeaSupplier(PublicModel):
    """A supplier that an idea names; `name_key` is what names are compared by."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="suppliers")
    name = models.CharField(max_length=MAX_SUPPLIER_CHARS)
    name_key = models.CharField(max_length=MAX_SUPPLIER_CHARS, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "name_key"], name="idea_supplier_once"),
            models.CheckConstraint(condition=~Q(name_key=""), name="idea_supplier_has_key"),
        ]

    def __str__(self) -> str:
        return self.name
