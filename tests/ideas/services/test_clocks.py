"""Clocks that stand and go on: what moves, by how much, and what is written down."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ideas.models import ClockEntry, Event, Idea, Promise, Review
from ideas.selectors.clocks import pauses_left
from ideas.selectors.pools import open_points
from ideas.services.clocks import (
    break_promises,
    extend_clock,
    keep_promise,
    pause_reviews,
    resume_reviews,
    stop_clocks,
)
from tests.factories import DepartmentFactory, submitted_idea
from tests.factories.clocks import london, promise_of, running_review

pytestmark = pytest.mark.django_db
MONDAY, THURSDAY = london(2027, 3, 1, 11), london(2027, 3, 4, 15)


def paused_from(moment: datetime, until: datetime, *reviews: Review, kind: str = "question") -> None:
    with time_machine.travel(moment, tick=False):
        pause_reviews(reviews=reviews, kind=kind, by=None, reason="")
    with time_machine.travel(until, tick=False):
        resume_reviews(reviews=reviews, by=None)


def entries(review: Review) -> list[tuple[str, str, int | None]]:
    rows = ClockEntry.objects.filter(review=review).order_by("id")
    return list(rows.values_list("kind", "pause_kind", "working_days"))


def test_resume_reviews_after_three_working_days_moves_review_and_promise_by_three() -> None:
    review = running_review()

    paused_from(MONDAY, THURSDAY, review)

    review.refresh_from_db()
    promise, idea = promise_of(review.idea), Idea.objects.get()
    assert review.due_at == london(2027, 3, 17, 17)
    assert promise.due_at == idea.next_answer_at == london(2027, 3, 31, 17)
    assert (review.paused_at, review.paused_for, promise.paused_at) == (None, "", None)


def test_pause_reviews_writes_start_and_pause_once_however_often_it_is_asked() -> None:
    review = running_review()

    with time_machine.travel(MONDAY, tick=False):
        first = pause_reviews(reviews=[review], kind="question", by=None, reason="How many depots?")
        again = pause_reviews(reviews=[review], kind="block", by=None, reason="")

    review.refresh_from_db()
    assert (len(first), again) == (1, [])
    assert (review.paused_at, review.paused_for) == (MONDAY, "question")
    assert entries(review) == [("start", "", None), ("pause", "question", None)]
    assert list(Event.objects.values_list("type", flat=True)) == ["clock.paused"]


def test_pause_reviews_for_a_block_leaves_the_promise_running() -> None:
    review = running_review()

    paused_from(MONDAY, THURSDAY, review, kind="block")

    review.refresh_from_db()
    assert review.due_at == london(2027, 3, 17, 17)
    assert promise_of(review.idea).due_at == london(2027, 3, 24, 17)


def test_resume_reviews_of_the_first_of_two_leaves_the_promise_standing() -> None:
    first = running_review()
    second = running_review(idea=first.idea, department=DepartmentFactory(slug="legal"))
    with time_machine.travel(MONDAY, tick=False):
        pause_reviews(reviews=[first, second], kind="question", by=None, reason="")

    with time_machine.travel(THURSDAY, tick=False):
        resume_reviews(reviews=[first], by=None)

    assert promise_of(first.idea).paused_at == MONDAY


def test_resume_reviews_on_the_same_day_moves_nothing() -> None:
    review = running_review()

    paused_from(MONDAY, MONDAY + timedelta(hours=5), review)

    review.refresh_from_db()
    assert review.due_at == london(2027, 3, 12, 17)
    assert entries(review)[-1] == ("resume", "question", 0)


def test_resume_reviews_of_another_kind_changes_nothing() -> None:
    review = running_review()
    with time_machine.travel(MONDAY, tick=False):
        pause_reviews(reviews=[review], kind="question", by=None, reason="")

    assert resume_reviews(reviews=[review], by=None, kind="block") == []

    review.refresh_from_db()
    assert review.paused_for == "question"


def test_pause_reviews_of_answered_review_changes_nothing() -> None:
    review = running_review(submitted=True, assigned=False)

    assert pause_reviews(reviews=[review], kind="question", by=None, reason="") == []

    assert not ClockEntry.objects.exists()
    assert not Event.objects.exists()


def test_open_points_of_paused_review_count_none() -> None:
    review = running_review()
    pause_reviews(reviews=[review], kind="question", by=None, reason="")

    assert open_points([review.owner_id]) == {}


def test_stop_clocks_lets_the_promise_go_on() -> None:
    review = running_review()
    with time_machine.travel(MONDAY, tick=False):
        pause_reviews(reviews=[review], kind="question", by=None, reason="")

    with time_machine.travel(THURSDAY, tick=False):
        stop_clocks(reviews=[review], by=None)

    assert entries(review)[-1] == ("stop", "", None)
    assert promise_of(review.idea).due_at == london(2027, 3, 31, 17)
    assert Review.objects.get().paused_at is None


def test_stop_clocks_that_never_stood_writes_nothing() -> None:
    stop_clocks(reviews=[running_review()], by=None)

    assert not ClockEntry.objects.exists()


def test_extend_clock_keeps_the_new_date_with_its_reason() -> None:
    review = running_review()

    extend_clock(review=review, until=london(2027, 3, 16, 17), by=review.owner, reason="The survey comes on Monday")

    last = ClockEntry.objects.order_by("id").last()
    assert (last.kind, last.working_days, last.reason, last.by) == (
        "extended",
        2,
        "The survey comes on Monday",
        review.owner,
    )
    assert Review.objects.get().due_at == london(2027, 3, 16, 17)


def test_pauses_left_counts_pauses_and_days_of_the_round() -> None:
    review = running_review()

    paused_from(MONDAY, THURSDAY, review)

    left = pauses_left(Idea.objects.get())
    assert (left.pauses, left.working_days, left.is_paused, left.may_pause) == (1, 7, False, True)


def test_keep_promise_in_time_is_a_fact_and_the_second_time_changes_nothing() -> None:
    promise = promise_of(submitted_idea())

    for day in (2, 3):
        keep_promise(idea=promise.idea, kind="decision", at=london(2027, 3, day, 12), by=None)

    promise.refresh_from_db()
    assert (promise.kept_at, promise.broken_at) == (london(2027, 3, 2, 12), None)
    assert list(ClockEntry.objects.values_list("kind", flat=True)) == ["kept"]


def test_keep_promise_too_late_is_broken() -> None:
    promise = promise_of(submitted_idea())

    keep_promise(idea=promise.idea, kind="decision", at=london(2027, 4, 2, 12), by=None)

    promise.refresh_from_db()
    assert (promise.kept_at, promise.broken_at) == (london(2027, 4, 2, 12), london(2027, 3, 24, 17))
    assert list(ClockEntry.objects.values_list("kind", flat=True)) == ["broken"]


def test_break_promises_twice_notes_each_late_one_once() -> None:
    promise = promise_of(submitted_idea())

    with time_machine.travel(london(2027, 3, 29, 9), tick=False):
        found = [break_promises(), break_promises()]

    promise.refresh_from_db()
    assert found == [1, 0]
    assert (promise.broken_at, promise.kept_at) == (london(2027, 3, 24, 17), None)


def test_break_promises_leaves_one_alone_whose_clock_stands() -> None:
    review = running_review()
    pause_reviews(reviews=[review], kind="question", by=None, reason="")

    with time_machine.travel(london(2027, 3, 29, 9), tick=False):
        assert break_promises() == 0

    assert Promise.objects.get().broken_at is None


@pytest.mark.as_owner  # even the owner of the table is refused
def test_clock_entries_take_no_change() -> None:
    review = running_review()
    pause_reviews(reviews=[review], kind="question", by=None, reason="")

    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        ClockEntry.objects.update(reason="another")

    assert set(ClockEntry.objects.values_list("reason", flat=True)) == {""}


def test_pause_and_resume_take_as_many_statements_for_twenty_reviews_as_for_two() -> None:
    def statements(number: int) -> int:
        reviews = [running_review(idea=None) for _number in range(number)]
        with CaptureQueriesContext(connection) as seen:
            pause_reviews(reviews=reviews, kind="block", by=None, reason="")
            resume_reviews(reviews=reviews, by=None)
        return len(seen)

    assert statements(2) == statements(20)
