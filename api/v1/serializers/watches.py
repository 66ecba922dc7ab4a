"""Bodies of what ideas sleep for."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import DayField, LineField, ParagraphsField, WholeNumberField, WordField
from api.serializers import StrictSerializer
from ideas.models import Reopening, Watch
from ideas.services.review_content import MAX_LINE_CHARS
from ideas.services.watch_content import ADDED_KINDS, MOST_AMOUNT, WatchEntry
from ideas.services.watches import MAX_REASON_CHARS


@dataclass(frozen=True, slots=True)
class WatchBody:
    """What wakes an idea that was declined or parked."""

    id: UUID
    kind: Literal["date", "contract_end", "cost_below", "policy_change", "capacity"]
    text: Annotated[str, _("the contract, what costs, or the law or policy")]
    on: date | None
    amount: Annotated[int | None, _("in whole units of the organisation's currency")]
    department: Annotated[str | None, _("slug of the department that needs room")]
    load_below: Annotated[int | None, _("percent of what the department can carry")]


@dataclass(frozen=True, slots=True)
class WatchRowBody:
    """What wakes an idea, in a list."""

    idea: Annotated[str, _("ref of the idea")]
    title: str
    stage: str
    decision: UUID
    watch: WatchBody
    allowed_actions: list[Literal["wake"]]


@dataclass(frozen=True, slots=True)
class ReopeningBody:
    """The beginning of another round of an idea."""

    idea: Annotated[str, _("ref of the idea")]
    round: int
    because: Literal["watch", "appeal"]
    text: str


class WatchSerializer(StrictSerializer):
    kind = WordField(choices=[kind.value for kind in ADDED_KINDS])
    text = LineField(max_chars=MAX_LINE_CHARS, allow_blank=True, default="")
    on = DayField(allow_null=True, default=None)
    amount = WholeNumberField(least=1, most=MOST_AMOUNT, allow_null=True, default=None)
    department = LineField(max_chars=60, allow_blank=True, default="")
    load_below = WholeNumberField(least=1, most=100, allow_null=True, default=None)


class WakeSerializer(StrictSerializer):
    reason = ParagraphsField(max_chars=MAX_REASON_CHARS)


def watch_entries(values: dict[str, object]) -> tuple[WatchEntry, ...]:
    """Return the checked `watches` of a body as the service takes them."""
    return tuple(WatchEntry(**one) for one in values["watches"])  # type: ignore[attr-defined]


def watch_body(watch: Watch) -> WatchBody:
    """Return a watch, whose department is loaded."""
    kind: Literal["date", "contract_end", "cost_below", "policy_change", "capacity"] = watch.kind  # type: ignore[assignment]
    return WatchBody(
        id=watch.public_id,
        kind=kind,
        text=watch.text,
        on=watch.on,
        amount=watch.amount,
        department=watch.department.slug if watch.department else None,
        load_below=watch.load_below,
    )


def watch_row(watch: Watch) -> WatchRowBody:
    """Return a watch that its reader may act on."""
    decision = watch.decision
    return WatchRowBody(
        decision.idea.ref, decision.idea.title, decision.idea.stage, decision.public_id, watch_body(watch), ["wake"]
    )


def reopening_body(row: Reopening) -> ReopeningBody:
    """Return the beginning of a round."""
    because: Literal["watch", "appeal"] = row.because  # type: ignore[assignment]
    return ReopeningBody(row.idea.ref, row.round, because, row.text)
