"""Answers that are given often, written once for the whole organisation."""

from typing import Any, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel, SortKeyField
from ideas.text import sort_key

MAX_TEMPLATE_NAME_CHARS: Final = 80


class AnswerTemplate(PublicModel):
    """The words of a first response to an author, or of a department's yes to what does not concern it much.

    A no has no template: it is owed words of its own.
    """

    class Kind(models.TextChoices):
        FIRST_RESPONSE = "first_response", _("First response to the author")
        REVIEW = "review", _("Support from a department")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=MAX_TEMPLATE_NAME_CHARS)
    name_sort = SortKeyField()
    text = models.TextField()

    class Meta:
        constraints = [
            # The order of the list too.
            models.UniqueConstraint(fields=["kind", "name_sort"], name="answer_template_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["first_response", "review"]), name="answer_template_kind_known"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(text=""), name="answer_template_says_something"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Keep the name's sort key in step with the name."""
        self.name_sort = sort_key(self.name)
        super().save(**options)
