"""Words for questions, answers, and ideas that wait for their author."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.timeline.wording import Look, by_person
from ideas.selectors.timeline import TimelineEntry


def _asked(entry: TimelineEntry) -> tuple[str, str]:
    question = entry.rows.get("question_id")
    if question is None or question.addressee == "author":
        return entry.department, _("asks the author a question")
    whom = question.to_department.name if question.to_department else question.to_person.name
    return entry.department, _("asks %(whom)s a question") % {"whom": whom}


LINES: Final[Mapping[str, Look]] = {
    "question.asked": ("help-circle", "owed", _asked),
    "questions.answered": (
        "message-circle",
        "active",
        by_person(gettext_lazy("answered what was asked"), gettext_lazy("The author")),
    ),
    "idea.parked_for_author": (
        "player-pause",
        "neutral",
        lambda entry: ("", _("Parked: it waited for its author for as long as it may")),
    ),
    "idea.resumed": (
        "player-play",
        "active",
        by_person(gettext_lazy("let it go on"), gettext_lazy("The author")),
    ),
}
