"""The score: one number, by a table computed by hand, and by what must hold for any scores."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.routing.score import Point, points_of, score_of
from tests.factories.routing import default_rule_set

SURE, FAIRLY, GUESS = Decimal("1.0"), Decimal("0.9"), Decimal("0.75")
POINTS = st.builds(
    Point, st.integers(1, 100), st.integers(1, 5), st.decimals(min_value="0.01", max_value="1", places=2)
)


def business(factor: Decimal, **values: int | None) -> list[Point]:
    guide = default_rule_set().department("business")
    assert guide is not None
    return list(points_of(guide, values, factor))


@pytest.mark.parametrize(
    ("factor", "values", "score"),
    [
        # weights: fit with goals 3, size of the problem 3, people ready 2
        (SURE, {"fit_with_goals": 5, "size_of_problem": 5, "people_ready": 5}, 100),
        (SURE, {"fit_with_goals": 1, "size_of_problem": 1, "people_ready": 1}, 0),
        (SURE, {"fit_with_goals": 3, "size_of_problem": 3, "people_ready": 3}, 50),
        (SURE, {"fit_with_goals": 4, "size_of_problem": 3, "people_ready": 5}, 72),  # 23 / 32 = 71.875
        (FAIRLY, {"fit_with_goals": 4, "size_of_problem": 3, "people_ready": 5}, 65),  # 64.6875
        (GUESS, {"fit_with_goals": 4, "size_of_problem": 3, "people_ready": 5}, 54),  # 53.90625
        (SURE, {"fit_with_goals": 4, "size_of_problem": 3, "people_ready": None}, 63),  # 15 / 24 = 62.5, rounded up
        (SURE, {"people_ready": 2}, 25),
        (SURE, {"fit_with_goals": None}, None),
        (SURE, {"gone_from_the_rules": 5}, None),
    ],
)
def test_score_of_a_department_is_the_formula(
    factor: Decimal, values: dict[str, int | None], score: int | None
) -> None:
    assert score_of(business(factor, **values)) == score


def test_score_of_several_departments_weighs_each_by_what_it_scored() -> None:
    sure = business(SURE, fit_with_goals=5, size_of_problem=5, people_ready=5)
    guessed = [Point(weight=2, value=3, factor=GUESS)]

    assert score_of([*sure, *guessed]) == 88  # 100 × (8 × 1 + 2 × 0.75 × 0.5) ÷ 10 = 87.5


def test_score_of_nothing_is_none() -> None:
    assert score_of([]) is None


@given(st.lists(POINTS, min_size=1, max_size=20))
def test_score_lies_between_none_and_a_hundred_in_any_order(points: list[Point]) -> None:
    score = score_of(points)

    assert score is not None
    assert 0 <= score <= 100
    assert score_of(reversed(points)) == score


@given(st.lists(POINTS, min_size=1, max_size=20), st.data())
def test_score_never_falls_where_a_criterion_rises(points: list[Point], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(points) - 1))
    higher = Point(points[at].weight, data.draw(st.integers(points[at].value, 5)), points[at].factor)

    before, after = score_of(points), score_of([*points[:at], higher, *points[at + 1 :]])

    assert before is not None
    assert after is not None
    assert after >= before


@given(st.lists(POINTS, min_size=1, max_size=20))
def test_score_never_falls_where_everybody_is_surer(points: list[Point]) -> None:
    surer = [Point(one.weight, one.value, SURE) for one in points]

    before, after = score_of(points), score_of(surer)

    assert before is not None
    assert after is not None
    assert after >= before
