"""Writes what departments asked authors who have not answered yet, and the clocks that stand for it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config.demo.loader.data import DemoDataError
from config.demo.loader.plot import QuestionPlot
from config.demo.loader.review_rows import Story
from config.demo.loader.staff import Staff
from ideas.models import ClockEntry, Promise, Question, Review
from ideas.routing.clock import due_at
from ideas.selectors.calendars import working_calendar
from ideas.services.questions import ANSWER_WORKING_DAYS


@dataclass(frozen=True)
class Asked:
    """A question, and what was written of the clock that it stopped."""

    question: Question
    pause: ClockEntry


def write_questions(stories: list[Story], staff: Staff, reviews: Mapping[tuple[str, str], Review]) -> list[Asked]:
    """Write the questions that are open; the clocks of their reviews, and what was promised, stand since."""
    questions = [one for story in stories for one in _questions(story, staff, reviews)]
    Question.objects.bulk_create(questions)
    asked = [Asked(one, _entry(one, "pause", one.asked_at, review=one.review)) for one in questions]
    for one in questions:
        one.review.paused_at, one.review.paused_for = one.asked_at, Review.PausedFor.QUESTION
    Review.objects.bulk_update([one.review for one in questions], ["paused_at", "paused_for"])
    starts = [_entry(one, "start", one.review.opened_at, review=one.review) for one in questions]
    ClockEntry.objects.bulk_create([*starts, *(one.pause for one in asked), *_stopped_promises(questions)])
    return asked


def _questions(story: Story, staff: Staff, reviews: Mapping[tuple[str, str], Review]) -> Iterator[Question]:
    for plot in story.plot.questions:
        review = reviews[story.plot.data.key, plot.review.ask.slug]
        if review.owner is None:
            raise DemoDataError(f"{story.plot.data.key}: nobody in {plot.review.ask.slug} could have asked.")
        yield _question(plot, review, staff)


def _question(plot: QuestionPlot, review: Review, staff: Staff) -> Question:
    return Question(
        idea=review.idea,
        round=review.round,
        review=review,
        asked_by=review.owner,
        addressee=Question.Addressee.AUTHOR,
        text=plot.text,
        is_blocking=True,
        asked_at=plot.at,
        due_at=due_at(working_calendar(staff.calendar), plot.at, ANSWER_WORKING_DAYS),
    )


def _stopped_promises(questions: Iterable[Question]) -> Iterator[ClockEntry]:
    """Stop what was promised with the first question to each author, and return what is written of it."""
    first: dict[int, Question] = {}
    for one in sorted(questions, key=lambda question: question.asked_at):
        first.setdefault(one.idea_id, one)
    promises = list(Promise.objects.filter(idea__in=first, kind=Promise.Kind.DECISION))
    for promise in promises:
        question = first[promise.idea_id]
        promise.paused_at = question.asked_at
        yield _entry(question, "start", promise.made_at, promise=promise)
        yield _entry(question, "pause", question.asked_at, promise=promise)
    Promise.objects.bulk_update(promises, ["paused_at"])


def _entry(question: Question, kind: str, at: datetime, **clock: Any) -> ClockEntry:
    """Return one fact about the clock of a `review` or a `promise`."""
    (of,) = clock.values()
    stops = {"pause_kind": Review.PausedFor.QUESTION, "by": question.asked_by} if kind == ClockEntry.Kind.PAUSE else {}
    return ClockEntry(idea_id=question.idea_id, kind=kind, at=at, due_at=of.due_at, **clock, **stops)
