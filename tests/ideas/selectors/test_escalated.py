"""What stands on the list of escalated ideas, and what leaves it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ideas.models import Escalation, Idea, Triage
from ideas.selectors.escalated import escalated_idea_ids
from tests.factories import submitted_idea
from tests.factories.clocks import escalate
from tests.factories.escalations import ApologyFactory, EscalationFactory, late_review, missed_promise
from tests.factories.reviews import DecisionFactory

pytestmark = pytest.mark.django_db


def listed() -> set[int]:
    return set(escalated_idea_ids())


def test_escalated_idea_ids_names_a_review_that_went_up_the_whole_ladder() -> None:
    review = late_review()
    late_review("legal")
    escalate(review)

    assert listed() == {review.idea_id}


@pytest.mark.parametrize(
    "fields",
    [{"state": "cancelled"}, {"due_at": timezone.now() + timedelta(days=3)}, {"paused_at": timezone.now()}],
    ids=["closed", "moved", "paused"],
)
def test_escalated_idea_ids_leaves_out_a_review_that_is_not_waited_for_any_more(fields: dict[str, Any]) -> None:
    review = late_review()
    escalate(review)
    paused = {"paused_for": "question"} if "paused_at" in fields else {}

    type(review).objects.filter(pk=review.pk).update(**fields, **paused)

    assert listed() == set()


def test_escalated_idea_ids_names_what_an_author_escalated_at_the_last_level_alone() -> None:
    on_board = EscalationFactory(on_board=True)
    EscalationFactory()
    EscalationFactory(level="manager")

    assert listed() == {on_board.idea_id}


def test_escalated_idea_ids_leaves_out_an_escalation_that_somebody_acted_upon() -> None:
    escalation = EscalationFactory(on_board=True)

    Escalation.objects.filter(pk=escalation.pk).update(ended_at=timezone.now(), ended_because="answered")

    assert listed() == set()


def test_escalated_idea_ids_leaves_out_what_was_escalated_in_an_earlier_round() -> None:
    escalation = EscalationFactory(on_board=True)

    Idea.objects.filter(pk=escalation.idea_id).update(round=2)

    assert listed() == set()


def test_escalated_idea_ids_names_a_missed_promise_until_somebody_apologises() -> None:
    promise = missed_promise()
    before = listed()

    ApologyFactory(promise=promise)

    assert (before, listed()) == ({promise.idea_id}, set())


def test_escalated_idea_ids_names_it_again_when_the_new_day_passed_too() -> None:
    promise = missed_promise()

    ApologyFactory(promise=promise, new_on=timezone.localdate() - timedelta(days=1))

    assert listed() == {promise.idea_id}


@pytest.mark.parametrize(
    "fields",
    [
        {"kept_at": timezone.now()},
        {"paused_at": timezone.now()},
        {"due_at": timezone.now() + timedelta(days=2)},
        {"round": 2},
    ],
    ids=["kept late", "waits for the author", "moved on", "another round"],
)
def test_escalated_idea_ids_leaves_out_a_promise_that_owes_nothing_now(fields: dict[str, Any]) -> None:
    missed_promise(**fields)

    assert listed() == set()


def test_escalated_idea_ids_does_not_tell_a_decision_before_it_is_announced() -> None:
    idea = submitted_idea(stage="ready_for_decision")
    promise = missed_promise(idea)
    before = listed()

    decision = DecisionFactory(idea=idea)
    type(promise).objects.filter(pk=promise.pk).update(kept_at=timezone.now() + timedelta(seconds=1))
    untold = listed()
    type(decision).objects.update(announced_at=timezone.now())

    assert (before, untold, listed()) == ({idea.pk}, {idea.pk}, set())


def test_escalated_idea_ids_is_not_changed_by_a_decision_where_the_first_response_came_late() -> None:
    idea = submitted_idea(stage="ready_for_decision")
    promise = missed_promise(idea, kind="first_response", kept_at=timezone.now() - timedelta(days=2))
    Triage.objects.create(idea=idea, due_at=promise.due_at, calendar=promise.calendar, calendar_version=1)

    DecisionFactory(idea=idea)

    assert listed() == set()


def test_escalated_idea_ids_names_an_open_idea_that_somebody_must_look_at() -> None:
    open_idea = submitted_idea(needs_attention="Nobody is left who may decide this idea.")
    submitted_idea(stage="declined", needs_attention="Nobody is left who may answer the appeal.")

    assert listed() == {open_idea.pk}
