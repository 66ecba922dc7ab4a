"""Bodies of what departments scored."""

from dataclasses import dataclass
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from ideas.selectors.scores import LaneScore, ScoreProfile


@dataclass(frozen=True, slots=True)
class DepartmentScoreBody:
    """What one department that was asked scored; all null where it gave no answer."""

    department: Annotated[str, _("slug of the department")]
    name: str
    score: Annotated[int | None, _("0 to 100; null too where it could say of nothing")]
    recommendation: str | None
    confidence: Annotated[str | None, _("low counts 0.75, medium 0.9, high 1 by the rules that Groundswell comes with")]


@dataclass(frozen=True, slots=True)
class ScoreProfileBody:
    """The score of an idea, for ranking only, with the departments behind it."""

    score: Annotated[int | None, _("0 to 100; null where no criterion was scored")]
    departments: list[DepartmentScoreBody]


def score_body(profile: ScoreProfile | None) -> ScoreProfileBody | None:
    """Return a score, None where it is not for the reader."""
    if profile is None:
        return None
    return ScoreProfileBody(profile.score, [_department(one) for one in profile.lanes])


def _department(one: LaneScore) -> DepartmentScoreBody:
    return DepartmentScoreBody(
        department=one.slug,
        name=one.name,
        score=one.score,
        recommendation=one.recommendation or None,
        confidence=one.confidence or None,
    )
