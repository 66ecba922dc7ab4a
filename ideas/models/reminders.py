"""What was said about a date that comes near or passed, so that nothing is said twice."""

from collections.abc import Sequence
from typing import Final

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ideas.models.appeals import Appeal
from ideas.models.ideas import Promise
from ideas.models.questions import Question
from ideas.models.reaffirmations import Reaffirmation
from ideas.models.reviews import Review
from ideas.models.watches import Watch
from ideas.models.workload import Bounce

# What has a date of which somebody is reminded, with the steps that there are.
STEPS_OF: Final[dict[str, Sequence[str]]] = {
    "review": ("half", "eve", "due", "lead", "manager", "board", "asked"),
    "promise": ("eve", "due", "manager", "missed", "waiting"),
    "question": ("half", "due", "late"),
    "reaffirmation": ("due", "lead", "manager"),
    "bounce": ("due", "manager"),
    "appeal": ("half", "due", "late"),
    "watch": ("look",),
}


def _of(target: str) -> Q:
    nothing_else = {f"{other}__isnull": other != target for other in STEPS_OF}
    return Q(**nothing_else, kind__in=list(STEPS_OF[target]))


def _of_one() -> Q:
    found = Q()
    for target in STEPS_OF:
        found |= _of(target)
    return found


class Reminder(models.Model):
    """One step of the ladder, said once about one date; a date that was moved begins a ladder of its own.

    `on`: the local day that the step is about: when it is due; of a missed promise, of what a lead asks for, of a parked
    idea and of a watch, the day of asking. `was_passed_over`: a later step was reached when this one was taken, and told
    in its place.
    """

    class Kind(models.TextChoices):
        HALF = "half", _("half of the time is over")
        EVE = "eve", _("due on the next working day")
        DUE = "due", _("due now")
        LATE = "late", _("late: who asked, or may answer, was told")
        LEAD = "lead", _("late: the lead chooses")
        MANAGER = "manager", _("late: the programme manager and the author know")
        BOARD = "board", _("late: on the list of escalated ideas")
        MISSED = "missed", _("a promise was missed")
        ASKED = "asked", _("the lead asked for it")
        LOOK = "look", _("somebody looks whether it has come about")
        WAITING = "waiting", _("the author is waited for")

    review = models.ForeignKey(Review, models.CASCADE, null=True, blank=True, related_name="reminders")
    promise = models.ForeignKey(Promise, models.CASCADE, null=True, blank=True, related_name="reminders")
    question = models.ForeignKey(Question, models.CASCADE, null=True, blank=True, related_name="reminders")
    reaffirmation = models.ForeignKey(Reaffirmation, models.CASCADE, null=True, blank=True, related_name="reminders")
    bounce = models.ForeignKey(Bounce, models.CASCADE, null=True, blank=True, related_name="reminders")
    appeal = models.ForeignKey(Appeal, models.CASCADE, null=True, blank=True, related_name="reminders")
    watch = models.ForeignKey(Watch, models.CASCADE, null=True, blank=True, related_name="reminders")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    was_passed_over = models.BooleanField(db_default=False)

    class Meta:
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=[target, "kind", "on"],
                    condition=Q(**{f"{target}__isnull": False}),
                    name=f"reminder_of_{target}_once",
                )
                for target in STEPS_OF
            ),
            models.CheckConstraint(condition=_of_one(), name="reminder_of_one"),
        ]

    def __str__(self) -> str:
        keys = (getattr(self, f"{target}_id") for target in STEPS_OF)
        return f"{self.kind} of {next((key for key in keys if key), None)}, {self.on}"
