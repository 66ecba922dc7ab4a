"""Who may change what holds for the whole organisation.

Source: docs/permissions.md "Settings".
"""

from ideas.models import Calendar, Department, Organisation, Site, User
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of

SETTINGS_PERMISSIONS = (
    Permission.MANAGE_ORGANISATION,
    Permission.MANAGE_PEOPLE,
    Permission.MANAGE_ENDPOINTS,
    Permission.EDIT_RULES,
    Permission.READ_HEALTH,
)


def can_change_organisation(person: User) -> bool:
    """Return whether `person` may change name, logo, time zone, currency and calendar of the organisation."""
    return standing_of(person).has(Permission.MANAGE_ORGANISATION)


def can_open_settings(person: User) -> bool:
    """Return whether any page of the settings is for `person`; leads come for their own department."""
    standing = standing_of(person)
    return bool(standing.leads) or any(standing.has(permission) for permission in SETTINGS_PERMISSIONS)


def can_edit_calendar(person: User, calendar: Calendar) -> bool:
    """Return whether `person` may change `calendar`.

    A lead may change the one of their own department, as long as nobody else works by it.
    """
    standing = standing_of(person)
    if standing.has(Permission.EDIT_CALENDARS):
        return True
    users = set(Department.objects.filter(calendar=calendar).values_list("pk", flat=True))
    if not users or not users <= standing.leads:
        return False
    is_shared = (
        Organisation.objects.filter(calendar=calendar).exists() or Site.objects.filter(calendar=calendar).exists()
    )
    return not is_shared


def can_edit_sites(person: User) -> bool:
    """Return whether `person` may add, change and remove sites: those who keep every calendar."""
    return standing_of(person).has(Permission.EDIT_CALENDARS)
