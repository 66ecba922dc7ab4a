from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.routing.assignment import (
    Candidate,
    DateRange,
    NobodyEligible,
    Pick,
    PickCode,
    PickReason,
    Refusal,
    Task,
    pick,
    refusal_of,
)
from tests.factories.routing import calendar, candidate, task

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 3, day) for day in range(2, 7))


def away(first: date, last: date) -> tuple[DateRange, ...]:
    return (DateRange(first, last),)


def chosen(candidates: list[Candidate], work: Task | None = None) -> Pick:
    found = pick(candidates, work or task(), calendar(), MONDAY)
    assert isinstance(found, Pick)
    return found


@pytest.mark.parametrize(
    ("person", "work", "refusal"),
    [
        (candidate(), task(), None),
        (candidate(is_active=False), task(), Refusal.INACTIVE),
        (candidate(7), task(authors_and_team=(7,)), Refusal.AUTHOR_OR_TEAM),
        (candidate(7), task(interested=(7,)), Refusal.INTEREST),
        (candidate(tags=("gdpr",)), task(required_tag="gdpr"), None),
        (candidate(tags=("estates",)), task(required_tag="gdpr"), Refusal.MISSING_TAG),
        (candidate(absences=away(MONDAY, MONDAY)), task(), Refusal.ABSENT_TODAY),
        (candidate(absences=away(date(2026, 2, 1), MONDAY)), task(), Refusal.ABSENT_TODAY),
        (candidate(absences=away(date(2026, 2, 1), date(2026, 3, 1))), task(), None),
        (candidate(absences=away(TUESDAY, THURSDAY)), task(), Refusal.ABSENT_MOST_OF_WINDOW),
        (candidate(absences=away(TUESDAY, WEDNESDAY)), task(), None),
        (candidate(absences=away(WEDNESDAY, THURSDAY)), task(due_on=THURSDAY), None),
        (candidate(open_points=8), task(points=2), None),
        (candidate(open_points=9), task(points=2), Refusal.OVER_CAPACITY),
        (candidate(capacity="0.3", open_points=1), task(points=2), None),
        (candidate(capacity="0.3", open_points=2), task(points=2), Refusal.OVER_CAPACITY),
        (candidate(capacity="0"), task(points=1), Refusal.OVER_CAPACITY),
    ],
)
def test_refusal_of_candidate_names_the_reason(person: Candidate, work: Task, refusal: Refusal | None) -> None:
    assert refusal_of(person, work, calendar(), MONDAY) is refusal


def test_refusal_of_window_counts_working_days_only() -> None:
    long_weekend = calendar(days_off=frozenset({TUESDAY, WEDNESDAY}))
    person = candidate(absences=away(FRIDAY, date(2026, 3, 8)))

    assert refusal_of(person, task(), long_weekend, MONDAY) is None
    assert refusal_of(person, task(opens_on=FRIDAY), long_weekend, THURSDAY) is Refusal.ABSENT_MOST_OF_WINDOW


def test_refusal_of_back_for_what_is_left_of_the_window_may_take_it() -> None:
    person = candidate(absences=away(MONDAY, WEDNESDAY))

    assert refusal_of(person, task(), calendar(), THURSDAY) is None


def test_refusal_of_window_over_asks_for_today_only() -> None:
    person = candidate(absences=away(MONDAY, FRIDAY))

    assert refusal_of(person, task(), calendar(), date(2026, 3, 9)) is None


def test_refusal_of_higher_cap_lets_more_in() -> None:
    assert refusal_of(candidate(open_points=9), task(points=2), calendar(), MONDAY, cap=11) is None


def test_pick_lightest_load_for_the_capacity_wins() -> None:
    found = chosen([candidate(1, open_points=4), candidate(2, capacity="0.5", open_points=0)], task(points=2))

    assert found == Pick(2, PickReason(PickCode.LIGHTEST_LOAD, 0, 2, Decimal("0.5"), Decimal("4.00"), 2))


def test_pick_equal_load_takes_whoever_was_assigned_longest_ago() -> None:
    found = chosen(
        [
            candidate(1, last_assigned_at=datetime(2026, 2, 2, tzinfo=UTC)),
            candidate(2, last_assigned_at=datetime(2026, 2, 1, tzinfo=UTC)),
        ]
    )

    assert (found.person_id, found.why.code) == (2, PickCode.TIE_LONGEST_SINCE)


def test_pick_equal_load_takes_whoever_was_never_assigned() -> None:
    found = chosen([candidate(1), candidate(2, last_assigned_at=None)])

    assert (found.person_id, found.why.code) == (2, PickCode.TIE_LONGEST_SINCE)


def test_pick_equal_in_everything_takes_the_lowest_id() -> None:
    found = chosen([candidate(10), candidate(9)])

    assert (found.person_id, found.why.code) == (9, PickCode.TIE_FIRST_ID)


def test_pick_only_one_eligible_says_so() -> None:
    found = chosen([candidate(1, is_active=False), candidate(2, open_points=7)])

    assert (found.person_id, found.why.code, found.why.eligible_count) == (2, PickCode.ONLY_ONE_ELIGIBLE, 1)


def test_pick_thirds_are_compared_exactly() -> None:
    found = chosen(
        [candidate(1, capacity="0.3", open_points=0), candidate(2, capacity="0.6", open_points=1)], task(points=1)
    )

    assert (found.person_id, found.why.code, found.why.load) == (1, PickCode.TIE_FIRST_ID, Decimal("3.33"))


