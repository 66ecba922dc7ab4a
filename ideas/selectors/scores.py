"""What the departments' scores come to, always with the profile of who scored what.

Source: docs/review-process.md 3.5 "The score".
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ideas.models import Idea, Review, Score
from ideas.routing.ruleset import RuleSet as Rules
from ideas.routing.score import Point, points_of, score_of
from ideas.selectors.disagreement import reads_every_answer
from ideas.selectors.lanes import Lane
from ideas.selectors.questionnaires import rule_set_of
from ideas.selectors.rule_sets import rules_of


@dataclass(frozen=True)
class LaneScore:
    """What one department that was asked scored, 0 to 100; None where it gave no answer, or could say of nothing."""

    lane: Lane
    score: int | None


@dataclass(frozen=True)
class ScoreProfile:
    """The score of an idea, 0 to 100, and the departments behind it in the rule set's order.

    `score` is None where no criterion was scored. It orders ideas and decides nothing.
    """

    score: int | None
    lanes: tuple[LaneScore, ...]


def score_profile(*, idea: Idea, lanes: Sequence[Lane]) -> ScoreProfile | None:
    """Return the score of `idea` in its present round, None for a reader of `lanes` who may not read every answer given.

    Two queries however many reviews, none where it is not for the reader.
    """
    if not reads_every_answer(lanes):
        return None
    rules = rules_of(rule_set_of(idea_id=idea.pk, round=idea.round))
    asked = [lane for lane in lanes if lane.review is not None]
    values = _values(lane.review for lane in asked if lane.review is not None)
    points = {lane.slug: _points(rules, lane, values) for lane in asked}
    return ScoreProfile(
        score=score_of(point for slug in points for point in points[slug]),
        lanes=tuple(LaneScore(lane, score_of(points[lane.slug])) for lane in asked),
    )


def _values(reviews: Iterable[Review]) -> Mapping[int, Mapping[str, int]]:
    """The values by review and criterion; those of answers that were given alone, never of a draft."""
    given = [review.pk for review in reviews if review.state == Review.State.SUBMITTED]
    rows = Score.objects.filter(review__in=given, value__isnull=False)
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for review, criterion, value in rows.values_list("review_id", "criterion_id", "value"):
        if value is not None:
            found[review][criterion] = value
    return found


def _points(rules: Rules, lane: Lane, values: Mapping[int, Mapping[str, int]]) -> tuple[Point, ...]:
    guide = rules.department(lane.slug)
    if guide is None or lane.review is None:
        return ()
    confidence = rules.confidence(lane.review.confidence)
    factor = confidence.factor if confidence else Decimal(1)
    return tuple(points_of(guide, values.get(lane.review.pk, {}), factor))
