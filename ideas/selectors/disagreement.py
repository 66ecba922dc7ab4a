"""Where the departments of an idea do not agree.

Source: docs/review-process.md 3.5.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from ideas.models import Idea, Review, SecondReading
from ideas.selectors.lanes import Lane

FAR_APART: Final = 3  # points between two scores
_FOR = frozenset({Review.Recommendation.SUPPORT, Review.Recommendation.SUPPORT_WITH_CONDITIONS})


def flagged_departments(*, idea: Idea) -> frozenset[int]:
    """Return the keys of the departments that block `idea`, or stand apart from the others, in its present round.

    That is whoever does not support it; where scores lie three points or more apart, the departments of the lowest;
    and those whose own second reader does not agree. Empty: they agree. Three queries.
    """
    rows = Review.objects.filter(idea=idea, round=idea.round, state=Review.State.SUBMITTED)
    reviews = list(rows.prefetch_related("scores").order_by("id"))
    against = {one.department_id for one in reviews if one.recommendation == Review.Recommendation.DO_NOT_SUPPORT}
    return frozenset(against | _far_below(reviews) | _not_agreed(idea))


def disagrees(*, idea: Idea) -> bool:
    """Return whether departments that answered recommend different directions, or score three points apart."""
    rows = Review.objects.filter(idea=idea, round=idea.round, state=Review.State.SUBMITTED)
    reviews = list(rows.prefetch_related("scores").order_by("id"))
    said = {one.recommendation in _FOR for one in reviews}
    return len(said) > 1 or bool(_far_below(reviews))


def disagreement_for(*, idea: Idea, lanes: Sequence[Lane]) -> bool | None:
    """Return whether departments disagree, None for a reader of `lanes` who may not read every answer that was given.

    Two queries, none where there are fewer than two answers or where they may not be read.
    """
    if not reads_every_answer(lanes):
        return None
    given = [lane for lane in lanes if lane.state == Review.State.SUBMITTED]
    return len(given) > 1 and disagrees(idea=idea)


def reads_every_answer(lanes: Sequence[Lane]) -> bool:
    """Return whether an answer was given, and the reader of `lanes` may read each that was, scores and all. No query."""
    given = [lane for lane in lanes if lane.state == Review.State.SUBMITTED]
    return bool(given) and all(lane.answer is not None and lane.answer.is_whole for lane in given)


def _far_below(reviews: Sequence[Review]) -> set[int]:
    """The departments of the lowest score, where it lies far from the highest."""
    lowest = {one.department_id: low for one in reviews if (low := min(_scores(one), default=None)) is not None}
    highest = max((score for one in reviews for score in _scores(one)), default=0)
    return _far(lowest, highest)


def _far(lowest: Mapping[int, int], highest: int) -> set[int]:
    return {department for department, low in lowest.items() if highest - low >= FAR_APART}


def _scores(review: Review) -> list[int]:
    return [score.value for score in review.scores.all() if score.value is not None]


def _not_agreed(idea: Idea) -> set[int]:
    readings = SecondReading.objects.filter(review__idea=idea, review__round=idea.round).order_by("id")
    latest = dict(readings.values_list("review__department_id", "verdict"))
    return {department for department, verdict in latest.items() if verdict == SecondReading.Verdict.DISAGREE}
