"""One number for what departments scored, for ranking and nothing else.

Source: docs/review-process.md 3.5 "The score".
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ideas.routing.ruleset import DepartmentGuide

LOWEST = 1
HIGHEST = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One criterion that was scored: `value` from 1 to 5, `factor` of how sure its department is."""

    weight: int
    value: int
    factor: Decimal


def points_of(guide: DepartmentGuide, values: Mapping[str, int | None], factor: Decimal) -> Iterator[Point]:
    """Yield the criteria of a department that have a value; one without ("cannot say") leaves the sum.

    Every criterion is worded so that 5 is its good end (`higher_is_better` says in what), so none is turned round.
    """
    for criterion in guide.criteria:
        value = values.get(criterion.id)
        if value is not None:
            yield Point(criterion.weight, value, factor)


def score_of(points: Iterable[Point]) -> int | None:
    """Return the score of `points`, 0 to 100, None where there are none; half a point is rounded up.

    100 × Σ(weight × factor × (value - 1) ÷ 4) ÷ Σ weight. For one department that is its own score; for all of an idea
    it is the mean of theirs, each as heavy as the criteria that it scored.
    """
    rows = list(points)
    weight = sum(one.weight for one in rows)
    if not weight:
        return None
    earned = sum((one.weight * one.factor * (one.value - LOWEST) for one in rows), Decimal(0))
    exact = 100 * earned / (weight * (HIGHEST - LOWEST))
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
