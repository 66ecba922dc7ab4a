"""What waits in triage as a file."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy

from frontend.csv import Column, Listing, csv_view, yes_or_no
from frontend.http import MemberRequest
from frontend.views.triage import refuse_unless_triager
from ideas.models import Triage, User
from ideas.selectors.bulk import chosen_turns
from ideas.selectors.triage import FIRST_DUE, waiting_in_triage

COLUMNS: Final[Sequence[Column[Triage]]] = (
    Column(gettext_lazy("First response by"), lambda row: row.due_at),
    Column(gettext_lazy("Number"), lambda row: row.idea.ref),
    Column(gettext_lazy("Title"), lambda row: row.idea.title),
    Column(gettext_lazy("Tier"), lambda row: row.idea.tier),
    Column(gettext_lazy("Shared"), lambda row: row.idea.submitted_at),
    Column(gettext_lazy("Answer by"), lambda row: row.idea.next_answer_at),
    Column(gettext_lazy("Waits for triage"), lambda row: yes_or_no(row.released_at is None)),
)


def _triage(request: MemberRequest) -> Listing[Triage]:
    refuse_unless_triager(request.user)
    return Listing(waiting_in_triage(viewer=request.user), FIRST_DUE, tuple(COLUMNS))


def chosen_listing(viewer: User, refs: Sequence[str]) -> Listing[Triage]:
    """Return those of the inbox that were chosen, as the whole list is written."""
    return Listing(chosen_turns(viewer=viewer, refs=refs), FIRST_DUE, tuple(COLUMNS))


triage_csv = csv_view("triage", _triage)
