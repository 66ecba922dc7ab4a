"""Confidential ideas as a file for those who know of them: number, stage and dates."""

from typing import Any, Final

from django.utils.translation import gettext_lazy

from frontend import design
from frontend.csv import Column, Listing, csv_view
from frontend.http import MemberRequest
from frontend.views.outlines import refuse_unless_known
from ideas.selectors.outlines import NEWEST, outlines_for

COLUMNS: Final[tuple[Column[dict[str, Any]], ...]] = (
    Column(gettext_lazy("Number"), lambda row: row["ref"]),
    Column(gettext_lazy("Stage"), lambda row: design.look_of(design.STAGES, row["stage"]).words),
    Column(gettext_lazy("Sent"), lambda row: row["submitted_at"]),
    Column(gettext_lazy("Next answer by"), lambda row: row["next_answer_at"]),
    Column(gettext_lazy("Answered"), lambda row: row["answered_at"]),
)


def _outlines(request: MemberRequest) -> Listing[dict[str, Any]]:
    refuse_unless_known(request.user)
    return Listing(outlines_for(viewer=request.user), NEWEST, COLUMNS)


outlines_csv = csv_view("confidential-ideas", _outlines)
