"""Adds many people from a file, after a dry run that says what would happen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import PersonInvited
from ideas.exceptions import InvalidValue
from ideas.models import Department, User
from ideas.people_file import FileRow, RowProblem, read_people_file
from ideas.services.audit import record_audit
from ideas.services.people import MAX_EMAIL_CHARS, MAX_NAME_CHARS, refuse_unless_manager
from ideas.text import sort_key
from ideas.typed_text import TypedText

MOST_INVITATIONS: Final = 500
ISSUER: Final = "import"
LINES: Final = ("name", "job_title", "site", "external_ref")


@dataclass(frozen=True)
class PlannedPerson:
    """Somebody the import would add."""

    row: int
    email: str
    name: str
    job_title: str
    site: str
    department: Department | None
    manager_email: str
    external_ref: str


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do: whom it adds, who is here already (left alone), and what stands in the way of others."""

    people: tuple[PlannedPerson, ...]
    known_count: int
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True)
class _Present:
    """What is here before the import."""

    emails: frozenset[str]
    refs: frozenset[str]
    departments: Mapping[str, Department]


def plan_import(*, by: User, content: bytes) -> ImportPlan:
    """Return what importing `content` would do; nothing is written.

    Columns: email, name; also job_title, department (name or slug), site, manager_email, external_ref.

    Raises:
        NotPermitted: `by` does not manage people (403, `not_administrator`).
    """
    refuse_unless_manager(by)
    found = read_people_file(content)
    present = _present()
    problems, people, known = list(found.problems), [], 0
    seen = _Seen()
    for row in found.rows:
        if row.cells["email"].lower() in present.emails:
            known += 1
            continue
        wrong = [*_problems(row, present), *seen.problems(row)]
        problems.extend(wrong)
        if not wrong:
            people.append(_planned(row, present))
    kept, orphans = _with_managers(people, present)
    return ImportPlan(kept, known, tuple(sorted([*problems, *orphans], key=lambda one: one.row)))


@transaction.atomic
def import_people(*, by: User, content: bytes, is_inviting: bool) -> ImportPlan:
    """Add the people of `content` that can be added, and invite them where wanted; the others are left out.

    Raises:
        NotPermitted: `by` does not manage people (403, `not_administrator`).
        InvalidValue: nobody can be added (422, `nothing_to_import`), or more than 500 would be invited at once
            (422, `too_many_invitations`).

    Emits: PersonInvited for each where wanted. Audited, once.
    """
    plan = plan_import(by=by, content=content)
    if not plan.people:
        raise InvalidValue(_("There is nobody in this file who can be added."), code="nothing_to_import")
    if is_inviting and len(plan.people) > MOST_INVITATIONS:
        raise InvalidValue(
            _("At most 500 people can be invited at once. Import them, and invite them later."),
            code="too_many_invitations",
        )
    rows = User.objects.bulk_create([_row(one) for one in plan.people])
    _set_managers(rows, plan)
    if is_inviting:
        for row in rows:
            outbox.record(PersonInvited(actor_id=by.pk, person_id=row.pk))
    added = [str(row.public_id) for row in rows]
    record_audit(action="people.import", by=by, object_type="organisation", object_id=1, after={"people": added})
    return plan


class _Seen:
    """Addresses and refs of the lines before."""

    def __init__(self) -> None:
        self.emails: set[str] = set()
        self.refs: set[str] = set()

    def problems(self, row: FileRow) -> Iterator[RowProblem]:
        email, ref = row.cells["email"].lower(), row.cells["external_ref"]
        if email in self.emails:
            yield RowProblem(row.row, "email", "duplicate", _("An earlier line has this address."))
        if ref and ref in self.refs:
            yield RowProblem(row.row, "external_ref", "duplicate", _("An earlier line has this reference."))
        self.emails.add(email)
        self.refs.add(ref)


def _present() -> _Present:
    departments = {}
    for one in Department.objects.filter(is_active=True):
        departments[one.slug] = departments[one.name.casefold()] = one
    rows = User.objects.values_list("email", "external_subject")
    emails, refs = zip(*rows, strict=True) if rows else ((), ())
    return _Present(frozenset(email.lower() for email in emails), frozenset(refs) - {""}, departments)


def _problems(row: FileRow, present: _Present) -> Iterator[RowProblem]:
    typed, cells = TypedText(), row.cells
    for column in LINES:
        typed.line(column, cells[column], max_chars=MAX_NAME_CHARS, is_required=column == "name")
    typed.line("email", cells["email"], max_chars=MAX_EMAIL_CHARS, is_required=True)
    yield from (RowProblem(row.row, one.field, one.code, one.detail) for one in typed.problems)
    if cells["email"] and not _is_address(cells["email"]):
        yield RowProblem(row.row, "email", "email", _("This is not an e-mail address."))
    if cells["department"] and cells["department"].casefold() not in present.departments:
        yield RowProblem(row.row, "department", "unknown_department", _("There is no department of this name."))
    if cells["external_ref"] in present.refs:
        yield RowProblem(row.row, "external_ref", "duplicate", _("Somebody here has this reference already."))


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _planned(row: FileRow, present: _Present) -> PlannedPerson:
    cells = row.cells
    return PlannedPerson(
        row=row.row,
        email=cells["email"].lower(),
        name=cells["name"],
        job_title=cells["job_title"],
        site=cells["site"],
        department=present.departments.get(cells["department"].casefold()),
        manager_email=cells["manager_email"].lower(),
        external_ref=cells["external_ref"],
    )


def _with_managers(
    people: list[PlannedPerson], present: _Present
) -> tuple[tuple[PlannedPerson, ...], tuple[RowProblem, ...]]:
    """Leave out who reports to nobody known, or to themselves; then who reports to one of those, and so on."""
    problems: list[RowProblem] = []
    while True:
        known = present.emails | {one.email for one in people} | {""}
        lost = [one for one in people if one.manager_email not in known or one.manager_email == one.email]
        if not lost:
            return tuple(people), tuple(problems)
        sentence = _("There is nobody of this address, here or in the file.")
        problems += [RowProblem(one.row, "manager_email", "unknown_manager", sentence) for one in lost]
        people = [one for one in people if one not in lost]


def _row(one: PlannedPerson) -> User:
    return User(
        email=one.email,
        name=one.name,
        name_sort=sort_key(one.name),
        password=make_password(None),
        job_title=one.job_title,
        site=one.site,
        department=one.department,
        external_issuer=ISSUER if one.external_ref else "",
        external_subject=one.external_ref,
    )


def _set_managers(rows: list[User], plan: ImportPlan) -> None:
    wanted = {one.manager_email for one in plan.people if one.manager_email}
    managers = {person.email: person for person in User.objects.filter(email__in=wanted)}
    for row, one in zip(rows, plan.people, strict=True):
        row.manager = managers.get(one.manager_email)
    User.objects.bulk_update([row for row in rows if row.manager is not None], ["manager"], batch_size=1000)
