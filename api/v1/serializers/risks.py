"""Bodies of accepted risks."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import DayField, LineField
from api.serializers import StrictSerializer
from ideas.models import Review, RiskAcceptance
from ideas.models.risks import MAX_PART_CHARS


@dataclass(frozen=True, slots=True)
class RiskBody:
    """A risk that whoever decides accepts, so that the idea goes ahead without a department."""

    id: UUID
    department: Annotated[str, _("slug of the department whose answer is left out")]
    cause: str
    event: str
    effect: str
    accepted_by: Annotated[str, _("name of who accepted it")]
    accepted_at: datetime
    review_on: Annotated[date, _("when it is looked at again")]
    expires_on: Annotated[date, _("the last day on which it is accepted")]


@dataclass(frozen=True, slots=True)
class RisksBody:
    """What was accepted, and what may be now: `departments` are slugs, and none for who does not decide."""

    risks: list[RiskBody]
    departments: list[str]


class RiskSerializer(StrictSerializer):
    department = LineField(max_chars=60)
    cause = LineField(max_chars=MAX_PART_CHARS)
    event = LineField(max_chars=MAX_PART_CHARS)
    effect = LineField(max_chars=MAX_PART_CHARS)
    review_on = DayField()
    expires_on = DayField()


def risk_body(row: RiskAcceptance) -> RiskBody:
    """Return a risk whose department and acceptor are loaded."""
    return RiskBody(
        id=row.public_id,
        department=row.review.department.slug,
        cause=row.cause,
        event=row.event,
        effect=row.effect,
        accepted_by=row.accepted_by.name,
        accepted_at=row.accepted_at,
        review_on=row.review_on,
        expires_on=row.expires_on,
    )


def risks_body(rows: list[RiskAcceptance], late: list[Review]) -> RisksBody:
    """Return the risks of an idea, and the departments that may be left out now."""
    return RisksBody([risk_body(row) for row in rows], [review.department.slug for review in late])
