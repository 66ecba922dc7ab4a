"""Bodies of stakes in suppliers that people named by mistake."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import FlagField, LineField
from api.serializers import StrictSerializer
from api.v1.serializers.reviews import NameBody, name_body
from ideas.models import SupplierInterest
from ideas.models.interests import MAX_STRIKING_CHARS, MAX_SUPPLIER_CHARS
from ideas.selectors.stakes import StakeSheet


@dataclass(frozen=True, slots=True)
class StakeBody:
    """A stake in a supplier that its holder asks to have struck out."""

    id: UUID
    person: NameBody | None
    name: Annotated[str, _("the supplier")]
    reason: Annotated[str, _("why it was a mistake")]
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class StakeSheetBody:
    """A stake that its holder asks to have struck out, with what it keeps them from."""

    id: UUID
    person: NameBody | None
    name: Annotated[str, _("the supplier")]
    reason: Annotated[str, _("why it was a mistake")]
    asked_at: datetime | None
    ideas: Annotated[list[str], _("refs of open ideas that it keeps them from and that you see; at most 20")]
    allowed_actions: list[Literal["settle"]]


class StakeStrikingSerializer(StrictSerializer):
    name = LineField(max_chars=MAX_SUPPLIER_CHARS, help_text=_("as it stands on your list"))
    reason = LineField(max_chars=MAX_STRIKING_CHARS, help_text=_("programme managers read it"))


class StakeSettlingSerializer(StrictSerializer):
    is_struck = FlagField()
    reason = LineField(
        max_chars=MAX_STRIKING_CHARS,
        allow_blank=True,
        default="",
        help_text=_("needed where it stays; the person reads it"),
    )


def stake_body(stake: SupplierInterest) -> StakeBody:
    """Return a stake, whose person is loaded."""
    return StakeBody(
        stake.public_id, name_body(stake.person), stake.name, stake.striking_reason, stake.striking_asked_at
    )


def stake_sheet_body(sheet: StakeSheet) -> StakeSheetBody:
    """Return a stake for somebody who may strike it out."""
    stake = sheet.stake
    return StakeSheetBody(
        id=stake.public_id,
        person=name_body(stake.person),
        name=stake.name,
        reason=stake.striking_reason,
        asked_at=stake.striking_asked_at,
        ideas=[idea.ref for idea in sheet.ideas],
        allowed_actions=["settle"] if sheet.may_settle else [],
    )
