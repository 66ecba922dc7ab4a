"""Which appeals wait for whom."""

from collections.abc import Callable

import pytest

from ideas.models import Appeal, Idea, User
from ideas.policies.appeals import can_decide_appeal
from ideas.selectors.appeals import appeals_to_decide
from ideas.workflow import Stage
from tests.factories import UserFactory, grant_role, submitted_idea
from tests.factories.after_decision import AppealFactory, sleeping_idea
from tests.factories.fairness import DelegationFactory, InterestFactory, stake_of, supplier_of
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory, ReviewFactory

pytestmark = pytest.mark.django_db


def appeal(idea: Idea) -> Appeal:
    return AppealFactory(decision=DecisionFactory(idea=idea, announced=True))


def judges(name: str = "Programme") -> User:
    return grant_role(UserFactory(name=name), "programme_manager")


def have_a_stake(idea: Idea, judge: User) -> None:
    supplier_of(idea)
    stake_of(judge)


def share_the_manager(idea: Idea, judge: User) -> None:
    manager = UserFactory()
    User.objects.filter(pk__in=[judge.pk, author_of(idea).pk]).update(manager=manager)


@pytest.mark.parametrize(
    "come_close",
    [
        have_a_stake,
        share_the_manager,
        lambda idea, judge: InterestFactory(idea=idea, person=judge),
        lambda idea, judge: InterestFactory(idea=idea, person=judge, recused=True),
        lambda idea, judge: DelegationFactory(from_person=author_of(idea), to_person=judge),
        lambda idea, judge: submitted_idea(author=judge, stage=Stage.MERGED, merged_into=idea),
        lambda idea, judge: ReviewFactory(idea=idea, submitted=True, owner=judge),
    ],
    ids=["supplier", "team", "declared", "recused", "delegate", "merged", "reviewer"],
)
def test_appeals_to_decide_leave_out_ideas_too_close_to_the_judge(come_close: Callable[[Idea, User], object]) -> None:
    close, free = appeal(sleeping_idea()), appeal(sleeping_idea())
    judge, other = judges(), judges("Other")

    come_close(close.decision.idea, judge)

    judge, other = User.objects.get(pk=judge.pk), User.objects.get(pk=other.pk)
    assert set(appeals_to_decide(viewer=judge)) == {free}
    assert [can_decide_appeal(judge, row) for row in (close, free)] == [False, True]
    assert set(appeals_to_decide(viewer=other)) == {close, free}
