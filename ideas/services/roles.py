"""Roles for the whole organisation: granted and taken back by administrators."""

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.exceptions import Conflict, InvalidValue
from ideas.models import RoleGrant, User
from ideas.services.audit import record_audit
from ideas.services.people import lock_administrators, refuse_last_administrator, refuse_unless_manager
from ideas.services.sessions import end_sessions


@transaction.atomic
def grant_role(*, person: User, role: str, by: User) -> RoleGrant:
    """Give `person` a role; giving it again changes nothing. They sign in anew, unless they did it themselves.

    Raises:
        NotPermitted: `by` does not manage people (403, `not_administrator`).
        InvalidValue: there is no such role (422, `unknown_role`).
        Conflict: the account is closed (409, `person_inactive`), or somebody else chairs the board
            (409, `chair_taken`).

    Audited.
    """
    refuse_unless_manager(by)
    if role not in RoleGrant.Role.values:
        raise InvalidValue(_("There is no such role."), code="unknown_role")
    row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not row.is_active:
        raise Conflict(_("%(name)s cannot sign in any more.") % {"name": row.name}, code="person_inactive")
    if role == RoleGrant.Role.BOARD_CHAIR and RoleGrant.objects.filter(role=role).exclude(person=row).exists():
        raise Conflict(_("Somebody chairs the board already. Take that role back first."), code="chair_taken")
    grant, is_new = RoleGrant.objects.get_or_create(person=row, role=role, defaults={"granted_by": by})
    if is_new:
        _changed(row, by)
        record_audit(
            action="role.grant", by=by, object_type="person", object_id=row.public_id, after={"role": grant.role}
        )
    return grant


@transaction.atomic
def revoke_role(*, person: User, role: str, by: User) -> None:
    """Take a role back; taking it back again changes nothing. The last administrator stays.

    Raises:
        NotPermitted: `by` does not manage people (403, `not_administrator`).
        Conflict: it would leave no administrator (409, `last_administrator`).

    Audited.
    """
    refuse_unless_manager(by)
    lock_administrators()
    row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    grants = RoleGrant.objects.filter(person=row, role=role)
    if not grants.exists():
        return
    if role == RoleGrant.Role.ADMINISTRATOR:
        refuse_last_administrator(row)
    grants.delete()
    _changed(row, by)
    record_audit(action="role.revoke", by=by, object_type="person", object_id=row.public_id, before={"role": role})


def _changed(person: User, by: User) -> None:
    """An old session ends with the rights it was opened with."""
    if person.pk != by.pk:
        end_sessions(person=person)
