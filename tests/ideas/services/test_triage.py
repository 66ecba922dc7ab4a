"""Sorting new ideas: who may, what it opens, and what happens when nobody does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.exceptions import Conflict, IdeaClosed, NotPermitted
from ideas.models import AuditEvent, Delivery, Event, Idea, Review, Triage
from ideas.services.triage import end_overdue_triage, finish_triage
from ideas.workflow import Stage
from tests.factories import UserFactory, grant_role
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory
from tests.factories.triage import idea_in_triage, triager
from tests.one_by_one import open_reviews

pytestmark = pytest.mark.django_db
LATE = timedelta(hours=-1)


def test_finish_triage_opens_the_reviews_that_were_held_back() -> None:
    idea, owen = idea_in_triage(), triager()

    turn = finish_triage(idea=idea, by=owen)
    event = Event.objects.get(type="triage.done")
    open_reviews(idea_id=idea.pk, event=event)

    idea.refresh_from_db()
    assert idea.stage == Stage.IN_REVIEW
    assert set(idea.reviews.values_list("department__slug", flat=True)) == {"business", "operations"}
    assert (turn.done_by, turn.lane, turn.released_at) == (owen, "review", turn.done_at)
    assert AuditEvent.objects.get(action="triage.finish").object_id == idea.ref


def test_finish_triage_lets_the_windows_begin_then_and_the_promise_stand() -> None:
    idea = idea_in_triage()
    promised = Idea.objects.get(pk=idea.pk).next_answer_at
    before = timezone.now()

    finish_triage(idea=idea, by=triager())
    open_reviews(idea_id=idea.pk, event=Event.objects.get(type="triage.done"))

    assert all(review.opened_at >= before for review in Review.objects.all())
    assert Idea.objects.get(pk=idea.pk).next_answer_at == promised


def test_finish_triage_twice_is_refused_and_changes_nothing() -> None:
    idea = idea_in_triage()
    finish_triage(idea=idea, by=triager())
    events = Event.objects.count()

    with pytest.raises(Conflict) as refusal:
        finish_triage(idea=idea, by=triager())

    assert refusal.value.error_code == "not_in_triage"
    assert Event.objects.count() == events


def test_finish_triage_by_somebody_else_is_refused() -> None:
    idea = idea_in_triage()

    with pytest.raises(NotPermitted) as refusal:
        finish_triage(idea=idea, by=UserFactory())

    assert refusal.value.error_code == "not_triager"
    assert Triage.objects.get().done_at is None
    assert not Event.objects.exists()


def test_finish_triage_of_ones_own_idea_is_refused() -> None:
    idea = idea_in_triage()
    author = grant_role(author_of(idea), "triager")

    with pytest.raises(NotPermitted) as refusal:
        finish_triage(idea=idea, by=author)

    assert refusal.value.error_code == "own_idea"
    assert Triage.objects.get().done_at is None


@pytest.mark.parametrize("stage", [Stage.WITHDRAWN, Stage.DECLINED])
def test_finish_triage_of_a_closed_idea_is_refused(stage: Stage) -> None:
    idea = idea_in_triage()
    Idea.objects.filter(pk=idea.pk).update(stage=stage, next_answer_at=None)

    with pytest.raises(IdeaClosed):
        finish_triage(idea=idea, by=triager())

    assert Triage.objects.get().done_at is None


def test_finish_triage_of_a_decided_idea_is_refused() -> None:
    idea = idea_in_triage()
    Idea.objects.filter(pk=idea.pk).update(stage=Stage.READY_FOR_DECISION)
    DecisionFactory(idea=idea)

    with pytest.raises(IdeaClosed):
        finish_triage(idea=idea, by=triager())

    assert Triage.objects.get().done_at is None


def test_end_overdue_triage_opens_the_reviews_and_leaves_the_idea_in_the_inbox() -> None:
    idea = idea_in_triage(due_in=LATE)

    assert end_overdue_triage() == 1
    open_reviews(idea_id=idea.pk, event=Event.objects.get(type="triage.lapsed"))

    idea.refresh_from_db()
    turn = Triage.objects.get(idea=idea)
    assert (idea.stage, idea.reviews.count()) == (Stage.IN_REVIEW, 2)
    assert (turn.lapsed_at, turn.done_at) == (turn.released_at, None)
    assert Delivery.objects.filter(consumer="route").count() == 1


def test_end_overdue_triage_twice_is_done_once() -> None:
    idea_in_triage(due_in=LATE)
    end_overdue_triage()

    assert end_overdue_triage() == 0

    assert Event.objects.filter(type="triage.lapsed").count() == 1


def test_end_overdue_triage_leaves_what_is_in_time_or_sorted() -> None:
    idea_in_triage()
    finish_triage(idea=idea_in_triage(due_in=LATE), by=triager())

    assert end_overdue_triage() == 0

    assert not Event.objects.filter(type="triage.lapsed").exists()
