"""Open dates after a calendar was changed: what moves, what never comes nearer, and who hears of it."""

from datetime import date
from typing import Any

import pytest
import time_machine

from ideas.models import AuditEvent, Calendar, CalendarEdition, ClockEntry, Event, Idea, Review, ReviewDependency, User
from ideas.news import NewsKind
from ideas.selectors.recipients import recipients_of
from ideas.selectors.recounting import Moves, moves_with
from ideas.services.calendars import add_holiday, remove_holiday
from ideas.services.recounting import recount_dates
from tests.factories import UserFactory, grant_role
from tests.factories.clocks import london, promise_of, running_review
from tests.factories.dependencies import ReviewDependencyFactory
from tests.factories.house import HolidayFactory

pytestmark = pytest.mark.django_db
NOW = london(2027, 3, 2, 12)
FRIDAY = date(2027, 3, 5)


@pytest.fixture
def editor() -> User:
    person = UserFactory()
    grant_role(person, "programme_manager")
    return person


@pytest.fixture
def calendar() -> Calendar:
    row = Calendar.objects.get(key="england_and_wales")
    Calendar.objects.filter(pk=row.pk).update(version=1)
    CalendarEdition.objects.filter(calendar=row).delete()
    row.refresh_from_db()
    return row


def close_on_friday(calendar: Calendar, editor: User) -> None:
    add_holiday(calendar=calendar, by=editor, on=FRIDAY, name="Founders’ day")


def test_recount_dates_after_one_more_day_off_moves_review_and_promise_once(calendar: Calendar, editor: User) -> None:
    review = running_review()

    with time_machine.travel(NOW, tick=False):
        close_on_friday(calendar, editor)
        moved = [recount_dates(), recount_dates()]

    review.refresh_from_db()
    assert moved == [2, 0]
    assert (review.due_at, review.calendar_version) == (london(2027, 3, 15, 17), 2)
    assert promise_of(review.idea).due_at == london(2027, 3, 25, 17)
    entry = ClockEntry.objects.get(review=review, kind="recomputed")
    assert (entry.due_at, entry.working_days) == (london(2027, 3, 15, 17), 1)
    assert AuditEvent.objects.filter(action="clock.recount").count() == 2


def test_recount_dates_moves_the_next_date_of_the_idea(calendar: Calendar, editor: User) -> None:
    running_review()

    with time_machine.travel(NOW, tick=False):
        close_on_friday(calendar, editor)
        recount_dates()

    assert Idea.objects.get().next_answer_at == london(2027, 3, 25, 17)


def test_recount_dates_after_a_day_became_a_working_day_never_brings_a_promise_nearer(
    calendar: Calendar, editor: User
) -> None:
    with time_machine.travel(NOW, tick=False):
        close_on_friday(calendar, editor)
        review = running_review(calendar_version=2, due_at=london(2027, 3, 15, 17))
        promise = promise_of(review.idea)
        type(promise).objects.update(calendar_version=2)
        remove_holiday(holiday=calendar.holidays.get(on=FRIDAY), by=editor)
        recount_dates()

    review.refresh_from_db()
    promise.refresh_from_db()
    assert (review.due_at, promise.due_at) == (london(2027, 3, 12, 17), london(2027, 3, 24, 17))
    event = Event.objects.get(type="clock.recounted")
    told = [(one.person_id, one.kind) for one in recipients_of(event=event)]
    assert told == [(review.owner_id, NewsKind.DATE_NEARER)]


def test_recount_dates_that_come_later_tell_nobody(calendar: Calendar, editor: User) -> None:
    running_review()

    with time_machine.travel(NOW, tick=False):
        close_on_friday(calendar, editor)
        recount_dates()

    assert recipients_of(event=Event.objects.get(type="clock.recounted")) == []


def test_recount_dates_leaves_answered_reviews_alone(calendar: Calendar, editor: User) -> None:
    review = running_review(assigned=False, submitted=True)

    with time_machine.travel(NOW, tick=False):
        close_on_friday(calendar, editor)
        recount_dates()

    review.refresh_from_db()
    assert (review.due_at, review.calendar_version) == (london(2027, 3, 12, 17), 1)


def test_recount_dates_of_a_version_that_was_not_kept_stay(calendar: Calendar) -> None:
    review = running_review()
    Calendar.objects.filter(pk=calendar.pk).update(version=7)

    assert recount_dates() == 0

    review.refresh_from_db()
    assert (review.due_at, review.calendar_version) == (london(2027, 3, 12, 17), 7)


def test_change_of_a_calendar_keeps_how_it_read(calendar: Calendar, editor: User) -> None:
    close_on_friday(calendar, editor)

    edition = CalendarEdition.objects.get(calendar=calendar, version=1)
    assert (edition.weekdays, FRIDAY in edition.days_off) == ([1, 2, 3, 4, 5], False)


def test_moves_with_one_more_day_off_counts_reviews_and_promises(calendar: Calendar) -> None:
    running_review()

    with time_machine.travel(NOW, tick=False):
        assert moves_with(calendar, off=[FRIDAY]) == Moves(later=2, nearer=0)
        assert moves_with(calendar, off=[date(2030, 1, 2)]) == Moves(later=0, nearer=0)

    assert Review.objects.get().due_at == london(2027, 3, 12, 17)


def test_moves_with_a_day_that_is_worked_again_counts_what_comes_nearer(calendar: Calendar) -> None:
    HolidayFactory(calendar=calendar, on=FRIDAY)
    running_review(due_at=london(2027, 3, 15, 17))

    with time_machine.travel(NOW, tick=False):
        assert moves_with(calendar, worked=[FRIDAY]) == Moves(later=0, nearer=1)


def waiting_review(**fields: Any) -> ReviewDependency:
    """A review that waits for another until Tuesday 9 March 2027."""
    review = running_review()
    needs = running_review(idea=review.idea)
    return ReviewDependencyFactory(review=review, needs=needs, splits_at=london(2027, 3, 9, 17), **fields)


def test_recount_dates_moves_until_when_a_review_waits_for_another(calendar: Calendar, editor: User) -> None:
    row = waiting_review()

    with time_machine.travel(NOW, tick=False):
        close_on_friday(calendar, editor)
        recount_dates()
        recount_dates()

    row.refresh_from_db()
    assert row.splits_at == london(2027, 3, 10, 17)


@pytest.mark.parametrize(
    "fields", [{"input_arrived_at": london(2027, 3, 2, 9)}, {"splits_at": NOW}], ids=["arrived", "split"]
)
def test_recount_dates_leaves_waits_alone_that_are_over(
    calendar: Calendar, editor: User, fields: dict[str, Any]
) -> None:
    row = waiting_review()
    ReviewDependency.objects.filter(pk=row.pk).update(**fields)
    row.refresh_from_db()
    before = row.splits_at

    with time_machine.travel(NOW, tick=False):
        close_on_friday(calendar, editor)
        recount_dates()

    row.refresh_from_db()
    assert row.splits_at == before
