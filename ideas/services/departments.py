"""Departments: what they are, who leads them, by which calendar they work."""

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import PoolChanged
from ideas.exceptions import Conflict, NotPermitted
from ideas.models import Calendar, Department, Membership, Review, Site, User
from ideas.policies.people import can_manage_departments
from ideas.services.audit import record_audit
from ideas.typed_text import TypedText

MAX_NAME_CHARS: Final = 200
RESERVED_SLUG: Final = "add"  # an address of the settings
Role = Membership.Role


@dataclass(frozen=True)
class DepartmentFields:
    """What an administrator writes about a department. `calendar`: None for that of its `site`, else the organisation's."""

    name: str
    kind: str = Department.Kind.SERVICE
    calendar: Calendar | None = None
    is_active: bool = True
    site: Site | None = None


@transaction.atomic
def add_department(*, by: User, fields: DepartmentFields) -> Department:
    """Add a department. The seven that review ideas stand from the beginning.

    Raises:
        NotPermitted: `by` does not manage departments (403, `not_administrator`).
        InvalidValue: a value is wrong, or the name is taken (422, `name_taken`).

    Audited.
    """
    _refuse_unless_manager(by)
    cleaned = _clean(fields)
    row = Department.objects.create(slug=_free_slug(cleaned.name), **_columns(cleaned))
    record_audit(action="department.add", by=by, object_type="department", object_id=row.slug, after=_told(cleaned))
    return row


@transaction.atomic
def change_department(*, department: Department, by: User, fields: DepartmentFields) -> Department:
    """Write a department anew; reviews that are open keep the dates they have.

    Raises:
        NotPermitted, InvalidValue: as for adding.
        Conflict: it is asked for reviews by the rules and cannot be closed (409, `department_needed`).

    Audited.
    """
    _refuse_unless_manager(by)
    row = Department.objects.select_for_update().get(pk=department.pk)
    cleaned = _clean(fields, department=row)
    before = DepartmentFields(row.name, row.kind, row.calendar, row.is_active, row.site)
    if cleaned == before:
        return row
    _refuse_closing(row, cleaned)
    for column, value in _columns(cleaned).items():
        setattr(row, column, value)
    row.save()
    record_audit(
        action="department.change",
        by=by,
        object_type="department",
        object_id=row.slug,
        before=_told(before),
        after=_told(cleaned),
    )
    return row


@transaction.atomic
def name_leader(*, department: Department, role: str, person: User | None, by: User) -> Membership | None:
    """Make `person` the lead or deputy of the department; who was it stays a reviewer. None leaves the place empty.

    Args:
        role: lead or deputy.

    Raises:
        NotPermitted: `by` does not manage departments (403, `not_administrator`).
        Conflict: the account is closed (409, `person_inactive`).

    Emits: PoolChanged. Audited.
    """
    _refuse_unless_manager(by)
    # The person before the department: closing an account holds the person and then tells departments.
    if person is not None:
        person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    row = Department.objects.select_for_update().get(pk=department.pk)
    if person is not None and not person.is_active:
        raise Conflict(_("%(name)s cannot sign in any more.") % {"name": person.name}, code="person_inactive")
    earlier = Membership.objects.filter(department=row, role=role).select_related("person").first()
    if earlier is not None and person is not None and earlier.person_id == person.pk:
        return earlier
    Membership.objects.filter(department=row, role=role).update(role=Role.REVIEWER)
    place = _place(row, person, role) if person is not None else None
    outbox.record(PoolChanged(actor_id=by.pk, department_id=row.pk))
    record_audit(
        action=f"department.{role}",
        by=by,
        object_type="department",
        object_id=row.slug,
        before={"person": str(earlier.person.public_id) if earlier else None},
        after={"person": str(person.public_id) if person else None},
    )
    return place


def _place(department: Department, person: User, role: str) -> Membership:
    place, _is_new = Membership.objects.update_or_create(department=department, person=person, defaults={"role": role})
    return place


def _refuse_unless_manager(by: User) -> None:
    if not can_manage_departments(by):
        raise NotPermitted(_("Only administrators change departments."), code="not_administrator")


def _refuse_closing(row: Department, fields: DepartmentFields) -> None:
    is_open = Review.objects.filter(department=row, state__in=["queued", "assigned", "drafting"]).exists()
    is_closing = row.is_active and not fields.is_active
    loses_kind = row.kind == Department.Kind.CORE and fields.kind != Department.Kind.CORE
    if (is_closing or loses_kind) and (row.kind == Department.Kind.CORE or is_open):
        raise Conflict(
            _("%(name)s is asked to review ideas, so it stays.") % {"name": row.name}, code="department_needed"
        )


def _clean(fields: DepartmentFields, *, department: Department | None = None) -> DepartmentFields:
    typed = TypedText()
    name = typed.line("name", fields.name, max_chars=MAX_NAME_CHARS, is_required=True)
    others = Department.objects.filter(name__iexact=name)
    if (others.exclude(pk=department.pk) if department else others).exists():
        typed.add("name", "name_taken", _("There is a department of this name already."))
    if fields.kind not in Department.Kind.values:
        typed.add("kind", "invalid_choice", _("Choose one of the kinds offered."))
    # Held until the end, so that nobody removes it meanwhile.
    if fields.site and not Site.objects.select_for_update(no_key=True).filter(pk=fields.site.pk).exists():
        typed.add("site", "invalid_choice", _("There is no such site, or it was removed."))
    typed.refuse_problems()
    return DepartmentFields(name, fields.kind, fields.calendar, fields.is_active, fields.site)


def _free_slug(name: str) -> str:
    base = slugify(name)[:45] or "department"
    taken = set(Department.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    taken.add(RESERVED_SLUG)
    candidates = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)


def _columns(fields: DepartmentFields) -> dict[str, object]:
    return {
        "name": fields.name,
        "kind": fields.kind,
        "calendar": fields.calendar,
        "is_active": fields.is_active,
        "site": fields.site,
    }


def _told(fields: DepartmentFields) -> dict[str, object]:
    calendar, site = fields.calendar, fields.site
    return {
        **_columns(fields),
        "calendar": calendar.key if calendar else None,
        "site": str(site.public_id) if site else None,
    }
