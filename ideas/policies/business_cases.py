"""Who may read the business case of an idea, and rank ideas by their scores.

Source: docs/review-process.md 3.4 "The business case", 3.5 "The score".
"""

from collections.abc import Collection

from ideas.models import Idea, IdeaAuthor, Review, RoleGrant, User
from ideas.policies.ballots import board_seats_of, open_seats_of
from ideas.policies.deciders import tiers_to_decide
from ideas.policies.decisions import can_read_decision_pack, ideas_decided_by
from ideas.policies.reviews import OPEN_STATES
from ideas.policies.roles import standing_of
from ideas.querysets.rounds import in_present_round
from ideas.routing.cases import CASE_TIER
from ideas.workflow import Stage

_RANKING_ROLES = frozenset({RoleGrant.Role.PROGRAMME_MANAGER.value, RoleGrant.Role.BOARD_CHAIR.value})


def has_case(idea: Idea) -> bool:
    """Whether `idea` is large enough for a business case; whether it is there yet is not asked."""
    return idea.tier is not None and idea.tier >= CASE_TIER


def can_read_case(user: User, idea: Idea) -> bool:
    """Whether `user`, who may see `idea`, may read its business case.

    Whoever may have everything about its decision; and while it is ready, whoever decides or votes for the board and
    may read all answers. To these it does not tell whether it is decided already.
    """
    if not has_case(idea):
        return False
    return can_read_decision_pack(user, idea) or idea.pk in ideas_to_weigh(user, [idea])


def can_rank_ideas(user: User) -> bool:
    """Whether a list may be ordered by score for `user`: whoever decides ideas that have a case, or votes for the board now.

    Which ideas of a list have their place in that order is asked apart (`ideas_to_weigh`). At most seven queries.
    """
    if not user.is_active:
        return False
    if standing_of(user).roles & _RANKING_ROLES:
        return True
    return max(tiers_to_decide(user), default=0) >= CASE_TIER or open_seats_of(user).exists()


def ideas_to_weigh(user: User, ideas: Collection[Idea]) -> frozenset[int]:
    """Return the keys of those of `ideas`, which `user` may see, whose cases they are about to weigh: of tier 2 or more,
    ready, theirs to decide or to vote on for the board, and every answer theirs to read.

    Who wrote an idea, or still owes a review of it, reads no answer of others, whatever else they are, and so must not
    learn its score either, nor where it stands among others. At most 15 queries however many ideas.
    """
    ready = [idea for idea in ideas if has_case(idea) and idea.stage == Stage.READY_FOR_DECISION]
    if not ready or not user.is_active:
        return frozenset()
    own = IdeaAuthor.objects.filter(idea__in=ready, person=user).values_list("idea_id", flat=True)
    owed = Review.objects.filter(in_present_round(ready), owner=user, state__in=OPEN_STATES)
    return (
        board_seats_of(user, ready)
        .union(ideas_decided_by(user, ready))
        .difference(own, owed.values_list("idea_id", flat=True))
    )
