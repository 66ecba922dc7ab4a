"""Who leads a department today: its lead and deputy, and programme managers while both are away.

Source: docs/review-process.md 3.7.
"""

from ideas.models import Absence, Membership, User
from ideas.policies.delegations import day_here
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of


def leads_today(person: User, department_id: int) -> bool:
    """Return whether `person` leads the department or is its deputy, or stands in for both of them.

    No query besides the roles of `person`; two for programme managers.
    """
    standing = standing_of(person)
    if not person.is_active:
        return False
    if department_id in standing.leads | standing.deputises:
        return True
    return standing.has(Permission.STAND_IN_FOR_LEADS) and not _has_leader_present(department_id)


def _has_leader_present(department_id: int) -> bool:
    """Whether lead or deputy works here and is not away today."""
    today = day_here()
    away = Absence.objects.filter(from_on__lte=today, to_on__gte=today).values("person")
    places = Membership.objects.filter(department=department_id, person__is_active=True)
    leaders = places.filter(role__in=[Membership.Role.LEAD, Membership.Role.DEPUTY])
    return leaders.exclude(person__in=away).exists()
