"""Questions that reviewers ask about an idea, and their answers."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel
from ideas.models.ideas import Idea
from ideas.models.reviews import Review

MAX_QUESTION_CHARS = 1000
MAX_REPLY_CHARS = 5000


class Question(PublicModel):
    """A question of one department to the author, to another department, or to a person who knows about it.

    `is_blocking`: the clock of the review stood for it. Everybody asked about the idea reads question and answer.
    """

    class Addressee(models.TextChoices):
        AUTHOR = "author", _("the author")
        DEPARTMENT = "department", _("a department")
        EXPERT = "expert", _("somebody who knows about it")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="questions")
    round = models.PositiveSmallIntegerField()
    review = models.ForeignKey(Review, models.CASCADE, related_name="questions")
    asked_by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    addressee = models.CharField(max_length=10, choices=Addressee.choices)
    to_department = models.ForeignKey("ideas.Department", models.PROTECT, null=True, blank=True, related_name="+")
    to_person = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="questions")
    text = models.TextField(max_length=MAX_QUESTION_CHARS)
    is_blocking = models.BooleanField(default=False)
    asked_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("ideas.User", models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(max_length=MAX_REPLY_CHARS, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(addressee="author", to_department__isnull=True, to_person__isnull=True)
                | Q(addressee="department", to_department__isnull=False, to_person__isnull=True)
                | Q(addressee="expert", to_department__isnull=True, to_person__isnull=False),
                name="question_to_one",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="question_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(is_blocking=False) | Q(addressee="author"), name="question_blocks_for_author_only"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="question_has_text"),
        ]
        indexes = [
            models.Index(fields=["idea", "-id"], name="question_newest"),
            models.Index(fields=["due_at", "id"], condition=Q(answered_at__isnull=True), name="question_to_answer"),
        ]

    def __str__(self) -> str:
        return f"to {self.addressee} about {self.idea_id}"
