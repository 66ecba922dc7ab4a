"""Answers that are offered, by kind and name."""

import uuid
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.models import AnswerTemplate
from ideas.querysets.keyset import Key, Ordering

BY_NAME: Final = Ordering("name", (Key("kind"), Key("name_sort")))


def answer_templates() -> "QuerySet[AnswerTemplate]":
    """Return every answer template, unordered and unevaluated; anybody who works here may read them."""
    return AnswerTemplate.objects.all()


def templates_of(*, kind: AnswerTemplate.Kind) -> list[AnswerTemplate]:
    """Return the templates of one kind by name. One query."""
    return list(AnswerTemplate.objects.filter(kind=kind).order_by("name_sort"))


def answer_template_for(*, public_id: uuid.UUID) -> AnswerTemplate:
    """Return one answer template.

    Raises:
        NotFound: there is none, or it was removed (404).
    """
    row = AnswerTemplate.objects.filter(public_id=public_id).first()
    if row is None:
        raise NotFound(_("There is no such answer template, or it was removed."))
    return row
