from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.routing.clock import (
    NoWorkingDay,
    WorkingCalendar,
    closing_of,
    day_zero,
    due_at,
    is_working_day,
    local_day,
    next_working_day,
    recounted,
    working_days_between,
    working_days_in,
)
from tests.factories.routing import calendar

LONDON = ZoneInfo("Europe/London")
ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC"]


def british(division: str) -> WorkingCalendar:
    return calendar(days_off=frozenset(holidays.country_holidays("GB", subdiv=division, years=range(2025, 2028))))


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("division", "days", "due"),
    [
        ("ENG", 2, date(2026, 4, 8)),
        ("SCT", 2, date(2026, 4, 7)),
        ("ENG", 10, date(2026, 4, 20)),
        ("SCT", 10, date(2026, 4, 17)),
        ("ENG", 20, date(2026, 5, 5)),
        ("SCT", 20, date(2026, 5, 1)),
    ],
)
def test_due_at_easter_2026_gives_the_worked_dates(division: str, days: int, due: date) -> None:
    in_time = due_at(british(division), local(2026, 4, 2, 16, 40), days)

    assert in_time == datetime.combine(due, time(17), LONDON)


@pytest.mark.parametrize(
    ("division", "days", "due"),
    [
        ("ENG", 2, date(2026, 4, 9)),
        ("SCT", 2, date(2026, 4, 8)),
        ("ENG", 10, date(2026, 4, 21)),
        ("SCT", 10, date(2026, 4, 20)),
        ("ENG", 20, date(2026, 5, 6)),
        ("SCT", 20, date(2026, 5, 5)),
    ],
)
def test_due_at_after_closing_moves_one_working_day_later(division: str, days: int, due: date) -> None:
    late = due_at(british(division), local(2026, 4, 2, 17, 20), days)

    assert late == datetime.combine(due, time(17), LONDON)


def test_due_at_is_in_utc_before_and_after_the_clocks_change() -> None:
    before = due_at(calendar(), local(2026, 3, 26, 10), 1)
    after = due_at(calendar(), local(2026, 3, 27, 10), 1)

    assert before == datetime(2026, 3, 27, 17, tzinfo=UTC)
    assert after == datetime(2026, 3, 30, 16, tzinfo=UTC)
    assert (before.tzinfo, after.tzinfo) == (UTC, UTC)


def test_due_at_exactly_closing_time_still_counts_from_that_day() -> None:
    assert due_at(calendar(), local(2026, 3, 2, 17), 1) == local(2026, 3, 3, 17)


def test_due_at_a_second_after_closing_counts_from_the_next_day() -> None:
    assert due_at(calendar(), local(2026, 3, 2, 17, 0, 1), 1) == local(2026, 3, 4, 17)


def test_due_at_before_opening_counts_from_that_day() -> None:
    assert due_at(calendar(), local(2026, 3, 2, 6), 1) == local(2026, 3, 3, 17)


def test_due_at_saturday_counts_from_monday() -> None:
    assert due_at(calendar(), local(2026, 3, 7, 12), 2) == local(2026, 3, 11, 17)


def test_due_at_no_days_is_closing_time_of_day_zero() -> None:
    assert due_at(calendar(), local(2026, 3, 2, 9), 0) == local(2026, 3, 2, 17)


def test_due_at_uses_the_calendar_s_day_not_the_utc_day() -> None:
    auckland = calendar(time_zone="Pacific/Auckland")

    due = due_at(auckland, datetime(2026, 3, 1, 20, tzinfo=UTC), 1)  # Monday 09:00 in Auckland

    assert due == datetime(2026, 3, 3, 17, tzinfo=ZoneInfo("Pacific/Auckland"))


def test_due_at_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due_at(calendar(), datetime(2026, 3, 2, 9), 1)


def test_due_at_negative_days_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more, not -1"):
        due_at(calendar(), local(2026, 3, 2, 9), -1)


def test_due_at_calendar_without_working_days_is_refused() -> None:
    with pytest.raises(NoWorkingDay, match="calendar test has no working day in the ten years after 2026-03-02"):
        due_at(calendar(weekdays=frozenset()), local(2026, 3, 2, 9), 1)


def test_next_working_day_first_one_after_ten_years_is_too_far() -> None:
    start = date(2026, 3, 2)
    closed = frozenset(start + timedelta(days=n) for n in range(1, 3653))
    every_day = frozenset(range(7))

    last = next_working_day(calendar(weekdays=every_day, days_off=closed), start)

    assert last == start + timedelta(days=3653)
    with pytest.raises(NoWorkingDay):
        next_working_day(calendar(weekdays=every_day, days_off=closed | {last}), start)


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [(date(2026, 4, 2), True), (date(2026, 4, 3), False), (date(2026, 4, 4), False), (date(2026, 4, 6), False)],
)
def test_is_working_day_easter_in_england(day: date, is_worked: bool) -> None:
    assert is_working_day(british("ENG"), day) is is_worked


