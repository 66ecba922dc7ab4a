"""Who hears of late answers, and of what people did about them."""

from collections.abc import Iterator, Mapping
from typing import Final

from ideas.events.escalations import (
    ApologyOwed,
    ApologyWritten,
    EscalationClimbed,
    EscalationEnded,
    EscalationRaised,
    ReviewExtended,
)
from ideas.models import Escalation, Event, Promise, Review
from ideas.news import NewsKind, NewsReason
from ideas.policies.permissions import Permission
from ideas.selectors.escalated import promises_to_apologise_for, standing_escalations
from ideas.selectors.recipient_rules.further_up import deciding, managing
from ideas.selectors.recipient_rules.naming import (
    Recipient,
    Rule,
    Waits,
    all_authors,
    followers,
    holders,
    leaders,
    number_in,
)
from ideas.selectors.recipient_rules.presence import able
from ideas.workflow import Stage


def _extended(event: Event) -> Iterator[Recipient]:
    """Whose idea it is, and who has more time now."""
    yield from all_authors(event, NewsKind.REVIEW_EXTENDED)
    review = Review.objects.filter(pk=number_in(event, "review_id"), owner__isnull=False).first()
    if review is not None and review.owner_id is not None:
        yield Recipient(review.owner_id, NewsKind.REVIEW_EXTENDED, NewsReason.REVIEWER)


def _raised(event: Event) -> Iterator[Recipient]:
    """Who owes the answer: the leads of the departments that lack, triagers, or whoever decides; else further up."""
    row, kind = Escalation.objects.get(pk=number_in(event, "escalation_id")), NewsKind.IDEA_ESCALATED
    departments = list(row.reviews.order_by("due_at", "id").values_list("department_id", flat=True))
    if departments:
        owing = able(event, list(leaders(departments, kind)))
    elif row.stage in {Stage.SUBMITTED, Stage.TRIAGE}:
        sorters = holders(Permission.OVERRIDE_ROUTING)
        owing = able(event, [Recipient(one, kind, NewsReason.TRIAGER) for one in sorters])
    else:
        owing = able(event, list(deciding(event, kind)))
    yield from owing or managing(event, kind)


def _climbed(event: Event) -> Iterator[Recipient]:
    """Programme managers; at the last level also who decides."""
    row = Escalation.objects.get(pk=number_in(event, "escalation_id"))
    if row.ended_at is not None:
        return
    yield from managing(event, NewsKind.IDEA_ESCALATED)
    if event.payload["step"] == Escalation.Level.BOARD:
        yield from deciding(event, NewsKind.IDEA_ESCALATED)


def _ended(event: Event) -> Iterator[Recipient]:
    return all_authors(event, NewsKind.ESCALATION_ENDED)


def _apology_written(event: Event) -> Iterator[Recipient]:
    """Whose idea it is and who decides; where that was promised, also who follows it, because they read the date."""
    yield from all_authors(event, NewsKind.APOLOGY_WRITTEN)
    yield from deciding(event, NewsKind.APOLOGY_WRITTEN)
    if Promise.objects.filter(pk=number_in(event, "promise_id"), kind=Promise.Kind.DECISION).exists():
        yield from followers(event, NewsKind.DATE_RENEWED)


def _apology_owed(event: Event) -> Iterator[Recipient]:
    """Programme managers, and who decides where a decision was promised; nobody once somebody has written."""
    promise = promises_to_apologise_for().filter(pk=number_in(event, "promise_id")).first()
    if promise is None:
        return
    yield from managing(event, NewsKind.PROMISE_MISSED)
    if promise.kind == Promise.Kind.DECISION:
        yield from deciding(event, NewsKind.PROMISE_MISSED)


def _still_climbs(event: Event) -> bool:
    return standing_escalations().filter(pk=number_in(event, "escalation_id")).exists()


def _still_owed(event: Event) -> bool:
    return promises_to_apologise_for().filter(pk=number_in(event, "promise_id")).exists()


WAITS: Final[Mapping[str, Waits]] = {
    EscalationRaised.type: _still_climbs,
    EscalationClimbed.type: _still_climbs,
    ApologyOwed.type: _still_owed,
}
RULES: Final[Mapping[str, Rule]] = {
    ReviewExtended.type: _extended,
    EscalationRaised.type: _raised,
    EscalationClimbed.type: _climbed,
    EscalationEnded.type: _ended,
    ApologyWritten.type: _apology_written,
    ApologyOwed.type: _apology_owed,
}
