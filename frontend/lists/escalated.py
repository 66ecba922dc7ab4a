"""The list of escalated ideas as a file."""

from typing import Final

from django.utils.translation import gettext_lazy

from frontend import design
from frontend.csv import Column, Listing, csv_view
from frontend.http import MemberRequest
from frontend.lists.ideas import logs_reads
from ideas.models import Idea
from ideas.selectors.escalated_list import LONGEST_PROMISED, EscalatedRow, escalated_for, escalated_rows

_ROW: Final = "_escalated_row"


def _row(idea: Idea) -> EscalatedRow:
    found: EscalatedRow = idea.__dict__[_ROW]
    return found


def _late(idea: Idea) -> str:
    return ", ".join(review.department.name for review in _row(idea).reviews)


def _reason(idea: Idea) -> str:
    escalation = _row(idea).escalation
    return escalation.reason if escalation else ""


def _missed(idea: Idea) -> object:
    promise = _row(idea).promise
    return promise.due_at if promise else ""


COLUMNS: Final[tuple[Column[Idea], ...]] = (
    Column(gettext_lazy("Number"), lambda idea: idea.ref),
    Column(gettext_lazy("Title"), lambda idea: idea.title),
    Column(gettext_lazy("Stage"), lambda idea: design.look_of(design.STAGES, idea.stage).words),
    Column(gettext_lazy("Tier"), lambda idea: idea.tier),
    Column(gettext_lazy("Promised"), lambda idea: idea.next_answer_at),
    Column(gettext_lazy("Late departments"), _late),
    Column(gettext_lazy("Escalated by its author"), _reason),
    Column(gettext_lazy("Missed without an apology"), _missed),
    Column(gettext_lazy("To look at"), lambda idea: _row(idea).attention),
)


def _escalated(request: MemberRequest) -> Listing[Idea]:
    log = logs_reads(request.user, list)

    def prepare(ideas: list[Idea]) -> None:
        log(ideas)
        for row in escalated_rows(ideas):
            row.idea.__dict__[_ROW] = row

    return Listing(escalated_for(viewer=request.user), LONGEST_PROMISED, COLUMNS, prepare)


escalated_csv = csv_view("escalated", _escalated)
