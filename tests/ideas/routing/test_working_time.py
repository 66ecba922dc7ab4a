"""Working time between moments, and when half of a window is over."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.routing.clock import NoWorkingDay, due_at
from ideas.routing.working_time import began_by, late_by, working_time_between
from tests.factories.clocks import london
from tests.factories.routing import calendar

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (london(2027, 3, 1, 10), london(2027, 3, 1, 12), 2),
        (london(2027, 3, 1, 7), london(2027, 3, 1, 20), 8),
        (london(2027, 3, 1, 16), london(2027, 3, 2, 10), 2),
        (london(2027, 3, 5, 16), london(2027, 3, 8, 10), 2),
        (london(2027, 3, 6, 8), london(2027, 3, 7, 20), 0),
        (london(2027, 3, 2, 10), london(2027, 3, 1, 10), 0),
        # The clocks go forward on Sunday 28 March: both days have eight hours all the same.
        (london(2027, 3, 26, 9), london(2027, 3, 29, 17), 16),
    ],
)
def test_working_time_between_counts_opening_hours_alone(start: datetime, end: datetime, hours: int) -> None:
    assert working_time_between(calendar(), start, end) == timedelta(hours=hours)


def test_working_time_between_leaves_days_off_out() -> None:
    closed = calendar(days_off=frozenset({date(2027, 3, 2)}))

    assert working_time_between(closed, london(2027, 3, 1, 9), london(2027, 3, 3, 17)) == timedelta(hours=16)


@given(now=MOMENTS, days=st.integers(1, 30))
def test_began_by_gives_a_window_whose_halves_have_the_same_working_time(now: datetime, days: int) -> None:
    works = calendar()
    due = due_at(works, now, days)

    start = began_by(works, now=now, due=due)

    assert working_time_between(works, start, now) == working_time_between(works, now, due)


@given(start=MOMENTS, now=MOMENTS, days=st.integers(0, 20))
def test_late_by_is_the_inverse_of_due_at(start: datetime, now: datetime, days: int) -> None:
    works = calendar(days_off=frozenset({date(2026, 12, 25), date(2027, 3, 26)}))

    assert (start <= late_by(works, now, days)) == (due_at(works, start, days) <= now)


def test_working_time_of_a_calendar_that_never_worked_before_is_refused() -> None:
    idle = calendar(days_off=frozenset(date(2015, 1, 1) + timedelta(days=n) for n in range(4500)))

    with pytest.raises(NoWorkingDay):
        began_by(idle, now=london(2027, 3, 1, 8), due=london(2027, 6, 1, 17))
    with pytest.raises(NoWorkingDay):
        late_by(idle, london(2027, 3, 1, 8), 1)


def test_began_by_with_other_hours_follows_them() -> None:
    early = replace(calendar(closes_at=time(11)), opens_at=time(7))

    # Four hours lie ahead, so four must lie behind: since Monday at seven.
    assert began_by(early, now=london(2027, 3, 1, 12), due=london(2027, 3, 2, 11)) == london(2027, 3, 1, 7)
