"""Bodies of the board's votes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _

from api.fields import ParagraphsField, WordField
from api.serializers import StrictSerializer
from api.v1.serializers.directory import DepartmentBody, department_body
from api.v1.serializers.reviews import NameBody, name_body
from ideas.models import BallotSeat
from ideas.selectors.ballots import BallotView, SeatView
from ideas.services.ballots import MAX_TEXT_CHARS


@dataclass(frozen=True, slots=True)
class SeatBody:
    """One department's seat."""

    department: DepartmentBody
    is_flagged: Annotated[bool, _("it had to vote: it blocks the idea or stands apart; known when the ballot closed")]
    has_voted: bool
    choice: Annotated[str, _("yes, no or abstain; empty while it may not be read")]
    voter: NameBody | None
    reason: str


@dataclass(frozen=True, slots=True)
class BallotBody:
    """The board's vote on an idea, as far as the caller may read it."""

    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    outcome: Annotated[str, _("yes, no or tie; empty while it is open")]
    casting_choice: Annotated[str, _("how the chair decided a tie")]
    casting_reason: str
    chair: NameBody | None
    seats: list[SeatBody]
    allowed_actions: list[Literal["vote", "cast"]]


class BallotVoteSerializer(StrictSerializer):
    """A vote for one's seat, or the chair's to a tie; a no says why."""

    choice = WordField(choices=BallotSeat.Choice.values)
    reason = ParagraphsField(max_chars=MAX_TEXT_CHARS, allow_blank=True, default="")


def ballot_body(view: BallotView) -> BallotBody:
    """Return a ballot as its reader may know it."""
    ballot = view.ballot
    actions: list[Literal["vote", "cast"]] = list(view.allowed_actions)  # type: ignore[arg-type]
    return BallotBody(
        opened_at=ballot.opened_at,
        closes_at=ballot.closes_at,
        closed_at=ballot.closed_at,
        outcome=ballot.outcome,
        casting_choice=ballot.casting_choice,
        casting_reason=ballot.casting_reason,
        chair=name_body(ballot.chair),
        seats=[_seat_body(one) for one in view.seats],
        allowed_actions=actions,
    )


def _seat_body(one: SeatView) -> SeatBody:
    return SeatBody(
        department=department_body(one.seat.department),
        is_flagged=one.seat.is_flagged,
        has_voted=one.has_voted,
        choice=one.vote.choice if one.vote else "",
        voter=name_body(one.vote.voter) if one.vote else None,
        reason=one.vote.reason if one.vote else "",
    )
