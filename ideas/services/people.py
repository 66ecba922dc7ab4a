"""People: added, changed, deactivated, taken back. Nobody is ever deleted, because what they wrote stands."""

from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import PersonDeactivated
from ideas.exceptions import Conflict, NotPermitted
from ideas.models import Department, RoleGrant, User
from ideas.policies.people import can_manage_people
from ideas.services.audit import record_audit
from ideas.services.pools import tell_pools
from ideas.services.review_owners import release_reviews
from ideas.services.sessions import end_every_access
from ideas.typed_text import TypedText

MAX_NAME_CHARS: Final = 200
MAX_EMAIL_CHARS: Final = 254
FURTHEST_MANAGERS: Final = 50


@dataclass(frozen=True)
class PersonFields:
    """What an administrator writes about a person."""

    email: str
    name: str
    job_title: str = ""
    department: Department | None = None
    site: str = ""
    manager: User | None = None


@transaction.atomic
def add_person(*, by: User, fields: PersonFields) -> User:
    """Add a member of staff. They cannot sign in before they are invited.

    Raises:
        NotPermitted: `by` does not manage people (403, `not_administrator`).
        InvalidValue: a value is wrong, or the address is somebody's already (422; `email_taken`).

    Audited.
    """
    refuse_unless_manager(by)
    cleaned = clean_fields(fields)
    person = User.objects.create_user(**_columns(cleaned))  # type: ignore[arg-type]
    record_audit(action="person.add", by=by, object_type="person", object_id=person.public_id, after=_told(cleaned))
    return person


@transaction.atomic
def change_person(*, person: User, by: User, fields: PersonFields) -> User:
    """Write what is known about a person anew; the same again changes nothing.

    A new address revokes the links that were sent to the old one, and ends the sessions.

    Raises:
        NotPermitted, InvalidValue: as for adding; a chain of managers may not come back to the person
            (422, `manager_loop`).

    Audited.
    """
    refuse_unless_manager(by)
    row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    before = _present(row)
    cleaned = clean_fields(fields, person=row)
    if cleaned == before:
        return row
    for column, value in _columns(cleaned).items():
        setattr(row, column, value)
    row.save()
    if cleaned.email != before.email:
        end_every_access(person=row)
    record_audit(
        action="person.change",
        by=by,
        object_type="person",
        object_id=row.public_id,
        before=_told(before),
        after=_told(cleaned),
    )
    return row


@transaction.atomic
def deactivate_person(*, person: User, by: User, reason: str = "") -> User:
    """Close somebody's account at once: sessions, tokens and links end, their open reviews go back to the queues.

    Doing it again changes nothing. Their ideas, votes and answers stay.

    Raises:
        NotPermitted: `by` does not manage people (403, `not_administrator`).
        Conflict: it is the last administrator (409, `last_administrator`), or oneself (409, `own_account`).

    Emits: PersonDeactivated; PoolChanged for their departments. Audited.
    """
    refuse_unless_manager(by)
    lock_administrators()
    row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not row.is_active:
        return row
    if row.pk == by.pk:
        raise Conflict(_("Nobody closes their own account. Ask another administrator."), code="own_account")
    refuse_last_administrator(row)
    row.is_active = False
    row.save(update_fields=["is_active"])
    release_reviews(person=row)
    end_every_access(person=row)
    tell_pools(person=row, by=by)
    outbox.record(PersonDeactivated(actor_id=by.pk, person_id=row.pk))
    record_audit(action="person.deactivate", by=by, object_type="person", object_id=row.public_id, reason=reason[:1000])
    return row


@transaction.atomic
def reactivate_person(*, person: User, by: User) -> User:
    """Open a closed account again, with the places and roles it had; doing it again changes nothing.

    They sign in with the password they had, or are invited anew.

    Raises:
        NotPermitted: `by` does not manage people (403, `not_administrator`).

    Emits: PoolChanged for their departments. Audited.
    """
    refuse_unless_manager(by)
    row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if row.is_active:
        return row
    row.is_active = True
    row.save(update_fields=["is_active"])
    tell_pools(person=row, by=by)
    record_audit(action="person.reactivate", by=by, object_type="person", object_id=row.public_id)
    return row


def refuse_unless_manager(by: User) -> None:
    """Raise where `by` does not manage people.

    Raises:
        NotPermitted: (403, `not_administrator`).
    """
    if not can_manage_people(by):
        raise NotPermitted(_("Only administrators manage people."), code="not_administrator")


def lock_administrators() -> None:
    """Hold the administrators' roles, so that two at once do not remove the last two of them."""
    list(RoleGrant.objects.select_for_update().filter(role=RoleGrant.Role.ADMINISTRATOR).values_list("pk"))


def refuse_last_administrator(person: User) -> None:
    """Raise where `person` is the only active administrator; the caller holds `lock_administrators`.

    Raises:
        Conflict: (409, `last_administrator`).
    """
    grants = RoleGrant.objects.filter(role=RoleGrant.Role.ADMINISTRATOR, person__is_active=True)
    if set(grants.values_list("person_id", flat=True)) == {person.pk}:
        raise Conflict(
            _("%(name)s is the only administrator. Name another one first.") % {"name": person.name},
            code="last_administrator",
        )


def clean_fields(fields: PersonFields, *, person: User | None = None) -> PersonFields:
    """Return `fields` as they are stored.

    Args:
        person: whom they are about; None for somebody new.

    Raises:
        InvalidValue: with every problem (422).
    """
    typed = TypedText()
    cleaned = PersonFields(
        email=_email(fields.email, typed, person),
        name=typed.line("name", fields.name, max_chars=MAX_NAME_CHARS, is_required=True),
        job_title=typed.line("job_title", fields.job_title, max_chars=MAX_NAME_CHARS),
        department=fields.department,
        site=typed.line("site", fields.site, max_chars=MAX_NAME_CHARS),
        manager=fields.manager,
    )
    if person is not None and _leads_back(fields.manager, person):
        typed.add("manager", "manager_loop", _("This person reports to somebody who reports to them."))
    typed.refuse_problems()
    return cleaned


def _email(text: str, typed: TypedText, person: User | None) -> str:
    email = typed.line("email", text, max_chars=MAX_EMAIL_CHARS, is_required=True).lower()
    if any(problem.field == "email" for problem in typed.problems):
        return email
    try:
        validate_email(email)
    except ValidationError:
        typed.add("email", "email", _("Write an e-mail address, as name@example.org."))
        return email
    others = User.objects.filter(email__iexact=email)
    if (others.exclude(pk=person.pk) if person else others).exists():
        typed.add("email", "email_taken", _("Somebody here has this address already."))
    return email


def _leads_back(manager: User | None, person: User) -> bool:
    for _step in range(FURTHEST_MANAGERS):
        if manager is None:
            return False
        if manager.pk == person.pk:
            return True
        manager = manager.manager
    return True


def _columns(fields: PersonFields) -> dict[str, object]:
    return {
        "email": fields.email,
        "name": fields.name,
        "job_title": fields.job_title,
        "department": fields.department,
        "site": fields.site,
        "manager": fields.manager,
    }


def _present(row: User) -> PersonFields:
    return PersonFields(row.email, row.name, row.job_title, row.department, row.site, row.manager)


def _told(fields: PersonFields) -> dict[str, object]:
    return {
        "email": fields.email,
        "name": fields.name,
        "job_title": fields.job_title,
        "department": fields.department.slug if fields.department else None,
        "site": fields.site,
        "manager": str(fields.manager.public_id) if fields.manager else None,
    }
