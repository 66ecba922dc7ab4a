"""Bodies of acting for somebody."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import DayField, IdField, WholeNumberField
from api.serializers import StrictSerializer
from api.v1.serializers.reviews import NameBody, name_body
from ideas.models import Delegation, User
from ideas.policies.delegations import can_approve_delegation, can_end_delegation
from ideas.services.delegations import FURTHEST_TIER


@dataclass(frozen=True, slots=True)
class DelegationBody:
    """Who acts for whom, and when."""

    id: UUID
    from_person: NameBody | None
    to_person: NameBody | None
    starts_on: date
    ends_on: date
    scope_tier: Annotated[int | None, _("up to which tier; null: every idea")]
    agreed_at: Annotated[datetime | None, _("null: it waits for the lead")]
    ended_at: datetime | None
    allowed_actions: list[Literal["approve", "end"]]


class DelegationSerializer(StrictSerializer):
    to = IdField(help_text=_("public id of the person who is to act for you"))
    starts_on = DayField()
    ends_on = DayField()
    scope_tier = WholeNumberField(least=0, most=FURTHEST_TIER, allow_null=True, default=None)


def delegation_body(delegation: Delegation, viewer: User) -> DelegationBody:
    """Return a delegation with what `viewer` may do about it."""
    actions: list[Literal["approve", "end"]] = []
    if delegation.ended_at is None:
        if delegation.agreed_at is None and can_approve_delegation(viewer, delegation):
            actions.append("approve")
        if can_end_delegation(viewer, delegation):
            actions.append("end")
    return DelegationBody(
        id=delegation.public_id,
        from_person=name_body(delegation.from_person),
        to_person=name_body(delegation.to_person),
        starts_on=delegation.starts_on,
        ends_on=delegation.ends_on,
        scope_tier=delegation.scope_tier,
        agreed_at=delegation.agreed_at,
        ended_at=delegation.ended_at,
        allowed_actions=actions,
    )
