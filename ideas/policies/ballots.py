"""Who votes for the board, and who reads how it voted.

Source: docs/permissions.md "Who decides".
"""

from ideas.models import Ballot, BallotSeat, Idea, User
from ideas.policies.authorship import authorship_of
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of

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


def can_vote_in_ballot(user: User, ballot: Ballot) -> bool:
    """Return whether `user` holds or stands in for a seat, without a conflict. Whether it is open is not asked."""
    return seat_of(user, ballot) is not None


def sits_on_board_for(user: User, idea: Idea) -> bool:
    """Return whether `user` votes on `idea` in its present round, and may read what its departments answered."""
    if idea.tier != BOARD_TIER:
        return False
    ballot = Ballot.objects.filter(idea=idea, round=idea.round).first()
    return ballot is not None and can_vote_in_ballot(user, ballot)


def can_read_ballot(user: User, ballot: Ballot) -> bool:
    """Return whether `user`, who may see the idea, may read the ballot before its decision is known.

    Those who vote, its chair, and whoever reads reviews before the decision; never somebody with a conflict.
    """
    if not user.is_active or user.pk in authorship_of([ballot.idea_id])[ballot.idea_id].conflicted_ids:
        return False
    if ballot.chair_id == user.pk or can_vote_in_ballot(user, ballot):
        return True
    return standing_of(user).has(Permission.READ_REVIEWS)
