"""How an idea that waits for a decision is shown in a list: its score in words, never without who scored what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.forms.waiting import WaitingForm
from frontend.http import MemberRequest
from frontend.score_card import ScoreCard, score_card
from ideas.exceptions import InvalidValue
from ideas.models import Idea, User
from ideas.selectors.ranking import Unscored, WaitingIdea, orders_for, waiting_rows

WHY_UNSCORED: Final[dict[Unscored, Promise]] = {
    Unscored.SMALL: gettext_lazy("No score: ideas of tiers 0 and 1 are decided without a business case."),
    Unscored.NOTHING_SCORED: gettext_lazy("No score: no department scored a criterion."),
    Unscored.NOT_FOR_YOU: gettext_lazy("Its score is not for you, as you may not read every answer."),
}


@dataclass(frozen=True)
class WaitingRow:
    """One idea. `score` is None where `why` says why, and for readers who do not rank at all; `why` is empty then."""

    idea: Idea
    is_vote: bool
    score: ScoreCard | None
    why: str

    @property
    def number(self) -> int | None:
        """The score, for a column of numbers."""
        return self.score.number if self.score else None

    @property
    def line(self) -> str:
        """Who scored what in one line, or why nothing stands here."""
        if self.score is None:
            return self.why
        return "; ".join(f"{row.name}: {row.words}" for row in self.score.rows)


def asked_order(request: MemberRequest) -> WaitingForm:
    """Return what the address asks for, checked.

    Raises:
        InvalidValue: there is no such order for this reader, or no such parameter (422).
    """
    form = WaitingForm(request.GET, orders=orders_for(viewer=request.user))
    if not form.is_valid():
        raise InvalidValue(_("This list has no such filter."))
    return form


def shown_rows(viewer: User, ideas: Sequence[Idea]) -> list[WaitingRow]:
    """Return `ideas` as `viewer` may know them; as many queries for a hundred as for one."""
    return [_row(one) for one in waiting_rows(viewer=viewer, ideas=ideas)]


def _row(one: WaitingIdea) -> WaitingRow:
    why = str(WHY_UNSCORED[one.unscored]) if one.unscored else ""
    return WaitingRow(one.idea, one.is_vote, score_card(one.profile), why)
