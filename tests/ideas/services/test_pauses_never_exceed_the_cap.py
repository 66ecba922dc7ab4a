"""Invariants 4 and 5 of docs/review-process.md: pauses stay within the cap, and dates stay where dates may fall."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ideas.exceptions import DomainError
from ideas.models import Calendar, ClockEntry, Idea, Question, Review
from ideas.routing.clock import closing_of, is_working_day, local_day, working_days_between
from ideas.selectors.calendars import working_calendar
from ideas.services.questions import QuestionContent, answer_questions, ask_question
from ideas.services.waiting import park_waiting_ideas, resume_idea
from tests.factories import DepartmentFactory
from tests.factories.clocks import london, promise_of, running_review
from tests.factories.ideas import author_of

steps = st.lists(st.tuples(st.sampled_from(["ask", "answer", "park", "resume"]), st.integers(1, 200)), max_size=12)
calendars = st.sampled_from(["england_and_wales", "scotland", "northern_ireland"])


@pytest.mark.django_db
class TestPauses(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(steps, calendars)
    def test_pause_time_of_any_sequence_never_exceeds_the_cap_and_dates_stay_working_days(
        self, steps: list[tuple[str, int]], key: str
    ) -> None:
        calendar = Calendar.objects.filter(key=key).first() or Calendar.objects.get(key="england_and_wales")
        review = running_review(calendar=calendar, department=DepartmentFactory(slug="legal"))
        at = london(2027, 3, 1, 11)

        for number, (act, hours) in enumerate(steps):
            at += timedelta(hours=hours)
            with time_machine.travel(at, tick=False):
                perform(act, review, number)

        check(review)


def perform(act: str, review: Review, number: int) -> None:
    idea = Idea.objects.get(pk=review.idea_id)
    author = author_of(idea)
    try:
        if act == "ask":
            content = QuestionContent(f"Number {number}?", stops_clock=True)
            ask_question(review=review, by=review.owner, content=content)
        elif act == "answer":
            open_ones = Question.objects.filter(idea=idea, answered_at__isnull=True)
            answer_questions(idea=idea, by=author, answers={one.public_id: "Three." for one in open_ones})
        elif act == "park":
            park_waiting_ideas()
        else:
            resume_idea(idea=idea, by=author)
    except DomainError:
        pass  # refused: nothing changed


def check(review: Review) -> None:
    review.refresh_from_db()
    promise = promise_of(review.idea)
    for clock, entries in (
        (review, ClockEntry.objects.filter(review=review)),
        (promise, ClockEntry.objects.filter(promise=promise)),
    ):
        calendar = working_calendar(clock.calendar)
        questions = entries.filter(pause_kind="question")
        moved = [one.working_days for one in entries if one.working_days is not None]
        assert sum(one.working_days for one in questions.filter(kind="resume")) <= 10
        day = local_day(calendar, clock.due_at)
        assert is_working_day(calendar, day)
        assert clock.due_at == closing_of(calendar, day)
        start = entries.filter(kind="start").first()
        first = start.due_at if start else clock.due_at
        assert working_days_between(calendar, first, clock.due_at) == sum(moved)
    assert ClockEntry.objects.filter(promise=promise, kind="pause", pause_kind="question").count() <= 2
    assert (review.paused_at is None) == (review.paused_for == "")
