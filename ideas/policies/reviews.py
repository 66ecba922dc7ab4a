"""Who may read, do, claim and hand over a review.

Source: docs/permissions.md "Who may do what".
"""

from dataclasses import dataclass
from enum import IntEnum

from ideas.models import Decision, Idea, Reaffirmation, Review, ReviewVersion, SecondReading, User
from ideas.policies.authorship import authorship_of
from ideas.policies.ballots import sits_on_board_for
from ideas.policies.deciders import deciders_of
from ideas.policies.delegations import standing_in
from ideas.policies.ideas import is_author
from ideas.policies.leaders import leads_today
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of
from ideas.policies.second_readings import is_read_twice

OPEN_STATES = frozenset({Review.State.QUEUED, Review.State.ASSIGNED, Review.State.DRAFTING})


class Reading(IntEnum):
    """How much of a review somebody may read: who, state, date and why; also its answer; also the internal note."""

    FRAME = 0
    ANSWER = 1
    EVERYTHING = 2


@dataclass(frozen=True)
class ReviewAccess:
    """What one viewer, who may see the idea, may read of its reviews.

    `is_told`: the decision may be known. `reads_all`: triager, programme manager, decider, or own review is in.
    `departments`: keys of those whose lead or deputy the viewer is. `reads_second`: keys of reviews that the viewer is
    asked to read a second time.
    """

    viewer_id: int
    is_told: bool
    reads_all: bool
    departments: frozenset[int]
    reads_second: frozenset[int] = frozenset()

    def reading(self, review: Review) -> Reading:
        """Return how much of `review` the viewer may read; a draft is its owner's alone."""
        if review.owner_id == self.viewer_id:
            return Reading.EVERYTHING
        if review.state != Review.State.SUBMITTED:
            return Reading.FRAME
        if self.reads_all or review.department_id in self.departments or review.pk in self.reads_second:
            return Reading.EVERYTHING
        return Reading.ANSWER if self.is_told else Reading.FRAME


def review_access(user: User, idea: Idea) -> ReviewAccess:
    """Return what `user` may read of the reviews of `idea`'s present round. At most sixteen queries, none a review.

    Whoever still owes a review of the idea reads no other one, whatever else they are.
    """
    standing = standing_of(user)
    author = is_author(user, idea)
    own_states = _own_states(user, idea)
    is_blind = author or not OPEN_STATES.isdisjoint(own_states)
    answered = Review.State.SUBMITTED in own_states
    return ReviewAccess(
        viewer_id=user.pk,
        is_told=_is_told(user, idea, author),
        reads_all=not is_blind
        and (
            answered or standing.has(Permission.READ_REVIEWS) or _decides(user, idea) or sits_on_board_for(user, idea)
        ),
        departments=frozenset() if is_blind else standing.leads | standing.deputises,
        reads_second=frozenset() if is_blind else _second_readings(user, idea),
    )


def can_read_review(user: User, review: Review) -> bool:
    """Whether `user`, who may see the idea, may read what `review` answers; others' are hidden until one's own is in."""
    return review_access(user, review.idea).reading(review) > Reading.FRAME


def can_save_review(user: User, review: Review) -> bool:
    """Whether `user` may write a draft of `review`: its owner without a conflict, or with one that nobody decided about."""
    return _holds(user, review) and bar_of(user, review) in {"", "interest_undecided"}


def can_submit_review(user: User, review: Review) -> bool:
    """Whether `user` answers `review`: its owner, never somebody with a conflict. The state is not asked."""
    return _holds(user, review) and not bar_of(user, review)


def can_revise_review(user: User, review: Review) -> bool:
    """Whether `user` may change the answer that `review` gave: whoever gave it, once, and again where the idea
    changed materially since. The idea's stage is not asked."""
    if review.state != Review.State.SUBMITTED or not can_submit_review(user, review):
        return False
    if not ReviewVersion.objects.filter(review=review).exists():
        return True
    return Reaffirmation.objects.filter(review=review, verdict="").exists()


