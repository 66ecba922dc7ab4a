"""The weeks to come: what is due, what is expected, and who is there to do it."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.routing.assignment import DateRange
from ideas.routing.clock import WorkingCalendar
from ideas.routing.forecast import Arrivals, Hand, Week, tiers_beyond, weeks_ahead

MONDAY = date(2026, 11, 23)
CALENDAR = WorkingCalendar("x", 1, "UTC", frozenset(range(5)), time(9), time(17), frozenset({date(2026, 12, 25)}))


def weeks(**changes: Any) -> tuple[Week, ...]:
    values: dict[str, Any] = {"today": MONDAY, "number": 6, "due": {}, "came": (), "observed_days": 84, "hands": ()}
    return weeks_ahead(calendar=CALENDAR, **(values | changes))


def hand(capacity: str = "1", *absences: DateRange) -> Hand:
    return Hand(Decimal(capacity), absences)


def test_weeks_ahead_begin_today_and_follow_one_another() -> None:
    firsts = [week.first for week in weeks(today=date(2026, 11, 26))]

    assert firsts == [date(2026, 11, 26) + timedelta(days=7 * each) for each in range(6)]


def test_weeks_ahead_count_what_is_due_by_week_and_what_is_late_in_the_first() -> None:
    due = {MONDAY - timedelta(days=3): 4, MONDAY: 1, date(2026, 11, 29): 2, date(2026, 11, 30): 8}

    assert [week.open_points for week in weeks(due=due)] == [7, 8, 0, 0, 0, 0]


def test_weeks_ahead_expect_work_once_what_is_yet_to_come_falls_due() -> None:
    came = [Arrivals(lag_days=7, points=24), Arrivals(lag_days=10, points=84)]

    # 2 points a week after one week; 7 a week after ten days, so that week two has four days of seven of it.
    assert [week.expected_points for week in weeks(came=came, number=4)] == [0, 6, 9, 9]


def test_weeks_ahead_of_a_young_installation_take_the_mean_of_the_days_it_has() -> None:
    came = [Arrivals(lag_days=0, points=14)]

    assert weeks(came=came, observed_days=14, number=1)[0].expected_points == 7


def test_weeks_ahead_take_days_off_and_absences_from_the_capacity() -> None:
    away = DateRange(date(2026, 12, 22), date(2026, 12, 23))

    christmas = weeks(today=date(2026, 12, 21), number=1, hands=[hand(), hand("0.5", away)])[0]

    assert christmas.capacity_points == 4 + 2 * 0.5


@pytest.mark.parametrize(
    ("week", "load", "is_over"),
    [
        (Week(MONDAY, 3, 0.75, 5.0), 0.75, False),
        (Week(MONDAY, 4, 0.0, 5.0), 0.8, True),
        (Week(MONDAY, 1, 0.0, 0.0), None, True),
        (Week(MONDAY, 0, 0.04, 0.0), 0.0, False),
    ],
)
def test_week_is_over_above_three_quarters_and_where_nobody_is_there(
    week: Week, load: float | None, is_over: bool
) -> None:
    assert (week.load, week.is_over) == (load, is_over)


@pytest.mark.parametrize(
    ("capacity", "tiers"), [("0.1", (1, 2, 3)), ("0.2", (2, 3)), ("0.25", (2, 3)), ("0.3", (3,)), ("0.5", ())]
)
def test_tiers_beyond_a_capacity_weigh_more_than_it_may_ever_hold(capacity: str, tiers: tuple[int, ...]) -> None:
    assert tiers_beyond(Decimal(capacity), {0: 1, 1: 2, 2: 3, 3: 5}, 10) == tiers


@given(
    due=st.dictionaries(st.integers(-30, 41), st.integers(1, 50), max_size=20),
    came=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 50)), max_size=10),
)
def test_weeks_ahead_lose_no_open_point_and_never_expect_more_than_came(
    due: dict[int, int], came: list[tuple[int, int]]
) -> None:
    found = weeks(
        due={MONDAY + timedelta(days=day): points for day, points in due.items()},
        came=[Arrivals(lag, points) for lag, points in came],
    )

    assert sum(week.open_points for week in found) == sum(due.values())
    a_week = sum(points for _lag, points in came) / 12
    assert all(0 <= week.expected_points <= a_week + 1e-9 for week in found)
