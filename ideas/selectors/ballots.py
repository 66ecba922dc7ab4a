"""The board's votes, as far as one reader may know them.

Source: docs/review-process.md 3.9.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound, NotPermitted
from ideas.models import Ballot, BallotSeat, BallotVote, Idea, User
from ideas.policies.ballots import BOARD_TIER, board_seats_of, can_read_ballot, can_vote_for_seat, seat_of
from ideas.policies.deciders import deciders_of
from ideas.routing.ballots import Count, Seat, count
from ideas.selectors.decisions import decision_of
from ideas.workflow import Stage


@dataclass(frozen=True)
class SeatView:
    """One seat. `vote` is None where it has not voted, or its vote may not be read yet; `has_voted` always."""

    seat: BallotSeat
    has_voted: bool
    vote: BallotVote | None
    is_own: bool


@dataclass(frozen=True)
class BallotView:
    """A ballot as one reader may know it.

    `own`: the seat the reader votes for, or stood in for until its holder voted. `allowed_actions`: of vote, cast.
    `dissent`: votes against the outcome.
    """

    ballot: Ballot
    seats: tuple[SeatView, ...]
    own: SeatView | None
    allowed_actions: tuple[str, ...]
    dissent: tuple[BallotVote, ...]


def count_of(*, ballot: Ballot) -> Count:
    """Count the ballot anew from its rows. One query."""
    rows = ballot.seats.select_related("department", "vote").order_by("department__slug")
    return count([Seat(seat.department.slug, seat.is_flagged, _choice(seat)) for seat in rows])


def _choice(seat: BallotSeat) -> str:
    vote: BallotVote | None = getattr(seat, "vote", None)
    return vote.choice if vote else ""


def ballot_for(*, viewer: User, idea: Idea) -> BallotView:
    """Return the ballot of the present round of `idea`, which `viewer` may see. At most 16 queries.

    How others voted is shown once it is closed. After the decision is known, whoever knows it reads the ballot.

    Raises:
        NotFound: the board does not vote on it (404).
        NotPermitted: it is not for `viewer` to read (403, `no_seat`).
    """
    ballot = Ballot.objects.filter(idea=idea, round=idea.round).select_related("idea", "chair", "casting_by").first()
    if ballot is None:
        raise NotFound(_("The board does not vote on this idea."))
    if not can_read_ballot(viewer, ballot) and decision_of(idea=idea, viewer=viewer) is None:
        raise NotPermitted(_("You have no seat in this vote, or a conflict with the idea."), code="no_seat")
    return _view(viewer, ballot)


def ballot_before_decision(*, idea: Idea) -> Ballot | None:
    """Return the board's vote, open or closed, that the decision of a ready idea rests on. One query, at Tier 3 alone."""
    if idea.tier != BOARD_TIER or idea.stage != Stage.READY_FOR_DECISION:
        return None
    return Ballot.objects.filter(idea=idea, round=idea.round).first()


def ballot_of_decision(*, idea: Idea, round: int) -> BallotView | None:  # noqa: A002 - the word of the model's field
    """Return the board's closed ballot behind a decision, for whoever may know the decision. At most two queries."""
    if idea.tier != BOARD_TIER:
        return None
    ballot = Ballot.objects.filter(idea=idea, round=round, closed_at__isnull=False).select_related("casting_by").first()
    if ballot is None:
        return None
    seats = tuple(SeatView(seat, _has_voted(seat), getattr(seat, "vote", None), is_own=False) for seat in _rows(ballot))
    return BallotView(ballot, seats, None, (), _dissent(ballot, seats))


def _view(viewer: User, ballot: Ballot) -> BallotView:
    mine = seat_of(viewer, ballot)
    is_closed = ballot.closed_at is not None
    seats = tuple(
        _seat_view(viewer, seat, is_own=mine is not None and seat.pk == mine.pk, is_closed=is_closed)
        for seat in _rows(ballot)
    )
    own = next((one for one in seats if one.is_own), None)
    return BallotView(ballot, seats, own, _actions(viewer, ballot, own), _dissent(ballot, seats))


def _seat_view(viewer: User, seat: BallotSeat, *, is_own: bool, is_closed: bool) -> SeatView:
    """Show a vote once it is closed, and before to whoever may change it: no deputy reads how the holder voted."""
    vote: BallotVote | None = getattr(seat, "vote", None)
    is_shown = is_closed or (is_own and can_vote_for_seat(viewer, seat, vote))
    return SeatView(seat, vote is not None, vote if is_shown else None, is_own)


def _rows(ballot: Ballot) -> QuerySet[BallotSeat]:
    rows = ballot.seats.select_related("department", "holder", "deputy", "vote__voter")
    return rows.order_by("department__name_sort", "id")


def _has_voted(seat: BallotSeat) -> bool:
    return getattr(seat, "vote", None) is not None


def _actions(viewer: User, ballot: Ballot, own: SeatView | None) -> tuple[str, ...]:
    if ballot.idea.stage != Stage.READY_FOR_DECISION:
        return ()
    if ballot.closed_at is None:
        is_taken = own is not None and own.has_voted and own.vote is None
        return ("vote",) if own is not None and not is_taken else ()
    is_tie = ballot.outcome == Ballot.Outcome.TIE
    return ("cast",) if is_tie and viewer in [one.person for one in deciders_of(ballot.idea)] else ()


def _dissent(ballot: Ballot, seats: tuple[SeatView, ...]) -> tuple[BallotVote, ...]:
    against = {"yes": "no", "no": "yes"}.get(ballot.outcome)
    return tuple(one.vote for one in seats if one.vote is not None and one.vote.choice == against)


def is_with_board(*, idea: Idea) -> bool:
    """Return whether the board still votes on `idea`, or its tie waits for the chair. One query at Tier 3, else none."""
    if idea.tier != BOARD_TIER or idea.stage != Stage.READY_FOR_DECISION:
        return False
    rows = Ballot.objects.filter(idea=idea, round=idea.round)
    return rows.exclude(outcome__in=[Ballot.Outcome.YES, Ballot.Outcome.NO]).exists()


def ballots_of(*, viewer: User, limit: int) -> list[Ballot]:
    """Return at most `limit` open ballots in which `viewer` may vote, or has voted, the next to close first.

    For the seat they hold, or stand in for until its holder has voted; never with a conflict. Each row has `idea` loaded.
    One query, and at most four more where there is any.
    """
    rows = Ballot.objects.filter(closed_at__isnull=True, idea__stage=Stage.READY_FOR_DECISION)
    stands_in = Q(seats__deputy=viewer) & (Q(seats__vote__isnull=True) | Q(seats__vote__voter=viewer))
    seated = rows.filter(Q(seats__holder=viewer) | stands_in).distinct().select_related("idea")
    found = list(seated.order_by("closes_at", "id")[:limit])
    voting = board_seats_of(viewer, [one.idea for one in found])
    return [one for one in found if one.idea_id in voting]
