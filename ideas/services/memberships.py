"""The reviewers of a department: added, given a capacity, removed; by administrators and the department's own lead."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import PoolChanged
from ideas.exceptions import Conflict, NotPermitted
from ideas.models import Department, Membership, User
from ideas.policies.people import can_manage_members
from ideas.services.audit import record_audit
from ideas.services.review_owners import release_reviews_of_department
from ideas.typed_text import TypedText

LEAST_CAPACITY: Final = Decimal("0.1")
MOST_CAPACITY: Final = Decimal("1.0")
MAX_TAGS: Final = 10
MAX_TAG_CHARS: Final = 50


@dataclass(frozen=True)
class PlaceFields:
    """Capacity: the share of a full-time reviewer, 0.1 to 1.0, two decimals. Tags: what the person knows about."""

    capacity: Decimal = MOST_CAPACITY
    tags: tuple[str, ...] = ()


@transaction.atomic
def add_member(*, department: Department, person: User, by: User, fields: PlaceFields | None = None) -> Membership:
    """Let `person` review for the department; adding a member again changes nothing.

    Raises:
        NotPermitted: `by` is neither administrator nor lead of the department (403, `not_lead`).
        Conflict: the account is closed (409, `person_inactive`).
        InvalidValue: a value is wrong (422).

    Emits: PoolChanged. Audited.
    """
    _refuse_unless_allowed(by, department)
    cleaned = _clean(fields or PlaceFields())
    row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not row.is_active:
        raise Conflict(_("%(name)s cannot sign in any more.") % {"name": row.name}, code="person_inactive")
    place, is_new = Membership.objects.get_or_create(
        department=department, person=row, defaults={"capacity": cleaned.capacity, "tags": list(cleaned.tags)}
    )
    if is_new:
        _changed(place, by, "membership.add", after=_told(place))
    return place


@transaction.atomic
def change_member(*, membership: Membership, by: User, fields: PlaceFields) -> Membership:
    """Set capacity and tags of a member; the same again changes nothing.

    Raises:
        NotPermitted, InvalidValue: as for adding.

    Emits: PoolChanged. Audited.
    """
    row = Membership.objects.select_for_update(of=("self",)).select_related("department", "person")
    place = row.get(pk=membership.pk)
    _refuse_unless_allowed(by, place.department)
    cleaned, before = _clean(fields), _told(place)
    place.capacity, place.tags = cleaned.capacity, list(cleaned.tags)
    if _told(place) == before:
        return place
    place.save(update_fields=["capacity", "tags"])
    _changed(place, by, "membership.change", before=before, after=_told(place))
    return place


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> None:
    """Let a member review no longer for the department; their open reviews for it go back to its queue.

    Removing somebody who is gone already changes nothing.

    Raises:
        NotPermitted: as for adding.
        Conflict: they are lead or deputy (409, `is_leader`): name somebody else first.

    Emits: PoolChanged. Audited.
    """
    _refuse_unless_allowed(by, membership.department)
    release_reviews_of_department(person=membership.person, department=membership.department)
    rows = Membership.objects.select_for_update(of=("self",)).select_related("department", "person")
    place = rows.filter(pk=membership.pk).first()
    if place is None:
        return
    refuse_leader(place)
    _changed(place, by, "membership.remove", before=_told(place))
    place.delete()


def refuse_leader(place: Membership) -> None:
    """Refuse to remove the lead or the deputy of a department.

    Raises:
        Conflict: they are lead or deputy (409, `is_leader`).
    """
    if place.role != Membership.Role.REVIEWER:
        words = {"name": place.person.name, "role": place.get_role_display()}
        raise Conflict(_("%(name)s is the department’s %(role)s. Name somebody else first.") % words, code="is_leader")


def _refuse_unless_allowed(by: User, department: Department) -> None:
    if not can_manage_members(by, department):
        raise NotPermitted(_("Only the department’s lead and administrators change its reviewers."), code="not_lead")


def _clean(fields: PlaceFields) -> PlaceFields:
    typed = TypedText()
    if not LEAST_CAPACITY <= fields.capacity <= MOST_CAPACITY:
        typed.add("capacity", "out_of_range", _("Capacity goes from 0.1 to 1: one is somebody who does nothing else."))
    tags = tuple(typed.line("tags", tag, max_chars=MAX_TAG_CHARS, is_required=True) for tag in fields.tags)
    if len(tags) > MAX_TAGS:
        typed.add("tags", "too_many", _("At most 10 words fit."))
    typed.refuse_problems()
    return PlaceFields(fields.capacity, tuple(dict.fromkeys(tags)))


def _told(place: Membership) -> dict[str, object]:
    return {"department": place.department.slug, "capacity": str(place.capacity.normalize()), "tags": list(place.tags)}


def _changed(
    place: Membership,
    by: User,
    action: str,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    outbox.record(PoolChanged(actor_id=by.pk, department_id=place.department_id))
    record_audit(
        action=action, by=by, object_type="person", object_id=place.person.public_id, before=before, after=after
    )
