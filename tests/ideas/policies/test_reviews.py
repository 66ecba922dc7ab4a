"""What of a review each person may read, before the decision, between decision and announcement, and after."""

from collections.abc import Callable

import pytest

from ideas.models import Idea, Review, User
from ideas.policies.decisions import can_read_decision
from ideas.policies.reviews import (
    Reading,
    can_claim_review,
    can_read_review,
    can_submit_review,
    review_access,
)
from ideas.workflow import Stage
from tests.factories import DepartmentFactory, MembershipFactory, ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory, pool_member

pytestmark = pytest.mark.django_db


def other_review(idea: Idea, state: str) -> User:
    """Return the owner of another department's review in `state`."""
    owner = UserFactory()
    traits = {"submitted": True} if state == "submitted" else {"state": state}
    ReviewFactory(idea=idea, owner=owner, department=DepartmentFactory(slug="finance"), **traits)
    return owner


def triager_who_owes(idea: Idea, review: Review) -> User:
    return grant_role(other_review(idea, "drafting"), "triager")


def author_with_role(idea: Idea, review: Review) -> User:
    author = author_of(idea)
    MembershipFactory(person=author, department=review.department, role="lead")
    return grant_role(author, "triager")


PEOPLE: dict[str, Callable[[Idea, Review], User]] = {
    "member": lambda idea, review: UserFactory(),
    "author": lambda idea, review: author_of(idea),
    "author_with_role": author_with_role,
    "owner": lambda idea, review: review.owner,
    "reviewer_before_own": lambda idea, review: other_review(idea, "drafting"),
    "reviewer_after_own": lambda idea, review: other_review(idea, "submitted"),
    "pool_member": lambda idea, review: MembershipFactory(department=review.department).person,
    "lead": lambda idea, review: MembershipFactory(department=review.department, role="lead").person,
    "lead_of_other": lambda idea, review: pool_member("finance", role="lead").person,
    "triager": lambda idea, review: grant_role(UserFactory(), "triager"),
    "triager_who_owes": triager_who_owes,
    "programme_manager": lambda idea, review: grant_role(UserFactory(), "programme_manager"),
    "decider": lambda idea, review: pool_member(role="lead").person,
    "administrator": lambda idea, review: grant_role(UserFactory(), "administrator"),
}
F, A, E = Reading.FRAME, Reading.ANSWER, Reading.EVERYTHING
TABLE = {
    # who: (before the decision, decided but not announced, announced)
    "member": (F, F, A),
    "author": (F, A, A),
    "author_with_role": (F, A, A),
    "owner": (E, E, E),
    "reviewer_before_own": (F, F, A),
    "reviewer_after_own": (E, E, E),
    "pool_member": (F, F, A),
    "lead": (E, E, E),
    "lead_of_other": (F, F, A),
    "triager": (E, E, E),
    "triager_who_owes": (F, F, A),
    "programme_manager": (E, E, E),
    "decider": (E, E, E),
    "administrator": (F, F, A),
}


@pytest.mark.parametrize("who", TABLE)
@pytest.mark.parametrize("moment", [0, 1, 2])
def test_review_access_follows_the_table(who: str, moment: int) -> None:
    idea = submitted_idea(stage=Stage.READY_FOR_DECISION)
    review = ReviewFactory(idea=idea, submitted=True, department=DepartmentFactory(slug="legal"))
    if moment:
        DecisionFactory(idea=idea, announced=moment == 2)
    person = PEOPLE[who](idea, review)

    assert review_access(person, idea).reading(review) is TABLE[who][moment]
    assert can_read_review(person, review) is (TABLE[who][moment] > Reading.FRAME)


def test_review_access_to_a_draft_is_its_owners_alone() -> None:
    review = ReviewFactory(assigned=True, state="drafting")
    manager = grant_role(UserFactory(), "programme_manager")

    assert review_access(manager, review.idea).reading(review) is Reading.FRAME
    assert review_access(review.owner, review.idea).reading(review) is Reading.EVERYTHING


def test_can_read_decision_before_announcement_is_for_author_and_decider() -> None:
    decision = DecisionFactory()

    assert can_read_decision(author_of(decision.idea), decision)
    assert can_read_decision(decision.decided_by, decision)
    assert not can_read_decision(grant_role(UserFactory(), "programme_manager"), decision)


def test_can_read_decision_after_announcement_is_for_everybody() -> None:
    assert can_read_decision(UserFactory(), DecisionFactory(announced=True))


def test_can_submit_review_of_deactivated_owner_is_refused() -> None:
    review = ReviewFactory(assigned=True, owner=UserFactory(is_active=False))

    assert not can_submit_review(review.owner, review)


def test_can_claim_review_is_for_the_pool_without_the_authors_team() -> None:
    manager = UserFactory()
    review = ReviewFactory(idea=submitted_idea(author=UserFactory(manager=manager)))
    team = MembershipFactory(department=review.department, person=UserFactory(manager=manager)).person
    free = MembershipFactory(department=review.department).person

    assert can_claim_review(free, review)
    assert not can_claim_review(team, review)
    assert not can_claim_review(UserFactory(), review)
