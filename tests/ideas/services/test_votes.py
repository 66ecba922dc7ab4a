"""One person, one vote, and counters that are always right."""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest

from ideas.exceptions import IdeaClosed, NotPermitted
from ideas.models import Delivery, Event, Idea, IdeaTally, User, Vote
from ideas.services.votes import cast_vote, withdraw_vote
from ideas.workflow import VOTING_STAGES, Stage
from tests.at_once import at_once
from tests.factories import DepartmentFactory, IdeaFactory, UserFactory, submitted_idea
from tests.factories.ideas import author_of

pytestmark = pytest.mark.django_db


def test_cast_vote_by_colleague_counts_it_once() -> None:
    idea = submitted_idea()
    voter = UserFactory(department=DepartmentFactory(slug="highways"))

    tally = cast_vote(voter=voter, idea=idea)

    assert Vote.objects.get().department.slug == "highways"
    stored = IdeaTally.objects.get(idea=idea)
    assert (stored.vote_count, stored.department_count, stored.live_version) == (1, 1, 1)
    assert (tally.vote_count, tally.department_count, tally.live_version) == (1, 1, 1)
    event = Event.objects.get()
    assert (event.type, event.idea_id, event.actor_id) == ("vote.cast", idea.pk, voter.pk)
    assert not Delivery.objects.exists()


def test_cast_vote_given_twice_changes_nothing() -> None:
    idea = submitted_idea()
    voter = UserFactory()
    cast_vote(voter=voter, idea=idea)

    tally = cast_vote(voter=voter, idea=idea)

    assert (tally.vote_count, tally.live_version) == (1, 1)
    assert Vote.objects.count() == 1
    assert Event.objects.count() == 1


def test_cast_vote_by_author_is_refused() -> None:
    idea = submitted_idea()

    with pytest.raises(NotPermitted) as refusal:
        cast_vote(voter=author_of(idea), idea=idea)

    assert refusal.value.error_code == "own_idea"
    assert not Vote.objects.exists()
    assert not Event.objects.exists()
    assert IdeaTally.objects.get(idea=idea).vote_count == 0


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in VOTING_STAGES and stage != Stage.MERGED])
@pytest.mark.parametrize("act", [cast_vote, withdraw_vote])
def test_vote_outside_voting_stages_is_refused(act: Callable[..., IdeaTally], stage: Stage) -> None:
    idea = IdeaFactory() if stage == Stage.DRAFT else submitted_idea(stage=stage)

    with pytest.raises(IdeaClosed) as refusal:
        act(voter=UserFactory(), idea=idea)

    assert refusal.value.error_code == "idea_closed"
    assert not Vote.objects.exists()
    assert not Event.objects.exists()


def test_cast_vote_counts_each_department_once_and_none_never() -> None:
    idea = submitted_idea()
    highways, parks = DepartmentFactory(slug="highways"), DepartmentFactory(slug="parks")

    for department in (highways, highways, parks, None):
        tally = cast_vote(voter=UserFactory(department=department), idea=idea)

    assert (tally.vote_count, tally.department_count) == (4, 2)


def test_cast_vote_keeps_department_of_that_day() -> None:
    idea = submitted_idea()
    voter = UserFactory(department=DepartmentFactory(slug="highways"))
    cast_vote(voter=voter, idea=idea)
    User.objects.filter(pk=voter.pk).update(department=DepartmentFactory(slug="parks"))

    tally = withdraw_vote(voter=User.objects.get(pk=voter.pk), idea=idea)

    assert (tally.vote_count, tally.department_count) == (0, 0)


def test_withdraw_vote_keeps_department_that_others_vote_for() -> None:
    idea = submitted_idea()
    highways = DepartmentFactory(slug="highways")
    first, second = UserFactory(department=highways), UserFactory(department=highways)
    cast_vote(voter=first, idea=idea)
    cast_vote(voter=second, idea=idea)

    tally = withdraw_vote(voter=first, idea=idea)

    assert (tally.vote_count, tally.department_count) == (1, 1)
    assert [event.type for event in Event.objects.order_by("id")] == ["vote.cast", "vote.cast", "vote.withdrawn"]


def test_withdraw_vote_without_one_changes_nothing() -> None:
    idea = submitted_idea()

    tally = withdraw_vote(voter=UserFactory(), idea=idea)

    assert (tally.vote_count, tally.live_version) == (0, 0)
    assert not Event.objects.exists()


def test_cast_vote_raises_heat_by_logarithm_of_votes() -> None:
    idea = submitted_idea(submitted_at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    age = datetime(2026, 11, 2, 9, tzinfo=UTC).timestamp() / 604_800

    heats = [cast_vote(voter=UserFactory(), idea=idea).heat for _ in range(3)]

    assert heats == pytest.approx([age, age + math.log10(2), age + math.log10(3)], abs=1e-9)
    assert withdraw_vote(voter=Vote.objects.first().voter, idea=idea).heat == pytest.approx(age + math.log10(2))


@pytest.mark.django_db(transaction=True)
def test_votes_cast_at_once_are_counted_exactly() -> None:
    idea = submitted_idea()
    departments = [DepartmentFactory(slug=f"part-{number}") for number in range(3)]
    voters = [UserFactory(department=departments[number % 3]) for number in range(9)]

    at_once(*(partial(cast_vote, voter=voter, idea=idea) for voter in voters for _ in range(2)))

    tally = IdeaTally.objects.get(idea=idea)
    assert (tally.vote_count, tally.department_count, tally.live_version) == (9, 3, 9)
    assert Vote.objects.count() == 9


@pytest.mark.django_db(transaction=True)
def test_votes_given_and_taken_at_once_by_one_person_leave_count_equal_to_rows() -> None:
    idea = submitted_idea()
    voter = UserFactory(department=DepartmentFactory(slug="highways"))

    for _ in range(3):
        at_once(*(partial(act, voter=voter, idea=idea) for act in (cast_vote, withdraw_vote) * 6))

    tally = IdeaTally.objects.get(idea=idea)
    rows = Vote.objects.filter(idea=idea).count()
    assert rows in {0, 1}
    assert (tally.vote_count, tally.department_count) == (rows, rows)
    assert Event.objects.filter(idea=idea).count() == tally.live_version


@pytest.mark.django_db(transaction=True)
def test_votes_around_the_move_that_closes_an_idea_count_only_before_it() -> None:
    idea = submitted_idea()
    voters = [UserFactory() for _ in range(8)]

    def close() -> None:
        Idea.objects.filter(pk=idea.pk).update(stage=Stage.WITHDRAWN, next_answer_at=None)
        IdeaTally.objects.filter(idea=idea).update(takes_votes=False)

    results = at_once(close, *(partial(cast_vote, voter=voter, idea=idea) for voter in voters), may_refuse=True)

    refused = [one for one in results if isinstance(one, IdeaClosed)]
    assert Vote.objects.count() == len(voters) - len(refused)
    assert IdeaTally.objects.get(idea=idea).vote_count == Vote.objects.count()
