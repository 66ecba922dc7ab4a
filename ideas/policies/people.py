"""Who may manage people, their places, roles and absences.

Source: docs/permissions.md "Settings".
"""

from ideas.models import Absence, Department, Membership, User
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of


def can_manage_people(person: User) -> bool:
    """Return whether `person` may add, change, invite, import and deactivate people, and grant roles."""
    return standing_of(person).has(Permission.MANAGE_PEOPLE)


def can_manage_departments(person: User) -> bool:
    """Return whether `person` may add and change departments and name their leads."""
    return can_manage_people(person)


def can_manage_members(person: User, department: Department) -> bool:
    """Return whether `person` may add reviewers to `department`, set their capacity, and remove them: its lead may."""
    return can_manage_people(person) or department.pk in standing_of(person).leads


def can_read_load(person: User, department: Department) -> bool:
    """Return whether `person` may read how much work `department` has before it: its lead and deputy, and who keeps order."""
    standing = standing_of(person)
    return department.pk in standing.leads | standing.deputises or standing.has(Permission.OVERRIDE_ROUTING)


def can_set_absence(person: User, whom: User) -> bool:
    """Return whether `person` may say when `whom` is away: everybody for themselves, leads and deputies for members."""
    if not person.is_active:
        return False
    if person == whom:
        return True
    standing = standing_of(person)
    return Membership.objects.filter(person=whom, department__in=standing.leads | standing.deputises).exists()


def can_feed_absences(person: User) -> bool:
    """Return whether `person` may say when anybody active is away, as from a personnel system: administrators may."""
    return person.is_active and can_manage_people(person)


def can_change_absence(person: User, absence: Absence) -> bool:
    """Return whether `person` may change or remove `absence`: who may say it, and administrators what was fed."""
    is_fed = absence.source == Absence.Source.FEED
    return can_set_absence(person, absence.person) or (is_fed and can_feed_absences(person))
