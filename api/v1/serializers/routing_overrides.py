"""Bodies of changes of routing: another tier or other departments, by triagers and by reviewers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.fields import LineField, WholeNumberField, WordField
from api.serializers import StrictSerializer
from api.v1.serializers.reviews import NameBody, name_body
from ideas.models import RoutingOverride
from ideas.services.moderation import MAX_REASON_CHARS
from ideas.services.overrides import Change

FURTHEST_TIER = 3
REQUIRED, LEFT_OUT = "required", "left_out"


@dataclass(frozen=True, slots=True)
class OverrideBody:
    """A change of tier and departments; what the rules said stays to be read."""

    id: UUID
    round: int
    by: NameBody | None
    reason: str
    made_at: datetime
    from_tier: int
    to_tier: int
    is_of_tier: Annotated[bool, _("the tier was set by hand, not found by the rules")]
    required: Annotated[list[str], _("slugs of departments that must answer whatever the rules say")]
    left_out: Annotated[list[str], _("slugs of departments that are not asked whatever the rules say")]
    asked_also: Annotated[
        str | None, _("slug of the department that a reviewer asked as well; null for a triager's change")
    ]
    took_out: Annotated[
        list[str], _("slugs of departments that reviewers had asked as well and that are asked no more")
    ]


class OverrideSerializer(StrictSerializer):
    tier = WholeNumberField(
        least=0, most=FURTHEST_TIER, allow_null=True, default=None, help_text=_("null: what the rules say")
    )
    departments = serializers.DictField(
        child=WordField(choices=(REQUIRED, LEFT_OUT)),
        default=dict,
        help_text=_("by slug; what is not named is as the rules say, and stays asked where a reviewer asked as well"),
    )
    reason = LineField(max_chars=MAX_REASON_CHARS)


def override_body(override: RoutingOverride) -> OverrideBody:
    """Return a change of the routing."""
    return OverrideBody(
        id=override.public_id,
        round=override.round,
        by=name_body(override.by),
        reason=override.reason,
        made_at=override.created_at,
        from_tier=override.from_tier,
        to_tier=override.to_tier,
        is_of_tier=override.is_of_tier,
        required=list(override.added),
        left_out=list(override.removed),
        asked_also=override.asked_also.slug if override.asked_also else None,
        took_out=[one.asked_also.slug for one in override.takes_out.all() if one.asked_also],
    )


def change_of(values: dict[str, Any]) -> Change:
    """Return the checked body of an override as the service takes it."""
    asks: dict[str, str] = values["departments"]
    return Change(
        tier=values["tier"],
        required=frozenset(slug for slug, ask in asks.items() if ask == REQUIRED),
        left_out=frozenset(slug for slug, ask in asks.items() if ask == LEFT_OUT),
    )
