"""Who decides at each tier, and who stands in."""

import pytest

from ideas.models import Idea, User
from ideas.policies.deciders import decider_of, deciders_of, expected_decider
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db


def named(idea: Idea) -> list[tuple[User, str]]:
    return [(one.person, one.because) for one in deciders_of(idea)]


def test_deciders_of_tier_0_is_the_authors_manager() -> None:
    manager = UserFactory()

    assert named(submitted_idea(tier=0, author=UserFactory(manager=manager))) == [(manager, "manager")]


def test_deciders_of_tier_0_with_manager_as_co_author_is_the_next_one_up() -> None:
    top = UserFactory()
    manager = UserFactory(manager=top)
    idea = submitted_idea(tier=0, author=UserFactory(manager=manager))
    idea.authors.create(person=manager, kind="co_author")

    assert named(idea) == [(top, "next_manager")]


def test_deciders_of_tier_0_without_manager_is_the_lead_of_business() -> None:
    lead = pool_member(role="lead").person
    pool_member(role="deputy")

    assert named(submitted_idea(tier=0)) == [(lead, "no_manager")]


def test_deciders_of_tier_0_with_managers_in_a_circle_ends() -> None:
    author = UserFactory()
    manager = UserFactory(manager=author, is_active=False)
    author.manager = manager
    author.save()

    assert named(submitted_idea(tier=0, author=author)) == []


def test_deciders_of_tier_1_are_lead_and_deputy() -> None:
    deputy = pool_member(role="deputy").person
    lead = pool_member(role="lead").person

    assert named(submitted_idea(tier=1)) == [(lead, "business_lead"), (deputy, "business_deputy")]


def test_deciders_of_tier_1_may_have_reviewed_it() -> None:
    lead = pool_member(role="lead").person
    idea = submitted_idea(tier=1)
    ReviewFactory(idea=idea, submitted=True, owner=lead)

    assert named(idea) == [(lead, "business_lead")]


def ready(*recommendations: str) -> Idea:
    idea = submitted_idea(tier=2, stage=Stage.READY_FOR_DECISION)
    for recommendation in recommendations:
        ReviewFactory(idea=idea, submitted=True, recommendation=recommendation)
    return idea


def test_deciders_of_tier_2_with_support_is_the_lead_alone() -> None:
    lead = pool_member(role="lead").person
    pool_member(role="deputy")

    assert named(ready("support", "support_with_conditions")) == [(lead, "business_lead")]


@pytest.mark.parametrize("recommendation", ["do_not_support", "not_for_us"])
def test_deciders_of_tier_2_with_disagreement_is_a_programme_manager(recommendation: str) -> None:
    pool_member(role="lead")
    settles = grant_role(UserFactory(), "programme_manager")

    assert named(ready("support", recommendation)) == [(settles, "disagreement")]


def test_deciders_of_tier_2_before_all_are_in_do_not_tell_of_disagreement() -> None:
    lead = pool_member(role="lead").person
    grant_role(UserFactory(), "programme_manager")
    idea = ready("do_not_support")
    idea.stage = Stage.IN_REVIEW

    assert named(idea) == [(lead, "business_lead")]


def test_deciders_of_tier_2_who_reviewed_it_give_way() -> None:
    lead = pool_member(role="lead").person
    idea = ready("support")
    ReviewFactory(idea=idea, submitted=True, owner=lead)
    settles = grant_role(UserFactory(), "programme_manager")

    assert named(idea) == [(settles, "nobody_left")]


def test_deciders_of_tier_3_is_the_chair() -> None:
    chair = grant_role(UserFactory(), "board_chair")
    pool_member(role="lead")

    assert named(submitted_idea(tier=3)) == [(chair, "board_chair")]


@pytest.mark.parametrize("tier", [0, 1, 2, 3])
def test_deciders_of_idea_are_never_its_authors(tier: int) -> None:
    author = UserFactory()
    author.manager = None
    pool_member(person=author, role="lead")
    for role in ("board_chair", "programme_manager"):
        grant_role(author, role)

    assert decider_of(submitted_idea(tier=tier, author=author)) is None


def test_deciders_of_idea_are_never_inactive() -> None:
    pool_member(person=UserFactory(is_active=False), role="lead")
    deputy = pool_member(role="deputy").person

    assert named(submitted_idea(tier=1)) == [(deputy, "business_deputy")]


def test_expected_decider_leaves_out_the_excluded() -> None:
    lead = pool_member(role="lead").person
    deputy = pool_member(role="deputy").person

    found = expected_decider(tier=1, author=UserFactory(), excluded=frozenset({lead.pk}))

    assert found is not None
    assert found.person == deputy
