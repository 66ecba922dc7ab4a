"""Bodies of ideas that wait for a decision or a vote, and the parameters of their list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _

from api.filters import ListParameters, WordParameter
from api.v1.serializers.scores import ScoreProfileBody, score_body
from ideas.selectors.ranking import DecisionOrder, WaitingIdea


class WaitingParameters(ListParameters):
    order = WordParameter(
        choices=DecisionOrder,
        default=DecisionOrder.DUE.value,
        help_text=_("score: for those who decide ideas of tier 2 or more, or vote for the board"),
    )


@dataclass(frozen=True, slots=True)
class WaitingIdeaBody:
    """An idea that is ready and waits for you."""

    ref: str
    title: str
    tier: int
    next_answer_at: datetime | None
    act: Annotated[Literal["decide", "vote"], _("vote: for the board")]
    score: Annotated[
        ScoreProfileBody | None, _("for ranking only; null where `unscored` says why, or if you do not rank")
    ]
    unscored: Annotated[
        str | None,
        _(
            "small: of tier 0 or 1; nothing_scored; not_for_you: you may not read every answer, so its place tells nothing "
            "of its score"
        ),
    ]


def waiting_body(row: WaitingIdea) -> WaitingIdeaBody:
    """Return an idea as its reader may know it."""
    idea = row.idea
    return WaitingIdeaBody(
        ref=idea.ref,
        title=idea.title,
        tier=idea.tier or 0,
        next_answer_at=idea.next_answer_at,
        act="vote" if row.is_vote else "decide",
        score=score_body(row.profile),
        unscored=row.unscored.value if row.unscored else None,
    )
