"""Rows to work on together: the lists with their filters, and those that were chosen.

Source: docs/review-process.md "Many at once".
"""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ideas.models import Absence, Department, Idea, Membership, Review, Triage, User
from ideas.policies.delegations import day_here
from ideas.policies.leaders import departments_led_today
from ideas.policies.roles import standing_of
from ideas.selectors.reviews import claimable_reviews, reviews_of, reviews_of_led_departments
from ideas.selectors.triage import waiting_in_triage
from ideas.workflow import Stage

REVIEW_LISTS: Final[Mapping[str, Callable[..., "QuerySet[Review]"]]] = {
    "mine": reviews_of,
    "to-take": claimable_reviews,
    "departments": reviews_of_led_departments,
}


@dataclass(frozen=True)
class ReviewFilters:
    """What narrows a list: the slug of a department, only what is late, only what nobody holds."""

    department: str = ""
    is_late: bool = False
    is_unheld: bool = False


def reviews_to_work_on(*, viewer: User, which: str, filters: ReviewFilters) -> "QuerySet[Review]":
    """Return one of the lists of `REVIEW_LISTS` with its filters, the next due first; unevaluated.

    Rows as the list's own selector gives them.
    """
    wanted = Q(department__slug=filters.department) if filters.department else Q()
    if filters.is_late:
        wanted &= Q(due_at__lt=timezone.now(), paused_at__isnull=True)
    if filters.is_unheld:
        wanted &= Q(owner__isnull=True)
    return REVIEW_LISTS[which](viewer=viewer).filter(wanted)


def departments_of(*, viewer: User) -> list[Department]:
    """Return the departments that `viewer` leads today or reviews for, by name. At most three queries, and those of `standing_of`."""
    return list(Department.objects.filter(pk__in=_concerned(viewer)).order_by("name", "id"))


def _concerned(viewer: User) -> frozenset[int]:
    return standing_of(viewer).reviews_for | departments_led_today(viewer)


def chosen_reviews(*, viewer: User, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Review | None]:
    """Return the reviews of these public ids that `viewer` holds or whose department they belong to, None for others.

    In the order given, each once. At most three queries, and those of `standing_of`.
    """
    theirs = Q(owner=viewer) | Q(department__in=_concerned(viewer))
    rows = Review.objects.filter(theirs, public_id__in=ids, idea__in=Idea.objects.visible_to(viewer))
    found = {row.public_id: row for row in rows.select_related("idea", "department", "owner")}
    return {one: found.get(one) for one in ids}


def chosen_ideas(*, viewer: User, refs: Sequence[str]) -> dict[str, Idea | None]:
    """Return the sent ideas of these refs that `viewer` may see, None for others; in the order given. One query."""
    rows = Idea.objects.visible_to(viewer).filter(ref__in=refs).exclude(stage=Stage.DRAFT)
    found = {row.ref: row for row in rows.defer("search")}
    return {one: found.get(one) for one in refs}


def chosen_rows(*, viewer: User, which: str, ids: Sequence[uuid.UUID]) -> "QuerySet[Review]":
    """Return those of a list that were chosen; unevaluated."""
    return REVIEW_LISTS[which](viewer=viewer).filter(public_id__in=ids)


def chosen_turns(*, viewer: User, refs: Sequence[str]) -> "QuerySet[Triage]":
    """Return those of the inbox that were chosen; unevaluated."""
    return waiting_in_triage(viewer=viewer).filter(idea__ref__in=refs)


def people_to_assign(*, departments: Collection[int]) -> list[Membership]:
    """Return who reviews for these departments, by department and name, with `person`, `department` and `is_away` (today).

    Two queries.
    """
    today = day_here()
    away = Absence.objects.whole_days().on(today).filter(person=OuterRef("person"))
    places = Membership.objects.filter(department__in=departments, person__is_active=True)
    places = places.annotate(is_away=Exists(away))
    return list(places.select_related("person", "department").order_by("department__name", "person__name_sort", "id"))


def person_to_assign(*, viewer: User, public_id: uuid.UUID) -> User | None:
    """Return somebody who reviews for a department of `viewer`'s; None where nobody of that id does. One query."""
    places = Membership.objects.filter(department__in=standing_of(viewer).reviews_for)
    return User.objects.filter(public_id=public_id, is_active=True, pk__in=places.values("person")).first()
