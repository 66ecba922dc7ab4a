"""What the page of an idea says to its authors when something waits for them."""

from dataclasses import dataclass

from ideas.models import Idea
from ideas.selectors.questions import asked_of_author
from ideas.workflow import OPEN_STAGES, Stage


@dataclass(frozen=True)
class WaitingNote:
    """`count` of questions that wait for the author; `is_parked`: one click of an author lets it go on."""

    count: int
    was_asked: bool
    is_parked: bool


def waiting_note(*, idea: Idea, is_own: bool) -> WaitingNote | None:
    """Return what waits for an author of `idea`; None for everybody else, at no cost. One query."""
    if not is_own or idea.stage not in OPEN_STAGES | {Stage.PARKED}:
        return None
    asked = asked_of_author(idea)
    return WaitingNote(asked.open_count, asked.is_any, asked.is_parked)
