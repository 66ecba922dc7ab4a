"""Bodies of departments and people."""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.filters import ListParameters, TextParameter, WordParameter
from ideas.models import Department, User


@dataclass(frozen=True, slots=True)
class DepartmentBody:
    """A part of the organisation."""

    id: UUID
    slug: Annotated[str, _("a short name that does not change")]
    name: str
    kind: Annotated[Literal["core", "adviser", "service"], _("core departments review ideas")]


@dataclass(frozen=True, slots=True)
class PersonBody:
    """A member of staff, as every member may see them."""

    id: UUID
    name: str
    job_title: str
    department: DepartmentBody | None


def department_body(department: Department) -> DepartmentBody:
    """Return the body of one department."""
    kind: Literal["core", "adviser", "service"] = department.kind  # type: ignore[assignment]
    return DepartmentBody(department.public_id, department.slug, department.name, kind)


def person_body(person: User) -> PersonBody:
    """Return the body of one person whose department is loaded."""
    department = department_body(person.department) if person.department else None
    return PersonBody(person.public_id, person.name, person.job_title, department)


class DepartmentListParameters(ListParameters):
    kind = WordParameter(choices=Department.Kind, help_text=_("only departments of this kind"))


class PersonListParameters(ListParameters):
    name = TextParameter(required=True, help_text=_("the beginning of one of the names, two letters or more"))
