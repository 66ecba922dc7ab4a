"""The score of an idea in words, never without the departments behind it.

Source: docs/review-process.md 3.5 "The score".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from frontend import design
from ideas.models import Review
from ideas.selectors.scores import LaneScore, ScoreProfile


@dataclass(frozen=True)
class ScoreRow:
    """One department: what it recommends and how sure it is, and its score; `words` stand in place of a missing one."""

    name: str
    says: str
    score: int | None
    words: str

    @property
    def line(self) -> str:
        """All of it in one line."""
        return ", ".join(filter(None, [self.words, self.says]))


@dataclass(frozen=True)
class ScoreCard:
    """Context of partials/reviews/score.html: the score of an idea in words, and its departments."""

    words: str
    rows: Sequence[ScoreRow]
    number: int | None = None


def score_card(profile: ScoreProfile | None) -> ScoreCard | None:
    """Return `profile` in words, None where it is not for the reader."""
    if profile is None:
        return None
    words = _of_hundred(profile.score) or _("no score, as no criterion was scored")
    return ScoreCard(words, [_row(one) for one in profile.lanes], profile.score)


def _row(one: LaneScore) -> ScoreRow:
    if not one.recommendation:
        return ScoreRow(one.name, "", None, _("no answer"))
    recommends = str(design.look_of(design.REVIEWS, one.recommendation).words)
    says = f"{recommends} · {Review.Confidence(one.confidence).label}"
    return ScoreRow(one.name, says, one.score, _of_hundred(one.score) or _("no score"))


def _of_hundred(score: int | None) -> str:
    return "" if score is None else _("%(score)d of 100") % {"score": score}
