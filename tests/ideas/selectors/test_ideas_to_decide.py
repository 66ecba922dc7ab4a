"""The list of what waits for a decision holds, for everybody, exactly what the act of deciding lets them decide."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Idea, User
from ideas.policies.decisions import can_decide_idea
from ideas.selectors.decisions import ideas_to_decide
from ideas.selectors.ranking import DecisionOrder, waiting_ideas
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.fairness import DelegationFactory, InterestFactory
from tests.factories.reviews import DecisionFactory, pool_member

pytestmark = pytest.mark.django_db


def ready(tier: int, *recommendations: str, **fields: object) -> Idea:
    """Return an idea that is ready, with what its departments recommend."""
    idea = submitted_idea(tier=tier, stage=Stage.READY_FOR_DECISION, **fields)
    for recommendation in recommendations:
        ReviewFactory(idea=idea, submitted=True, recommendation=recommendation)
    return idea


def listed(viewer: User) -> set[int]:
    fresh = User.objects.get(pk=viewer.pk)
    found = {idea.pk for idea in ideas_to_decide(viewer=fresh)}
    assert {idea.pk for idea in waiting_ideas(viewer=fresh, order=DecisionOrder.DUE)} == found
    return found


def lead_of_business() -> User:
    lead: User = pool_member(role="lead").person
    return lead


def acting_for(person: User, **fields: object) -> User:
    delegate: User = DelegationFactory(from_person=person, **fields).to_person
    return delegate


def test_list_of_who_acts_for_a_decider_is_that_of_the_decider() -> None:
    lead = lead_of_business()
    small, large = ready(1), ready(2)

    assert listed(acting_for(lead)) == listed(lead) == {small.pk, large.pk}


def test_list_of_who_acts_for_a_decider_ends_where_that_ends() -> None:
    lead = lead_of_business()
    small, own = ready(1), ready(1)
    ready(2)
    delegate = acting_for(lead, scope_tier=1)
    own.authors.create(person=delegate, kind="co_author")

    assert listed(delegate) == {small.pk}
    assert listed(acting_for(lead, asked=True)) == set()


def test_list_of_who_acts_for_a_manager_holds_small_ideas_of_the_team() -> None:
    manager = UserFactory()
    idea = ready(0, author=UserFactory(manager=manager))
    ready(0, author=UserFactory(manager=UserFactory()))

    assert listed(acting_for(manager)) == {idea.pk}


def test_list_of_the_next_manager_holds_what_the_first_one_wrote_with_others() -> None:
    top = UserFactory()
    manager = UserFactory(manager=top)
    idea = ready(0, author=UserFactory(manager=manager))
    idea.authors.create(person=manager, kind="co_author")

    assert (listed(top), listed(manager)) == ({idea.pk}, set())


def test_list_of_a_programme_manager_holds_what_departments_disagree_on() -> None:
    lead, manager = lead_of_business(), grant_role(UserFactory(), "programme_manager")
    agreed = ready(2, "support")
    disputed = ready(2, "support", "do_not_support")

    assert (listed(lead), listed(manager)) == ({agreed.pk}, {disputed.pk})


def test_list_of_a_programme_manager_holds_what_nobody_else_is_free_to_decide() -> None:
    lead, manager = lead_of_business(), grant_role(UserFactory(), "programme_manager")
    free, conflicted = ready(1), ready(1)
    InterestFactory(idea=conflicted, person=lead, recused=True)
    board = ready(3)

    assert (listed(lead), listed(manager)) == ({free.pk}, {conflicted.pk, board.pk})


def test_list_holds_for_everybody_what_they_may_decide_and_nothing_else() -> None:
    lead, chair = lead_of_business(), grant_role(UserFactory(), "board_chair")
    author = UserFactory(manager=UserFactory(manager=UserFactory()))
    manager = author.manager
    people = [lead, chair, manager, manager.manager, pool_member(role="deputy").person, author]
    people += [acting_for(person) for person in people]
    people += [grant_role(UserFactory(), "programme_manager"), pool_member("finance", role="lead").person]
    ideas = [ready(tier, said, author=author) for tier in range(4) for said in ("support", "do_not_support")]
    for idea, person in zip(ideas, (manager, None, lead, None, lead, None, chair, None), strict=True):
        if person is not None:
            InterestFactory(idea=idea, person=person, recused=True)

    for person in people:
        assert listed(person) == {idea.pk for idea in ideas if can_decide_idea(person, idea)}


def test_list_holds_nothing_that_is_decided_or_not_ready() -> None:
    lead = lead_of_business()
    DecisionFactory(idea=ready(1))
    submitted_idea(tier=1, stage=Stage.IN_REVIEW)

    assert listed(lead) == set()


def queries(viewer: User) -> int:
    fresh = User.objects.get(pk=viewer.pk)
    with CaptureQueriesContext(connection) as captured:
        list(ideas_to_decide(viewer=fresh))
    return len(captured)


def test_list_takes_as_many_queries_for_a_hundred_ideas_as_for_ten() -> None:
    manager, lead, chief = grant_role(UserFactory(), "programme_manager"), lead_of_business(), UserFactory()
    people = [manager, lead, acting_for(lead), chief]

    def write(count: int) -> None:
        for number in range(count):
            idea = ready(number % 4, "do_not_support", author=UserFactory(manager=chief))
            InterestFactory(idea=idea, person=lead if number % 2 else chief, recused=True)

    write(10)
    few = [queries(person) for person in people]
    write(90)

    assert [queries(person) for person in people] == few
    assert queries(UserFactory()) == 5
