"""How far the departments are with each of some ideas: one code for each that the decision waits for."""

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from ideas.models import Idea, Review

LATE = "late"


def required_states(*, ideas: Iterable[Idea]) -> dict[int, tuple[str, ...]]:
    """Return the states of the required reviews of each idea's present round, by the idea's key. One query.

    A code is that of the review's state, or `late` for one that is open after its date.
    """
    reviews = Review.objects.filter(idea__in=list(ideas), round=F("idea__round"), mode=Review.Mode.REQUIRED)
    states: dict[int, tuple[str, ...]] = {}
    now = timezone.now()
    open_states = {Review.State.QUEUED, Review.State.ASSIGNED, Review.State.DRAFTING}
    rows = reviews.exclude(state=Review.State.CANCELLED).order_by("idea_id", "department_id")
    for idea_id, state, due_at in rows.values_list("idea_id", "state", "due_at"):
        code = LATE if state in open_states and due_at < now else state
        states[idea_id] = (*states.get(idea_id, ()), code)
    return states
