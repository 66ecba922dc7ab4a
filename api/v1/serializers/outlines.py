"""Bodies of confidential ideas that the caller may not read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from ideas.selectors.outlines import IdeaOutline


@dataclass(frozen=True, slots=True)
class IdeaOutlineBody:
    """A confidential idea without its text, its authors and its figures."""

    ref: Annotated[str, _("the public number, such as GS-000412")]
    stage: str
    submitted_at: datetime
    next_answer_at: Annotated[datetime | None, _("when somebody owes the next answer; null when nobody does")]
    answered_at: Annotated[datetime | None, _("when its decision was told; null before")]


def outline_body(outline: IdeaOutline) -> IdeaOutlineBody:
    """Return an outline as it is sent."""
    return IdeaOutlineBody(
        ref=outline.ref,
        stage=outline.stage,
        submitted_at=outline.submitted_at,
        next_answer_at=outline.next_answer_at,
        answered_at=outline.answered_at,
    )
