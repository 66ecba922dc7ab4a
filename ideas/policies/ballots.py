"""Who votes for the board, and who reads how it voted.

Source: docs/permissions.md "Who decides".
"""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from ideas.models import Ballot, BallotSeat, BallotVote, Idea, User
from ideas.policies.authorship import authorship_of
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of
from ideas.querysets.rounds import in_present_round

BOARD_TIER = 3


def seat_of(user: User, ballot: Ballot) -> BallotSeat | None:
    """Return the seat that `user` votes for: their own, else one as its deputy; None where they have a conflict.

    Whoever wrote the idea or has another conflict votes for no seat; the deputy votes then. Three queries.
    """
    if not user.is_active or user.pk in authorship_of([ballot.idea_id])[ballot.idea_id].conflicted_ids:
        return None
    seats = list(ballot.seats.select_related("department").order_by("id"))
    own = [seat for seat in seats if seat.holder_id == user.pk]
    stood_in_for = [seat for seat in seats if seat.deputy_id == user.pk]
    return next(iter([*own, *stood_in_for]), None)


def can_vote_for_seat(user: User, seat: BallotSeat, vote: BallotVote | None) -> bool:
    """Return whether `user`, who holds `seat` or stands in for it, may give its vote or change `vote`.

    A deputy's vote gives way to the holder's, and not the other way round.
    """
    return vote is None or vote.voter_id in (user.pk, seat.deputy_id)


def can_vote_in_ballot(user: User, ballot: Ballot) -> bool:
    """Return whether `user` holds or stands in for a seat, without a conflict. Whether it is open is not asked."""
    return seat_of(user, ballot) is not None


def sits_on_board_for(user: User, idea: Idea) -> bool:
    """Return whether `user` votes on `idea` in its present round, and may read what its departments answered."""
    return idea.pk in board_seats_of(user, [idea])


def board_seats_of(user: User, ideas: Collection[Idea]) -> frozenset[int]:
    """Return the keys of those of `ideas` on which `user` votes in their present rounds; at most two queries."""
    asked = [idea for idea in ideas if idea.tier == BOARD_TIER]
    if not asked or not user.is_active:
        return frozenset()
    seats = _seats_of(user).filter(in_present_round(asked, of="ballot__"))
    found = frozenset(seats.values_list("ballot__idea_id", flat=True))
    return frozenset(key for key, close in authorship_of(found).items() if user.pk not in close.conflicted_ids)


def open_seats_of(user: User) -> QuerySet[BallotSeat]:
    """Return the seats in open ballots that `user` holds or stands in for, conflict or not; unevaluated."""
    return _seats_of(user).filter(ballot__closed_at__isnull=True)


def _seats_of(user: User) -> QuerySet[BallotSeat]:
    return BallotSeat.objects.filter(Q(holder=user) | Q(deputy=user))


def can_read_ballot(user: User, ballot: Ballot) -> bool:
    """Return whether `user`, who may see the idea, may read the ballot before its decision is known.

    Those who vote, its chair, and whoever reads reviews before the decision; never somebody with a conflict.
    """
    if not user.is_active or user.pk in authorship_of([ballot.idea_id])[ballot.idea_id].conflicted_ids:
        return False
    if ballot.chair_id == user.pk or can_vote_in_ballot(user, ballot):
        return True
    return standing_of(user).has(Permission.READ_REVIEWS)
