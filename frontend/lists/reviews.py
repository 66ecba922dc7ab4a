"""Lists of reviews as files: mine, what I may take, what is open in departments I lead."""

import uuid
from collections.abc import Callable, Sequence
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.csv import Column, Listing, csv_view
from frontend.http import MemberRequest
from frontend.lists.ideas import logs_reads
from ideas.exceptions import NotFound
from ideas.models import Idea, Review, User
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.bulk import chosen_rows
from ideas.selectors.reviews import claimable_reviews, reviews_of, reviews_of_led_departments
from ideas.selectors.why_me import why_me

NEXT_DUE: Final = Ordering("due", (Key("due_at"), Key("id")))
COLUMNS: Final[tuple[Column[Review], ...]] = (
    Column(gettext_lazy("Due"), lambda review: review.due_at),
    Column(gettext_lazy("Number"), lambda review: review.idea.ref),
    Column(gettext_lazy("Title"), lambda review: review.idea.title),
    Column(gettext_lazy("Department"), lambda review: review.department.name),
    Column(gettext_lazy("State"), lambda review: review.get_state_display()),
    Column(gettext_lazy("Mode"), lambda review: review.get_mode_display()),
    Column(gettext_lazy("Points"), lambda review: review.points),
    Column(gettext_lazy("Reviewer"), lambda review: review.owner.name if review.owner else None),
    Column(gettext_lazy("Opened"), lambda review: review.opened_at),
)
WHY: Final[Column[Review]] = Column(gettext_lazy("Why me"), why_me)


def _mine(viewer: User) -> QuerySet[Review]:
    return reviews_of(viewer=viewer)


def _to_take(viewer: User) -> QuerySet[Review]:
    return claimable_reviews(viewer=viewer)


def _of_my_departments(viewer: User) -> QuerySet[Review]:
    return reviews_of_led_departments(viewer=viewer)


LISTS: Final[dict[str, tuple[Callable[[User], QuerySet[Review]], tuple[Column[Review], ...]]]] = {
    "mine": (_mine, (*COLUMNS, WHY)),
    "to-take": (_to_take, COLUMNS),
    "departments": (_of_my_departments, COLUMNS),
}


def _reviews(request: MemberRequest, which: str) -> Listing[Review]:
    if which not in LISTS:
        raise NotFound(_("There is no such list."))
    rows_for, columns = LISTS[which]
    return Listing(rows_for(request.user), NEXT_DUE, columns, logs_reads(request.user, _ideas_of))


def chosen_listing(viewer: User, which: str, ids: Sequence[uuid.UUID]) -> Listing[Review]:
    """Return those of a list that were chosen, as the whole list is written."""
    rows = chosen_rows(viewer=viewer, which=which, ids=ids)
    return Listing(rows, NEXT_DUE, LISTS[which][1], logs_reads(viewer, _ideas_of))


def _ideas_of(reviews: list[Review]) -> Sequence[Idea]:
    return [review.idea for review in reviews]


reviews_csv = csv_view("reviews", _reviews)