def test_pick_nobody_eligible_gives_each_refusal() -> None:
    found = pick([candidate(3, is_active=False), candidate(1, open_points=10)], task(), calendar(), MONDAY)

    assert found == NobodyEligible(((3, Refusal.INACTIVE), (1, Refusal.OVER_CAPACITY)))


def test_pick_empty_pool_gives_nobody() -> None:
    assert pick([], task(), calendar(), MONDAY) == NobodyEligible(())


def test_pick_reason_as_json_is_plain() -> None:
    why = chosen([candidate(2, capacity="0.5", open_points=1)]).why

    assert why.as_json() == {
        "code": "only_one_eligible",
        "open_points": 1,
        "task_points": 2,
        "capacity": "0.5",
        "load": "6.00",
        "eligible_count": 1,
    }


march = st.dates(date(2026, 2, 20), date(2026, 3, 20))
absences = st.lists(st.builds(lambda a, b: DateRange(min(a, b), max(a, b)), march, march), max_size=2).map(tuple)
pools = st.lists(
    st.builds(
        candidate,
        st.integers(1, 12),
        capacity=st.sampled_from(["0.1", "0.25", "0.5", "1.0"]),
        open_points=st.integers(0, 10),
        last_assigned_at=st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1), timezones=st.just(UTC)),
        tags=st.sampled_from([(), ("gdpr",)]),
        absences=absences,
        is_active=st.booleans(),
    ),
    unique_by=lambda one: one.person_id,
    max_size=8,
)
works = st.builds(
    task,
    points=st.sampled_from([1, 2, 3, 5]),
    due_on=st.dates(MONDAY, date(2026, 3, 20)),
    required_tag=st.sampled_from([None, "gdpr"]),
    authors_and_team=st.frozensets(st.integers(1, 12), max_size=4),
    interested=st.frozensets(st.integers(1, 12), max_size=2),
)


@given(pools, works, march)
def test_pick_any_pool_never_gives_work_to_an_excluded_or_absent_person(
    pool: list[Candidate], work: Task, today: date
) -> None:
    found = pick(pool, work, calendar(), today)

    if isinstance(found, Pick):
        person = next(one for one in pool if one.person_id == found.person_id)
        assert person.is_active
        assert person.person_id not in work.authors_and_team | work.interested
        assert not any(one.first <= today <= one.last for one in person.absences)
        assert person.open_points + work.points <= 10 * person.capacity
    else:
        assert [one for one, _ in found.refusals] == [one.person_id for one in pool]


@given(pools, works, march)
def test_pick_any_pool_gives_it_to_nobody_with_more_load_than_another(
    pool: list[Candidate], work: Task, today: date
) -> None:
    found = pick(pool, work, calendar(), today)

    if isinstance(found, Pick):
        able = [one for one in pool if refusal_of(one, work, calendar(), today) is None]
        person = next(one for one in able if one.person_id == found.person_id)
        mine = person.open_points + work.points
        assert all(mine * one.capacity <= (one.open_points + work.points) * person.capacity for one in able)
        assert found.why.eligible_count == len(able)


@given(pools, works, march, st.randoms())
def test_pick_pool_in_another_order_gives_the_same_person(
    pool: list[Candidate], work: Task, today: date, random: Any
) -> None:
    shuffled = random.sample(pool, len(pool))

    one, other = pick(pool, work, calendar(), today), pick(shuffled, work, calendar(), today)

    assert isinstance(one, Pick) == isinstance(other, Pick)
    if isinstance(one, Pick):
        assert one == other


def test_refusal_of_person_whose_site_does_not_work_today() -> None:
    monday = date(2026, 3, 2)
    off = candidate(site=calendar(days_off=frozenset({monday})))

    assert refusal_of(off, task(), calendar(), monday) == Refusal.ABSENT_TODAY


def test_refusal_of_person_whose_site_is_closed_for_most_of_the_window() -> None:
    closed = frozenset(date(2026, 3, day) for day in (3, 4, 5))
    monday = date(2026, 3, 2)

    assert refusal_of(candidate(site=calendar(days_off=closed)), task(), calendar(), monday) == (
        Refusal.ABSENT_MOST_OF_WINDOW
    )
    assert (
        refusal_of(candidate(site=calendar(days_off=closed - {date(2026, 3, 5)})), task(), calendar(), monday) is None
    )


def test_refusal_on_a_day_off_of_the_department_asks_the_site_about_the_next_working_day() -> None:
    sunday, monday = date(2026, 3, 1), date(2026, 3, 2)

    assert refusal_of(candidate(site=calendar()), task(), calendar(), sunday) is None
    off = candidate(site=calendar(days_off=frozenset({monday})))
    assert refusal_of(off, task(), calendar(), sunday) == Refusal.ABSENT_TODAY


@pytest.mark.parametrize("first", [date(2026, 3, 27), date(2026, 10, 23)])
def test_refusal_of_person_of_a_site_is_the_same_across_changes_of_the_clock(first: date) -> None:
    # The last Sundays of March and October lie between these Fridays and the Mondays after them.
    monday = first + timedelta(days=3)
    window = task(opens_on=first, due_on=monday)
    elsewhere = candidate(site=calendar(time_zone="America/New_York", days_off=frozenset({monday})))

    assert refusal_of(elsewhere, window, calendar(), first) is None
    assert refusal_of(elsewhere, window, calendar(), monday) == Refusal.ABSENT_TODAY
