"""Invariant 14 of docs/review-process.md: whatever is late, and however often the job runs, nothing is sent twice."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ideas.models import Event, Promise, Reminder, Review
from ideas.models.reminders import STEPS_OF
from ideas.services.advice import lapse_advice
from ideas.services.defaults import install_defaults
from ideas.services.reminders import send_reminders
from tests.at_once import at_once
from tests.factories import UserFactory, submitted_idea
from tests.factories.after_decision import AppealFactory, WatchFactory
from tests.factories.clocks import london, promise_of, running_review
from tests.factories.questions import QuestionFactory
from tests.factories.reaffirmations import ReaffirmationFactory
from tests.factories.reviews import DecisionFactory
from tests.factories.triage import TriageFactory
from tests.factories.workload import BounceFactory

TYPES: Final = ("review.reminded", "review.escalated", "task.reminded", "task.escalated")
START: Final = london(2027, 3, 1, 10)
LATER: Final = london(2027, 4, 30, 17)


def review(due: datetime, tier: int) -> Review:
    idea = submitted_idea(stage="in_review", tier=tier, next_answer_at=LATER)
    mode = Review.Mode.ADVISORY if tier == 3 else Review.Mode.REQUIRED
    return running_review(idea=idea, due_at=due, mode=mode)


def first_response(due: datetime, tier: int) -> Promise:
    idea = submitted_idea(stage="triage", tier=tier, next_answer_at=LATER)
    TriageFactory(idea=idea, due_at=due)
    return promise_with(idea, due, Promise.Kind.FIRST_RESPONSE)


def decision(due: datetime, tier: int) -> Promise:
    idea = submitted_idea(stage="ready_for_decision", tier=tier, next_answer_at=LATER)
    return promise_with(idea, due, Promise.Kind.DECISION)


def promise_with(idea: Any, due: datetime, kind: str) -> Promise:
    promise = promise_of(idea)
    promise.kind, promise.due_at = kind, due
    promise.save()
    return promise


def parked(due: datetime, tier: int) -> Promise:
    idea = submitted_idea(stage="parked", tier=tier)
    promise_of(idea)
    Promise.objects.filter(idea=idea).update(paused_at=due)
    return promise_of(idea)


def watch(due: datetime, tier: int) -> Any:
    decided = DecisionFactory(idea=submitted_idea(stage="declined"), announced_at=due - timedelta(days=90))
    return WatchFactory(decision=decided, kind="policy_change", text=f"Rule {tier}")


MAKERS: Final[dict[str, Callable[[datetime, int], Any]]] = {
    "review": review,
    "first_response": first_response,
    "decision": decision,
    "question": lambda due, _tier: QuestionFactory(asked_at=START, due_at=due),
    "reaffirmation": lambda due, _tier: ReaffirmationFactory(asked_at=START, due_at=due),
    "bounce": lambda due, _tier: BounceFactory(due_at=due),
    "appeal": lambda due, _tier: AppealFactory(created_at=START, due_at=due),
    "parked": parked,
    "watch": watch,
}
THINGS = st.lists(st.tuples(st.sampled_from(sorted(MAKERS)), st.integers(0, 20), st.integers(0, 3)), max_size=6)
RUNS = st.lists(st.integers(0, 24 * 40), min_size=1, max_size=3)


def make(things: Iterable[tuple[str, int, int]]) -> None:
    for name, days, tier in things:
        MAKERS[name](london(2027, 3, 2, 17) + timedelta(days=days), tier)


def sent() -> list[tuple[Any, ...]]:
    """Every fact, as what it is about and the step; one for each row of Reminder."""
    return sorted(
        (one.payload.get("task", "review"), one.payload.get("task_id", one.payload["review_id"]), one.payload["step"])
        for one in Event.objects.filter(type__in=TYPES)
    )


def said() -> list[tuple[Any, ...]]:
    """Every step that was written down, with its day."""
    return list(Reminder.objects.values_list(*STEPS_OF, "kind", "on"))


def passed_over() -> int:
    """How many of these were not told, because a later one was; as the facts say and as it was written down."""
    by_facts = sum(len(one.payload["passed_over"]) for one in Event.objects.filter(type__in=TYPES))
    assert Reminder.objects.filter(was_passed_over=True).count() == by_facts
    return by_facts


@pytest.mark.django_db
class TestReminders(TestCase):
    @settings(max_examples=10, deadline=None)
    @given(THINGS, RUNS)
    def test_invariant_14_any_set_of_late_things_run_at_any_times_sends_nothing_twice(
        self, things: list[tuple[str, int, int]], runs: list[int]
    ) -> None:
        make(things)

        for hours in sorted(runs):
            with time_machine.travel(START + timedelta(hours=hours), tick=False):
                earlier = len(sent())
                first = send_reminders()
                told = sent()
                assert len(told) - earlier == first
                assert send_reminders() == 0
                assert sent() == told

        check()


def check() -> None:
    """Each date, where it stayed, was spoken of once a step, or passed over; what comes round again, once a day."""
    assert len(said()) == len(set(said()))
    assert len(said()) == len(sent()) + passed_over()
    again = {"waiting", "look"}
    counted = Counter(one for one in sent() if one[2] not in again)
    assert {one: count for one, count in counted.items() if count > 1} == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_invariant_14_any_set_run_by_two_connections_at_once_sends_nothing_twice(seed: int) -> None:
    install_defaults()
    chosen = random.Random(seed)  # a set of late things, no secret
    make((chosen.choice(sorted(MAKERS)), chosen.randint(0, 20), chosen.randint(0, 3)) for _number in range(12))
    UserFactory()

    def job() -> None:
        lapse_advice()
        send_reminders()

    with time_machine.travel(london(2027, 4, 2, 12), tick=False):
        at_once(job, job)
        check()
        assert (send_reminders(), len(sent()) >= 10) == (0, True)
