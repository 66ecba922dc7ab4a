"""To whom a review may be handed, and who takes it where that person is away.

Source: docs/review-process.md 3.6, 3.7.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ideas.models import Delegation, Review, User
from ideas.policies.authorship import Authorship, authorship_of
from ideas.policies.delegations import covers, delegations_in_force
from ideas.selectors.pools import away_for


@dataclass(frozen=True)
class Taker:
    """`is_away`: not there today, or for most of the time left; `stand_in`: who acts for them and takes it then."""

    person: User
    is_away: bool = False
    stand_in: User | None = None


def takers_of(*, review: Review, people: Iterable[User]) -> list[Taker]:
    """Return each of `people` with whether they are there for `review`, in their order; conflicts of theirs are not asked.

    Somebody stands in where they act for the person today, on ideas of that tier, are there themselves, do not hold it
    already, and neither of the two has a conflict. `review` should have `idea` and `calendar` loaded. At most ten queries.
    """
    everybody = list(people)
    away = away_for(review=review, people=everybody)
    if not away:
        return [Taker(one) for one in everybody]
    acting = [one for one in delegations_in_force(from_person__in=away) if covers(one, review.idea.tier)]
    gone = away_for(review=review, people=[one.to_person for one in acting]) if acting else frozenset()
    close = authorship_of([review.idea_id])[review.idea_id]
    able = [one for one in acting if one.to_person_id not in gone | {review.owner_id} and _is_free(one, close)]
    stand_ins = {one.from_person_id: one.to_person for one in reversed(able)}
    return [Taker(one, one.pk in away, stand_ins.get(one.pk)) for one in everybody]


def _is_free(delegation: Delegation, close: Authorship) -> bool:
    return not close.bar_of(delegation.to_person_id, delegation.from_person_id)
