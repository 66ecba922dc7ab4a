"""What was asked about one idea, with the answers, as a file."""

from typing import Final

from django.utils.translation import gettext_lazy

from frontend.csv import Column, Listing, csv_view
from frontend.http import MemberRequest
from frontend.views.questions import LATEST
from ideas.models import Question
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.questions import readable_questions
from ideas.services.reads import record_read


def _asked(question: Question) -> str:
    """Whom it was asked, in words; an author by no name."""
    if question.to_department is not None:
        return question.to_department.name
    return question.to_person.name if question.to_person else str(question.get_addressee_display())


COLUMNS: Final[tuple[Column[Question], ...]] = (
    Column(gettext_lazy("Asked at"), lambda row: row.asked_at),
    Column(gettext_lazy("Department"), lambda row: row.review.department.name),
    Column(gettext_lazy("Asked"), _asked),
    Column(gettext_lazy("Question"), lambda row: row.text),
    Column(gettext_lazy("Due"), lambda row: row.due_at),
    Column(gettext_lazy("Answered at"), lambda row: row.answered_at),
    Column(gettext_lazy("Answer"), lambda row: row.answer),
)


def _questions(request: MemberRequest, ref: str) -> Listing[Question]:
    idea = idea_for_reader(viewer=request.user, ref=ref)
    rows = readable_questions(viewer=request.user, idea=idea)
    record_read(idea=idea, by=request.user)
    return Listing(rows, LATEST, COLUMNS)


questions_csv = csv_view("questions", _questions)
