"""Bodies of what an author changed after a department had answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from ideas.selectors.reaffirmations import IdeaChange


@dataclass(frozen=True, slots=True)
class AnswerChangeBody:
    """A short question that the author answers differently now, in the words of the form."""

    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReaffirmationBody:
    """The idea was changed materially after the answer; the texts of both versions are under the idea's `versions`."""

    from_version: Annotated[int, _("the version of the idea that was answered")]
    to_version: Annotated[int, _("the version that is asked about")]
    asked_at: datetime
    due_at: datetime
    answers: list[AnswerChangeBody]


def reaffirmation_body(change: IdeaChange | None) -> ReaffirmationBody | None:
    """Return what is asked about an answer, None for nothing."""
    if change is None:
        return None
    asked = change.reaffirmation
    answers = [AnswerChangeBody(one.question_id, one.before, one.after) for one in change.answers]
    return ReaffirmationBody(asked.from_version, asked.to_version, asked.asked_at, asked.due_at, answers)
