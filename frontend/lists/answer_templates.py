"""Answers that are offered, as a file."""

from typing import Final

from django.utils.translation import gettext_lazy

from frontend.csv import Column, Listing, csv_view
from frontend.http import MemberRequest
from frontend.views.answer_templates import refuse_unless_editor
from ideas.models import AnswerTemplate
from ideas.selectors.answer_templates import BY_NAME, answer_templates

COLUMNS: Final[tuple[Column[AnswerTemplate], ...]] = (
    Column(gettext_lazy("What for"), lambda row: row.get_kind_display()),
    Column(gettext_lazy("Name"), lambda row: row.name),
    Column(gettext_lazy("Words"), lambda row: row.text),
)


def _answers(request: MemberRequest) -> Listing[AnswerTemplate]:
    refuse_unless_editor(request.user)
    return Listing(answer_templates(), BY_NAME, COLUMNS)


answers_csv = csv_view("answers", _answers)
