"""What becomes of a yes: who sees to it, and each step with its note, its day and its picture."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ideas.models.attachments import Attachment
from ideas.models.base import PublicModel
from ideas.models.ideas import Idea


class IdeaOwner(models.Model):
    """Who sees to it that an approved idea is done."""

    idea = models.OneToOneField(Idea, models.CASCADE, primary_key=True, related_name="owner_row")
    person = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    named_by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    named_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.person_id} owns {self.idea_id}"


class Outcome(PublicModel):
    """A step after the yes. `happened_on`: the day in the organisation's time zone."""

    class Step(models.TextChoices):
        IN_DELIVERY = "in_delivery", _("It is being done")
        IMPLEMENTED = "implemented", _("It is done")
        STOPPED_LEARNED = "stopped_learned", _("We stopped, and learned from it")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="outcomes")
    stage = models.CharField(max_length=20, choices=Step.choices)
    note = models.TextField()
    happened_on = models.DateField()
    recorded_by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    picture = models.OneToOneField(Attachment, models.SET_NULL, null=True, blank=True, related_name="outcome")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "stage"], name="outcome_once"),
            models.CheckConstraint(
                condition=Q(stage__in=["in_delivery", "implemented", "stopped_learned"]), name="outcome_stage_known"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="outcome_has_note"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} of {self.idea_id}"
