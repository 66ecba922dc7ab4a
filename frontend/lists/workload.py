"""What departments sent back as “not for us”, as a file."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy

from frontend.csv import Column, Listing, csv_view
from frontend.http import MemberRequest
from frontend.lists.ideas import logs_reads
from frontend.views.triage import refuse_unless_triager
from ideas.models import Bounce, Idea
from ideas.selectors.bounces import FIRST_DUE, bounces_to_settle

COLUMNS: Final[tuple[Column[Bounce], ...]] = (
    Column(gettext_lazy("Settle by"), lambda row: row.due_at),
    Column(gettext_lazy("Number"), lambda row: row.idea.ref),
    Column(gettext_lazy("Title"), lambda row: row.idea.title),
    Column(gettext_lazy("Department"), lambda row: row.review.department.name),
    Column(gettext_lazy("Says it is for"), lambda row: row.suggested.name),
    Column(gettext_lazy("Why"), lambda row: row.reason),
    Column(gettext_lazy("Sent back by"), lambda row: row.by.name),
)


def _bounces(request: MemberRequest) -> Listing[Bounce]:
    refuse_unless_triager(request.user)
    return Listing(bounces_to_settle(viewer=request.user), FIRST_DUE, COLUMNS, logs_reads(request.user, _ideas_of))


def _ideas_of(rows: list[Bounce]) -> Sequence[Idea]:
    return [row.idea for row in rows]


bounces_csv = csv_view("not-for-us", _bounces)
