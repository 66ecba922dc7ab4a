"""Which answers are read a second time, and by whom.

Source: docs/review-process.md 3.9.
"""

from typing import Final

from ideas.models import SecondReading, User
from ideas.policies.authorship import authorship_of

SECOND_READ_TIER: Final = 3
SECOND_READ_DEPARTMENTS: Final = frozenset({"security", "legal"})


def is_read_twice(tier: int | None, department: str | None = None) -> bool:
    """Return whether answers of the department (a slug; None: of any) to an idea of `tier` need a second pair of eyes."""
    return tier == SECOND_READ_TIER and (department is None or department in SECOND_READ_DEPARTMENTS)


def can_give_second_reading(user: User, reading: SecondReading) -> bool:
    """Return whether `user` says what they think of the answer: its reader, without a conflict. Not whether it is open."""
    if not user.is_active or reading.reader_id != user.pk or reading.review.owner_id == user.pk:
        return False
    idea_id = reading.review.idea_id
    return user.pk not in authorship_of([idea_id])[idea_id].conflicted_ids
