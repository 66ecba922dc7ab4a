"""The simulated department: what its figures stand on. Which way is best is asserted, because the seed settles it."""

import pytest

from benchmarks.assignment import Outcome, as_markdown, measure


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    return {one.way: one for one in measure(runs=1, loads=[0.74])}


def test_measure_of_the_same_seed_gives_the_same_figures(outcomes: dict[str, Outcome]) -> None:
    assert {one.way: one for one in measure(runs=1, loads=[0.74])} == outcomes


def test_measure_of_the_rule_gives_nothing_to_somebody_absent(outcomes: dict[str, Outcome]) -> None:
    absent = {way: one.given_to_absent > 0 for way, one in outcomes.items()}

    assert absent == {
        "chance": True,
        "turns": True,
        "rule, first in first out": False,
        "rule, earliest due first": False,
    }


def test_measure_of_the_rule_keeps_more_dates_than_other_ways(outcomes: dict[str, Outcome]) -> None:
    ways = sorted(outcomes.values(), key=lambda one: one.in_time)

    assert [one.way for one in ways] == ["chance", "turns", "rule, first in first out", "rule, earliest due first"]


def test_table_of_an_outcome_shows_shares_as_percentages() -> None:
    table = as_markdown([Outcome(0.55, "turns", 0.634, 0.56, 0.69, 0.121)])

    assert table.splitlines()[-1] == "| 55% | turns | 63% (56%–69%) | 12% |"
