"""Which appeals wait for whom."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from ideas.exceptions import NotFound
from ideas.models import Appeal, Idea, User
from ideas.policies.appeals import can_decide_appeal
from ideas.selectors.appeals import appeal_for, appeals_to_decide
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


CONFLICTS: dict[str, Callable[[Idea, User], object]] = {
    "supplier": have_a_stake,
    "team": share_the_manager,
    "declared": lambda idea, judge: InterestFactory(idea=idea, person=judge),
    "recused": lambda idea, judge: InterestFactory(idea=idea, person=judge, recused=True),
    "delegate": lambda idea, judge: DelegationFactory(from_person=author_of(idea), to_person=judge),
    "merged": lambda idea, judge: submitted_idea(author=judge, stage=Stage.MERGED, merged_into=idea),
}


def review_it(idea: Idea, judge: User) -> None:
    ReviewFactory(idea=idea, submitted=True, owner=judge)


@pytest.mark.parametrize("come_close", [*CONFLICTS.values(), review_it], ids=[*CONFLICTS, "reviewer"])
def test_appeals_to_decide_leave_out_ideas_too_close_to_the_judge(come_close: Callable[[Idea, User], object]) -> None:
    close, free = appeal(sleeping_idea()), appeal(sleeping_idea())
    judge, other = judges(), judges("Other")

    come_close(close.decision.idea, judge)

    judge, other = User.objects.get(pk=judge.pk), User.objects.get(pk=other.pk)
    assert set(appeals_to_decide(viewer=judge)) == {free}
    assert [can_decide_appeal(judge, row) for row in (close, free)] == [False, True]
    assert set(appeals_to_decide(viewer=other)) == {close, free}


@pytest.mark.parametrize("come_close", CONFLICTS.values(), ids=CONFLICTS)
def test_appeal_is_unknown_to_whoever_has_a_conflict_with_the_idea(
    come_close: Callable[[Idea, User], object],
) -> None:
    row, judge, other = appeal(sleeping_idea()), judges(), judges("Other")

    come_close(row.decision.idea, judge)

    with pytest.raises(NotFound) as refused:
        appeal_for(viewer=User.objects.get(pk=judge.pk), public_id=row.public_id)
    with pytest.raises(NotFound) as unknown:
        appeal_for(viewer=other, public_id=uuid4())
    assert str(refused.value) == str(unknown.value)
    assert appeal_for(viewer=other, public_id=row.public_id) == row


def test_appeal_is_known_to_its_authors() -> None:
    row = appeal(sleeping_idea())

    assert appeal_for(viewer=author_of(row.decision.idea), public_id=row.public_id) == row
