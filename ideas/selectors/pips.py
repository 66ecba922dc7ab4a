"""The states of an idea's required reviews, as the small marks of a list show them."""

from typing import Final

from ideas.models import Review

LATE: Final = "late"
_WAITING: Final = frozenset({Review.State.QUEUED.value, Review.State.ASSIGNED.value, Review.State.DRAFTING.value})


def code_of(state: str, *, is_past: bool) -> str:
    """Return the code of a mark: the review's state, or `late` for one that is open after its date (`is_past`)."""
    return LATE if is_past and state in _WAITING else state
