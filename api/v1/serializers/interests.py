"""Bodies of declared interests and of suppliers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.fields import FlagField, LineField, ParagraphsField, WordField
from api.filters import ListParameters, WordParameter
from api.serializers import StrictSerializer
from api.v1.serializers.directory import DepartmentBody, department_body
from api.v1.serializers.reviews import NameBody, name_body
from ideas.models import IdeaSupplier, Interest, SupplierInterest
from ideas.models.interests import MAX_STRIKING_CHARS, MAX_SUPPLIER_CHARS
from ideas.selectors.interests import InterestSheet
from ideas.services.interests import MAX_INTEREST_CHARS, Declaration
from ideas.services.suppliers import MAX_SUPPLIERS

Nature = Literal["none", "actual", "potential", "perceived"]
State = Literal["clear", "declared", "recused", "mitigated", "struck"]


@dataclass(frozen=True, slots=True)
class InterestRowBody:
    """A declared interest in a list."""

    id: UUID
    idea: Annotated[str, _("ref of the idea")]
    person: NameBody | None
    department: Annotated[DepartmentBody | None, _("null: the person was to decide the idea")]
    nature: Nature
    kind: Annotated[str, _("personal, professional, financial; empty where there is no interest")]
    state: State
    declared_at: datetime
    allowed_actions: list[Literal["decide"]]


@dataclass(frozen=True, slots=True)
class InterestBody:
    """What somebody said of their interest, and what was decided about it."""

    id: UUID
    idea: Annotated[str, _("ref of the idea")]
    person: NameBody | None
    department: Annotated[DepartmentBody | None, _("null: the person was to decide the idea")]
    nature: Nature
    kind: Annotated[str, _("personal, professional, financial; empty where there is no interest")]
    is_direct: Annotated[bool, _("their own; otherwise that of somebody close to them")]
    text: str
    state: State
    mitigation: Annotated[str, _("the safeguard")]
    decided_by: NameBody | None
    declared_at: datetime
    decided_at: datetime | None
    struck_by: Annotated[NameBody | None, _("who struck it out as named by mistake")]
    struck_at: datetime | None
    struck_reason: str
    has_voted: Annotated[bool, _("they voted for the idea; that alone is no conflict")]
    allowed_actions: list[Literal["decide", "strike"]]


@dataclass(frozen=True, slots=True)
class OwnInterestBody:
    """What the caller said of their interest in one idea."""

    interest: Annotated[InterestBody | None, _("null: nothing was said yet")]
    allowed_actions: list[Literal["declare"]]


@dataclass(frozen=True, slots=True)
class SuppliersBody:
    """Names of suppliers, by name."""

    names: list[str]


class InterestSerializer(StrictSerializer):
    nature = WordField(choices=Interest.Nature)
    kind = WordField(choices=["", *Interest.Kind.values], default="", help_text=_("needed unless nature is none"))
    is_direct = FlagField(default=True)
    text = ParagraphsField(max_chars=MAX_INTEREST_CHARS, allow_blank=True, default="")


class InterestDecisionSerializer(StrictSerializer):
    may_go_on = FlagField()
    mitigation = ParagraphsField(
        max_chars=MAX_INTEREST_CHARS, allow_blank=True, default="", help_text=_("needed where they may go on")
    )


class InterestStrikeSerializer(StrictSerializer):
    reason = LineField(
        max_chars=MAX_STRIKING_CHARS, help_text=_("the person, their lead and programme managers read it")
    )


class InterestListParameters(ListParameters):
    state = WordParameter(
        choices=["declared", "recused"],
        default="declared",
        help_text=_("declared: waits for you; recused: stepped aside from an open idea by themselves"),
    )


class SuppliersSerializer(StrictSerializer):
    names = serializers.ListField(child=LineField(max_chars=MAX_SUPPLIER_CHARS), max_length=MAX_SUPPLIERS)


def declaration_of(values: dict[str, object]) -> Declaration:
    """Return the checked body as the service takes it."""
    return Declaration(**values)  # type: ignore[arg-type]


def interest_row_body(interest: Interest) -> InterestRowBody:
    """Return a row of the list of what waits for a decision."""
    nature: Nature = interest.nature  # type: ignore[assignment]
    state: State = interest.state  # type: ignore[assignment]
    is_waiting = interest.state == Interest.State.DECLARED
    return InterestRowBody(
        id=interest.public_id,
        idea=interest.idea.ref,
        person=name_body(interest.person),
        department=department_body(interest.department) if interest.department else None,
        nature=nature,
        kind=interest.kind,
        state=state,
        declared_at=interest.declared_at,
        allowed_actions=["decide"] if is_waiting else [],
    )


def interest_body(sheet: InterestSheet) -> InterestBody:
    """Return an interest with what its decider should know."""
    interest = sheet.interest
    nature: Nature = interest.nature  # type: ignore[assignment]
    state: State = interest.state  # type: ignore[assignment]
    return InterestBody(
        id=interest.public_id,
        idea=interest.idea.ref,
        person=name_body(interest.person),
        department=department_body(interest.department) if interest.department else None,
        nature=nature,
        kind=interest.kind,
        is_direct=interest.is_direct,
        text=interest.text,
        state=state,
        mitigation=interest.mitigation,
        decided_by=name_body(interest.decided_by),
        declared_at=interest.declared_at,
        decided_at=interest.decided_at,
        struck_by=name_body(interest.struck_by),
        struck_at=interest.struck_at,
        struck_reason=interest.struck_reason,
        has_voted=sheet.has_voted,
        allowed_actions=_actions(sheet),
    )


def _actions(sheet: InterestSheet) -> list[Literal["decide", "strike"]]:
    found: list[Literal["decide", "strike"]] = []
    if sheet.may_decide:
        found.append("decide")
    if sheet.may_strike:
        found.append("strike")
    return found


def own_interest_body(sheet: InterestSheet | None, *, may_declare: bool) -> OwnInterestBody:
    """Return what the caller said, and whether they may say something now."""
    return OwnInterestBody(interest_body(sheet) if sheet else None, ["declare"] if may_declare else [])


def suppliers_body(rows: Iterable[IdeaSupplier | SupplierInterest]) -> SuppliersBody:
    """Return the names of suppliers."""
    return SuppliersBody([row.name for row in rows])
