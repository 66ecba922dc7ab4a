"""What the departments' scores come to, always with the profile of who scored what.

Source: docs/review-process.md 3.5 "The score".
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ideas.models import Idea, Review, RoutingDecision, Score
from ideas.querysets.rounds import in_present_round
from ideas.routing.ruleset import RuleSet as Rules
from ideas.routing.score import Point, points_of, score_of
from ideas.selectors.disagreement import reads_every_answer
from ideas.selectors.lanes import Lane, is_left_out
from ideas.selectors.questionnaires import rule_set_of
from ideas.selectors.rule_sets import rules_of

Values = Mapping[str, int]


@dataclass(frozen=True)
class LaneScore:
    """What one department that was asked scored, 0 to 100; None where it gave no answer, or could say of nothing.

    `recommendation` and `confidence` are empty without an answer.
    """

    slug: str
    name: str
    recommendation: str
    confidence: str
    score: int | None


@dataclass(frozen=True)
class ScoreProfile:
    """The score of an idea, 0 to 100, and the departments behind it in the rule set's order.

    `score` is None where no criterion was scored. It orders ideas and decides nothing.
    """

    score: int | None
    lanes: tuple[LaneScore, ...]


@dataclass(frozen=True)
class _Asked:
    """A department that was asked, its review, and the criteria that it scored."""

    slug: str
    name: str
    review: Review
    values: Values


def score_profile(*, idea: Idea, lanes: Sequence[Lane]) -> ScoreProfile | None:
    """Return the score of `idea` in its present round, None for a reader of `lanes` who may not read every answer given.

    Two queries however many reviews, none where it is not for the reader.
    """
    if not reads_every_answer(lanes):
        return None
    rules = rules_of(rule_set_of(idea_id=idea.pk, round=idea.round))
    values = _values([lane.review for lane in lanes if lane.review is not None])
    asked = [_Asked(lane.slug, lane.name, lane.review, values.get(lane.review.pk, {})) for lane in lanes if lane.review]
    return _profile(rules, asked)


def score_profiles(*, ideas: Collection[Idea]) -> Mapping[int, ScoreProfile]:
    """Return the scores of `ideas` by their keys, for a reader who may read every answer of each: that is for the caller.

    The same as `score_profile`. At most three queries however many ideas; one more for each rule set never read before.
    """
    here = in_present_round(ideas)
    decisions = RoutingDecision.objects.filter(here).select_related("rule_set", "override").order_by("id")
    latest = {row.idea_id: row for row in decisions.defer("rule_set__body", "routing")} if ideas else {}
    reviews: defaultdict[int, dict[str, Review]] = defaultdict(dict)
    for review in Review.objects.filter(here).select_related("department") if ideas else ():
        reviews[review.idea_id][review.department.slug] = review
    values = _values([one for by_slug in reviews.values() for one in by_slug.values()])
    return {key: _of_idea(row, reviews[key], values) for key, row in latest.items()}


def score_now(*, idea: Idea) -> int | None:
    """Count the score of `idea` in its present round, 0 to 100, from the answers that were given. At most three queries."""
    rules = rules_of(rule_set_of(idea_id=idea.pk, round=idea.round))
    given = Review.objects.filter(idea=idea, round=idea.round, state=Review.State.SUBMITTED).select_related(
        "department"
    )
    reviews = list(given)
    values = _values(reviews)
    asked = [_Asked(one.department.slug, "", one, values.get(one.pk, {})) for one in reviews]
    return score_of(point for one in asked for point in _points(rules, one))


def _of_idea(decision: RoutingDecision, reviews: Mapping[str, Review], values: Mapping[int, Values]) -> ScoreProfile:
    rules = rules_of(decision.rule_set)
    asked = [
        _Asked(guide.slug, guide.name, reviews[guide.slug], values.get(reviews[guide.slug].pk, {}))
        for guide in rules.departments
        if guide.slug in reviews and not is_left_out(guide.slug, reviews[guide.slug], decision.override)
    ]
    return _profile(rules, asked)


def _profile(rules: Rules, asked: Sequence[_Asked]) -> ScoreProfile:
    points = {one.slug: _points(rules, one) for one in asked}
    return ScoreProfile(
        score=score_of(point for slug in points for point in points[slug]),
        lanes=tuple(_lane(one, points[one.slug]) for one in asked),
    )


def _lane(asked: _Asked, points: Sequence[Point]) -> LaneScore:
    review = asked.review
    is_given = review.state == Review.State.SUBMITTED
    recommendation, confidence = (review.recommendation, review.confidence) if is_given else ("", "")
    return LaneScore(asked.slug, asked.name, recommendation, confidence, score_of(points))


def _values(reviews: Iterable[Review]) -> Mapping[int, Values]:
    """The values by review and criterion; those of answers that were given alone, never of a draft."""
    given = [review.pk for review in reviews if review.state == Review.State.SUBMITTED]
    rows = Score.objects.filter(review__in=given, value__isnull=False)
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for review, criterion, value in rows.values_list("review_id", "criterion_id", "value"):
        if value is not None:
            found[review][criterion] = value
    return found


def _points(rules: Rules, asked: _Asked) -> tuple[Point, ...]:
    guide = rules.department(asked.slug)
    if guide is None:
        return ()
    confidence = rules.confidence(asked.review.confidence)
    factor = confidence.factor if confidence else Decimal(1)
    return tuple(points_of(guide, asked.values, factor))
