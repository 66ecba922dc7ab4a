"""Declined ideas that came before one that was approved later and is much like them."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel
from ideas.models.ideas import Idea


class Precedent(PublicModel):
    """A declined idea, `earlier`, that resembles `idea`, which was approved after it. `likeness`: 0 to about 2."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for a triager")
        CREDITED = "credited", _("came first, and is credited")
        DISMISSED = "dismissed", _("is something else")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="precedents")
    earlier = models.ForeignKey(Idea, models.CASCADE, related_name="preceded")
    likeness = models.FloatField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.TextField(blank=True)
    settled_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "earlier"], name="precedent_once"),
            models.CheckConstraint(condition=~Q(idea=F("earlier")), name="precedent_of_another"),
            models.CheckConstraint(
                condition=Q(state="open", settled_by__isnull=True, settled_at__isnull=True)
                | Q(state__in=["credited", "dismissed"], settled_by__isnull=False, settled_at__isnull=False)
                & ~Q(reason=""),
                name="precedent_settled_whole",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state="open"), name="precedent_to_settle")]

    def __str__(self) -> str:
        return f"{self.earlier_id} before {self.idea_id}"


class PrecedentSearch(models.Model):
    """That an approved idea was compared with the declined ones, so that it is done once."""

    idea = models.OneToOneField(Idea, models.CASCADE, primary_key=True, related_name="+")
    done_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"search for {self.idea_id}"
