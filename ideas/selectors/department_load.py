"""How much of what it can carry a department carries now."""

from collections.abc import Collection, Mapping

from django.db.models import Sum

from ideas.models import Membership, Review
from ideas.policies.reviews import OPEN_STATES
from ideas.selectors.rule_sets import active_rule_set, rules_of

FULL = 100


def load_percents(*, department_ids: Collection[int]) -> Mapping[int, int]:
    """Return for each department its open points as percent of what its active reviewers may hold, rounded down.

    A department without reviewers is full. Three queries, none without departments.
    """
    if not department_ids:
        return {}
    cap = rules_of(active_rule_set()).max_open_points
    places = Membership.objects.filter(department__in=department_ids, person__is_active=True)
    room = dict(places.values_list("department").annotate(total=Sum("capacity")))
    held = Review.objects.filter(department__in=department_ids, state__in=OPEN_STATES)
    points = dict(held.values_list("department").annotate(total=Sum("points")))
    return {
        key: int(FULL * points.get(key, 0) / (cap * room[key])) if room.get(key) else FULL for key in department_ids
    }
