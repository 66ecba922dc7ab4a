"""What is known of confidential ideas by those who see to it that each gets its answer: number, stage and dates.

Source: docs/permissions.md "Who may see an idea".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.models import Decision, Idea, User
from ideas.policies.ideas import can_know_confidential_ideas
from ideas.querysets.keyset import Key, Ordering

NEWEST: Final = Ordering("new", (Key("submitted_at", is_descending=True), Key("id", is_descending=True)))
_COLUMNS: Final = ("id", "ref", "stage", "submitted_at", "next_answer_at", "answered_at")


@dataclass(frozen=True)
class IdeaOutline:
    """A confidential idea without its text, its authors and its figures. `answered_at`: when its decision was told."""

    ref: str
    stage: str
    submitted_at: datetime
    next_answer_at: datetime | None
    answered_at: datetime | None


def outlines_for(*, viewer: User) -> "QuerySet[Idea, dict[str, Any]]":
    """Return the confidential ideas that `viewer` knows of but may not read, unordered and unevaluated; one query.

    Rows are mappings that hold what `outline_of` takes and nothing of the text. For whom nothing is to be known, none.
    """
    found = Idea.objects.sent().filter(visibility=Idea.Visibility.CONFIDENTIAL)
    if not can_know_confidential_ideas(viewer):
        nothing: QuerySet[Idea, dict[str, Any]] = found.none().values(*_COLUMNS[:-1])
        return nothing
    told = Decision.objects.filter(idea=OuterRef("pk"), round=OuterRef("round"), announced_at__isnull=False)
    readable = Idea.objects.visible_to(viewer).filter(visibility=Idea.Visibility.CONFIDENTIAL).values("pk")
    hidden = found.exclude(pk__in=readable)
    answered = hidden.annotate(answered_at=Subquery(told.values("announced_at")[:1]))
    rows: QuerySet[Idea, dict[str, Any]] = answered.values(*_COLUMNS)
    return rows


def outline_of(row: Mapping[str, Any]) -> IdeaOutline:
    """Return a row of `outlines_for` as an outline."""
    return IdeaOutline(**{name: row[name] for name in _COLUMNS if name != "id"})


def outline_for(*, viewer: User, ref: str) -> IdeaOutline:
    """Return what `viewer` may know of the confidential idea `ref` that they may not read. At most three queries.

    Raises:
        NotFound: there is no such idea, or nothing of it is to be known (404); the same for both.
    """
    row = outlines_for(viewer=viewer).filter(ref=ref).first()
    if row is None:
        raise NotFound(_("There is no such idea, or you may not see it."))
    return outline_of(row)
