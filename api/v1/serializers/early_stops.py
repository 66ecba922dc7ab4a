"""Bodies of early stops."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import LineField, WordField
from api.serializers import StrictSerializer
from ideas.models import EarlyStop
from ideas.services.early_stop import MAX_REASON_CHARS


@dataclass(frozen=True, slots=True)
class EarlyStopBody:
    """A hard block, and what became of it."""

    review: UUID
    stop_kind: Annotated[str, _("unlawful, unsafe or prohibited")]
    reason: str
    asked_at: datetime
    until: datetime
    verdict: Annotated[str, _("confirmed or lifted; empty while it is open")]
    verdict_reason: str


class EarlyStopSerializer(StrictSerializer):
    kind = WordField(choices=EarlyStop.Kind.values)
    reason = LineField(max_chars=MAX_REASON_CHARS)


class EarlyStopEndSerializer(StrictSerializer):
    verdict = WordField(choices=EarlyStop.Verdict.values)
    reason = LineField(max_chars=MAX_REASON_CHARS)


def early_stop_body(stop: EarlyStop) -> EarlyStopBody:
    """Return a stop for who asked it, or who decides."""
    return EarlyStopBody(
        review=stop.review.public_id,
        stop_kind=stop.kind,
        reason=stop.reason,
        asked_at=stop.asked_at,
        until=stop.until,
        verdict=stop.verdict,
        verdict_reason=stop.verdict_reason,
    )
