"""Who leads a department today: its lead and deputy, and programme managers while both are away.

Source: docs/review-process.md 3.7.
"""

from ideas.models import Absence, Department, Membership, User
from ideas.policies.delegations import day_here
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of


def leads_today(person: User, department_id: int) -> bool:
    """Return whether `person` leads the department or is its deputy, or stands in for both of them.

    No query besides the roles of `person`; two at most for programme managers.
    """
    return department_id in departments_led_today(person)


def departments_led_today(person: User) -> frozenset[int]:
    """Return the keys of the departments that `person` leads, deputises, or stands in for. Queries as `leads_today`."""
    standing = standing_of(person)
    if not person.is_active:
        return frozenset()
    led = standing.leads | standing.deputises
    return led | _without_leader() if standing.has(Permission.STAND_IN_FOR_LEADS) else led


def _without_leader() -> frozenset[int]:
    """The departments where neither lead nor deputy works here and is not away today."""
    today = day_here()
    away = Absence.objects.whole_days().on(today).values("person")
    places = Membership.objects.filter(
        role__in=[Membership.Role.LEAD, Membership.Role.DEPUTY], person__is_active=True
    ).exclude(person__in=away)
    return frozenset(Department.objects.exclude(pk__in=places.values("department")).values_list("pk", flat=True))