def test_working_days_in_easter_week_leaves_out_holidays_and_weekend() -> None:
    days = list(working_days_in(british("ENG"), date(2026, 4, 2), date(2026, 4, 8)))

    assert days == [date(2026, 4, 2), date(2026, 4, 7), date(2026, 4, 8)]


def test_working_days_in_backwards_is_empty() -> None:
    assert list(working_days_in(calendar(), date(2026, 3, 3), date(2026, 3, 2))) == []


@pytest.mark.parametrize(
    ("end", "days"),
    [
        (local(2026, 3, 6, 17, 30), 0),
        (local(2026, 3, 8, 12), 0),
        (local(2026, 3, 9, 8), 1),
        (local(2026, 3, 2, 8), 0),
    ],
)
def test_working_days_between_a_friday_due_moment_and_later(end: datetime, days: int) -> None:
    assert working_days_between(calendar(), local(2026, 3, 6, 17), end) == days


def test_closing_of_time_that_the_clocks_strike_twice_is_the_first() -> None:
    assert closing_of(calendar(closes_at=time(1, 30)), date(2026, 10, 25)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_closing_of_time_that_the_clocks_leave_out_is_after_the_change() -> None:
    assert closing_of(calendar(closes_at=time(1, 30)), date(2026, 3, 29)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_local_day_late_in_utc_is_the_next_day_in_summer() -> None:
    assert local_day(calendar(), datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)


moments = st.datetimes(datetime(2020, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))
working_calendars = st.builds(
    calendar,
    time_zone=st.sampled_from(ZONES),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    closes_at=st.sampled_from([time(15), time(17), time(22, 30)]),
    days_off=st.frozensets(st.dates(date(2020, 1, 1), date(2036, 12, 31)), max_size=40),
)


@given(working_calendars, moments, st.integers(0, 60))
def test_due_at_any_start_falls_on_a_working_day_at_closing_time(
    any_calendar: WorkingCalendar, start: datetime, days: int
) -> None:
    due = due_at(any_calendar, start, days).astimezone(any_calendar.zone)

    assert is_working_day(any_calendar, due.date())
    assert due.timetz().replace(tzinfo=None) == any_calendar.closes_at
    assert due >= start


@given(working_calendars, moments, st.integers(0, 60))
def test_working_days_between_start_and_due_is_the_number_of_days(
    any_calendar: WorkingCalendar, start: datetime, days: int
) -> None:
    assert working_days_between(any_calendar, start, due_at(any_calendar, start, days)) == days


@given(working_calendars, moments, st.integers(0, 30), st.integers(0, 30))
def test_due_at_adding_to_a_due_moment_is_the_same_as_adding_at_once(
    any_calendar: WorkingCalendar, start: datetime, first: int, more: int
) -> None:
    assert due_at(any_calendar, due_at(any_calendar, start, first), more) == due_at(any_calendar, start, first + more)


@given(working_calendars, moments)
def test_day_zero_any_start_is_a_working_day_not_yet_closed(any_calendar: WorkingCalendar, start: datetime) -> None:
    day = day_zero(any_calendar, start)

    assert is_working_day(any_calendar, day)
    assert closing_of(any_calendar, day) >= start


UK_ZONE_MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(LONDON))


@given(st.sampled_from(["ENG", "SCT", "NIR"]), UK_ZONE_MOMENTS, st.integers(1, 40))
def test_due_at_any_start_in_the_uk_is_five_in_the_afternoon_across_changes_of_the_clock(
    division: str, start: datetime, days: int
) -> None:
    any_calendar = british(division)

    due = due_at(any_calendar, start, days).astimezone(LONDON)

    assert due.time() == time(17)
    assert is_working_day(any_calendar, due.date())
    assert working_days_between(any_calendar, start, due) == days


@given(working_calendars, working_calendars, moments, st.integers(0, 30), st.integers(0, 60))
def test_recounted_any_calendar_keeps_the_number_of_days_or_the_present_day(
    old: WorkingCalendar, new: WorkingCalendar, start: datetime, days: int, later: int
) -> None:
    due = due_at(old, start, days)
    now = start + timedelta(days=later)

    found = recounted(old, new, start=start, due=due, now=now)

    kept = due_at(new, start, days)
    assert found == (max(kept, due) if due <= now else max(kept, due_at(new, now, 0)))