def can_step_in(user: User, review: Review) -> bool:
    """Whether `user` may take over an open `review` of somebody for whom they act today; neither may have a conflict."""
    if review.owner_id in {None, user.pk} or review.state not in OPEN_STATES or not user.is_active:
        return False
    acting = standing_in(for_people=[review.owner_id], tier=review.idea.tier) if review.owner_id else []
    if not any(one.to_person_id == user.pk for one in acting):
        return False
    return not authorship_of([review.idea_id])[review.idea_id].bar_of(user.pk, review.owner_id)


def can_claim_review(user: User, review: Review) -> bool:
    """Whether `user` may take `review` from the queue: in the department's pool and without a conflict."""
    return is_in_pool(user, review) and not is_conflicted(user, review)


def can_hand_over_review(user: User, review: Review) -> bool:
    """Whether `user` may give `review` to somebody else of the pool: its owner, the lead or deputy.

    While both are away, a programme manager. Never an author or somebody with an interest, who would choose their own judge.
    """
    if not user.is_active or not (review.owner_id == user.pk or leads_today(user, review.department_id)):
        return False
    return user.pk not in authorship_of([review.idea_id])[review.idea_id].barred_ids


def can_ask_also(user: User, review: Review) -> bool:
    """Whether `user` may ask a department that the rules left out, for an open `review`: its owner, the lead or deputy.

    While both are away, a programme manager. Never somebody with a conflict, nor for somebody with one. The stage is not asked.
    """
    if not user.is_active or not (review.owner_id == user.pk or leads_today(user, review.department_id)):
        return False
    return not bar_of(user, review)


def can_take_over_review(user: User, review: Review) -> bool:
    """Whether `user` may take `review` upon themselves whoever holds it: lead or deputy, and a programme manager while both
    are away. Conflicts are asked apart.
    """
    return leads_today(user, review.department_id)


def can_remind_reviewer(user: User, review: Review) -> bool:
    """Whether `user` may ask for the answer of `review`: lead or deputy who does not hold it, and has no conflict."""
    if review.owner_id == user.pk or not can_take_over_review(user, review):
        return False
    return user.pk not in authorship_of([review.idea_id])[review.idea_id].barred_ids


def is_in_pool(user: User, review: Review) -> bool:
    """Whether `user` is active and reviews for the department of `review`."""
    return review.department_id in standing_of(user).reviews_for


def is_conflicted(user: User, review: Review) -> bool:
    """Whether `user` is an author of the idea, close to one, or has an interest in it."""
    return bool(authorship_of([review.idea_id])[review.idea_id].bar_of(user.pk))


def bar_of(user: User, review: Review) -> str:
    """Return why `user`, or the person for whom they act, must not answer `review`: a code, empty where they may."""
    return authorship_of([review.idea_id])[review.idea_id].bar_of(user.pk, review.acted_for_id)


def _holds(user: User, review: Review) -> bool:
    return user.is_active and review.owner_id == user.pk


def _is_told(user: User, idea: Idea, is_author: bool) -> bool:
    decision = Decision.objects.filter(idea=idea, round=idea.round).only("announced_at", "decided_by_id").first()
    return decision is not None and (
        decision.announced_at is not None or is_author or decision.decided_by_id == user.pk
    )


def _second_readings(user: User, idea: Idea) -> frozenset[int]:
    if not is_read_twice(idea.tier):
        return frozenset()
    return frozenset(SecondReading.objects.filter(review__idea=idea, reader=user).values_list("review_id", flat=True))


def _own_states(user: User, idea: Idea) -> set[str]:
    return set(Review.objects.filter(idea=idea, round=idea.round, owner=user).values_list("state", flat=True))


def _decides(user: User, idea: Idea) -> bool:
    return any(one.person == user for one in deciders_of(idea))
