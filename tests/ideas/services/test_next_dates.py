"""What is to happen next with each open idea; one without a date is put on the list and told once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.attention import Attention
from ideas.models import Event, Idea, Promise, Reminder, Review
from ideas.news import NewsKind
from ideas.selectors.next_dates import NextDate, ideas_without_date, next_dates
from ideas.selectors.recipients import recipients_of
from ideas.services.defaults import install_defaults
from ideas.services.next_dates import flag_ideas_without_date
from tests.at_once import at_once
from tests.factories import UserFactory, grant_role, submitted_idea
from tests.factories.after_decision import WatchFactory
from tests.factories.clocks import london, promise_of, running_review
from tests.factories.escalations import ApologyFactory, EscalationFactory
from tests.factories.questions import QuestionFactory
from tests.factories.reaffirmations import ReaffirmationFactory
from tests.factories.reviews import (
    BallotFactory,
    DecisionFactory,
    EarlyStopFactory,
    ReviewFactory,
    SecondReadingFactory,
)
from tests.factories.triage import TriageFactory
from tests.factories.workload import BounceFactory

NOW = london(2027, 3, 1, 11)
FRIDAY = london(2027, 3, 5, 17)
GONE = london(2027, 2, 26, 17)


def open_idea(stage: str = "in_review", **fields: Any) -> Idea:
    return submitted_idea(stage=stage, tier=2, next_answer_at=FRIDAY, **fields)


def done(idea: Idea) -> Review:
    """A review of the idea that has no date any more."""
    return ReviewFactory(idea=idea, submitted=True, due_at=GONE)


def dates(now: datetime = NOW) -> dict[int, NextDate]:
    return dict(next_dates(ideas=Idea.objects.all(), now=now))


def flag(now: datetime = NOW) -> int:
    with time_machine.travel(now, tick=False):
        return flag_ideas_without_date()


SOURCES: dict[str, Callable[[Idea], Any]] = {
    "promise": lambda idea: Promise.objects.filter(pk=promise_of(idea).pk).update(due_at=FRIDAY),
    "review": lambda idea: ReviewFactory(idea=idea, due_at=FRIDAY),
    "triage": lambda idea: TriageFactory(idea=idea, due_at=FRIDAY),
    "question": lambda idea: QuestionFactory(
        review=ReviewFactory(idea=idea, assigned=True, due_at=GONE), due_at=FRIDAY
    ),
    "reaffirmation": lambda idea: ReaffirmationFactory(review=done(idea), due_at=FRIDAY),
    "second_reading": lambda idea: SecondReadingFactory(review=done(idea), due_at=FRIDAY),
    "bounce": lambda idea: BounceFactory(review=ReviewFactory(idea=idea, assigned=True, due_at=GONE), due_at=FRIDAY),
    "early_stop": lambda idea: EarlyStopFactory(review=done(idea), idea=idea, until=FRIDAY),
    "ballot": lambda idea: BallotFactory(idea=idea, closes_at=FRIDAY),
    "escalation": lambda idea: EscalationFactory(idea=idea, climbs_at=FRIDAY),
    "announcement": lambda idea: DecisionFactory(idea=idea, announce_at=FRIDAY),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", sorted(SOURCES))
def test_next_dates_of_an_open_idea_name_what_is_to_happen_and_when(what: str) -> None:
    idea = open_idea()
    SOURCES[what](idea)

    assert dates() == {idea.pk: NextDate(FRIDAY, what)}
    assert list(ideas_without_date(now=NOW)) == []
    assert dates(FRIDAY) == {}
    assert list(ideas_without_date(now=FRIDAY)) == [idea]


@pytest.mark.django_db
def test_next_dates_give_the_nearest_of_several() -> None:
    review = running_review(idea=open_idea(), due_at=london(2027, 3, 8, 17))
    QuestionFactory(review=review, due_at=FRIDAY)

    assert dates() == {review.idea_id: NextDate(FRIDAY, "question")}


@pytest.mark.django_db
def test_next_date_of_an_idea_whose_author_read_an_apology_is_the_day_that_it_names() -> None:
    idea = open_idea()
    promise_of(idea)
    Promise.objects.update(due_at=GONE, broken_at=GONE)
    ApologyFactory(promise=Promise.objects.get(), new_on=FRIDAY.date())

    assert dates() == {idea.pk: NextDate(london(2027, 3, 6), "apology")}
    assert flag(london(2027, 3, 5, 23)) == 0
    assert flag(london(2027, 3, 6, 1)) == 0  # it is on the list: the promise is missed anew
    assert Idea.objects.get().needs_attention == ""


@pytest.mark.django_db
def test_next_date_of_an_idea_that_waits_for_its_author_is_the_day_on_which_it_is_parked() -> None:
    idea = open_idea("info_needed")
    promise_of(idea)
    Promise.objects.update(paused_at=NOW)
    ReviewFactory(idea=idea, assigned=True, due_at=FRIDAY, paused_at=NOW, paused_for="question")

    assert dates() == {idea.pk: NextDate(london(2027, 3, 15, 17), "author_answers")}
    assert list(ideas_without_date(now=NOW)) == []


@pytest.mark.django_db
def test_next_date_of_a_parked_idea_is_when_its_author_is_asked_again() -> None:
    idea = submitted_idea(stage="parked")
    promise = promise_of(idea)
    Promise.objects.update(paused_at=NOW)

    first = dates()
    Reminder.objects.create(promise=promise, kind="waiting", on=london(2027, 3, 15).date())

    assert first == {idea.pk: NextDate(london(2027, 3, 15, 17), "author_asked")}
    assert dates(london(2027, 3, 15, 18)) == {idea.pk: NextDate(london(2027, 3, 31, 17), "author_asked")}


@pytest.mark.django_db
def test_next_date_of_a_sleeping_idea_is_the_day_on_which_it_wakes() -> None:
    decision = DecisionFactory(idea=submitted_idea(stage="parked"), announced=True)
    WatchFactory(decision=decision, kind="date", on=london(2027, 4, 1).date(), text="")

    assert dates() == {decision.idea_id: NextDate(london(2027, 4, 1), "watch")}


@pytest.mark.django_db
def test_next_dates_cost_the_same_for_ten_and_a_hundred_ideas() -> None:
    counts = []
    for number in (10, 90):
        for _idea in range(number):
            promise_of(open_idea())
        with CaptureQueriesContext(connection) as queries:
            dates()
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_flag_ideas_without_date_puts_one_on_the_list_once_and_tells_the_manager() -> None:
    manager = grant_role(UserFactory(), "programme_manager")
    idea, other = open_idea(), open_idea()
    promise_of(other)

    assert [flag(), flag(), flag(NOW + timedelta(days=3))] == [1, 0, 0]

    idea.refresh_from_db()
    other.refresh_from_db()
    assert (idea.needs_attention, other.needs_attention) == (Attention.NO_DATE, "")
    event = Event.objects.get(type="idea.without_date")
    assert [(one.person_id, one.kind) for one in recipients_of(event=event)] == [
        (manager.pk, NewsKind.IDEA_WITHOUT_DATE)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["approved", "declined", "withdrawn", "draft"])
def test_flag_ideas_without_date_leaves_ideas_alone_that_wait_for_nothing(stage: str) -> None:
    submitted_idea(stage=stage)

    assert flag() == 0


@pytest.mark.django_db
def test_flag_ideas_without_date_leaves_what_is_on_the_list_already() -> None:
    idea = open_idea(needs_attention=Attention.NOBODY_DECIDES)

    assert flag() == 0

    idea.refresh_from_db()
    assert idea.needs_attention == Attention.NOBODY_DECIDES


@pytest.mark.django_db
def test_flag_ideas_without_date_takes_one_off_the_list_that_has_a_date_again() -> None:
    idea = open_idea()
    flag()
    ReviewFactory(idea=idea, due_at=FRIDAY)

    assert flag() == 0

    idea.refresh_from_db()
    assert idea.needs_attention == ""


@pytest.mark.django_db(transaction=True)
def test_flag_ideas_without_date_twice_at_once_flags_each_once() -> None:
    install_defaults()
    for _number in range(3):
        open_idea()

    with time_machine.travel(NOW, tick=False):
        counts = at_once(flag_ideas_without_date, flag_ideas_without_date)

    assert (sum(counts), Event.objects.filter(type="idea.without_date").count()) == (3, 3)
