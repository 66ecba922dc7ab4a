"""Bodies of what a department said before and after it changed its answer."""

from dataclasses import dataclass
from datetime import datetime

from ideas.models import ReviewVersion


@dataclass(frozen=True, slots=True)
class ReviewVersionBody:
    """What a department said first (1) or after a change, and why it changed."""

    number: int
    at: datetime
    reason: str
    recommendation: str
    confidence: str
    plain_answer: str


def version_body(version: ReviewVersion) -> ReviewVersionBody:
    """Return what was said, without what reviewers note among themselves."""
    said = {name: str(version.content[name]) for name in ("recommendation", "confidence", "plain_answer")}
    return ReviewVersionBody(number=version.number, at=version.at, reason=version.reason, **said)
