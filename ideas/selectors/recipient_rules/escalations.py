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
from ideas.models import Escalation, Event, Idea, Promise, Review
from ideas.news import NewsKind, NewsReason
from ideas.policies.deciders import deciders_of
from ideas.policies.permissions import Permission
from ideas.selectors.escalated import promises_to_apologise_for
from ideas.selectors.recipient_rules.naming import Recipient, Rule, all_authors, holders, idea_of, leaders, number_in
from ideas.workflow import Stage


def _extended(event: Event) -> Iterator[Recipient]:
    """Whose idea it is, and who has more time now."""
    yield from all_authors(event, NewsKind.REVIEW_EXTENDED)
    review = Review.objects.filter(pk=number_in(event, "review_id"), owner__isnull=False).first()
    if review is not None and review.owner_id is not None:
        yield Recipient(review.owner_id, NewsKind.REVIEW_EXTENDED, NewsReason.REVIEWER)


def _raised(event: Event) -> Iterator[Recipient]:
    """Who owes the answer: the leads of the departments that lack, triagers, or whoever decides."""
    row = Escalation.objects.get(pk=number_in(event, "escalation_id"))
    departments = list(row.reviews.order_by("due_at", "id").values_list("department_id", flat=True))
    if departments:
        yield from leaders(departments, NewsKind.IDEA_ESCALATED)
    elif row.stage in {Stage.SUBMITTED, Stage.TRIAGE}:
        yield from _holding(Permission.OVERRIDE_ROUTING, NewsKind.IDEA_ESCALATED, NewsReason.TRIAGER)
    else:
        yield from _deciding(event, NewsKind.IDEA_ESCALATED)


def _climbed(event: Event) -> Iterator[Recipient]:
    """Programme managers; at the last level also who decides. Where managers may not read the idea, who decides at once."""
    row = Escalation.objects.get(pk=number_in(event, "escalation_id"))
    if row.ended_at is not None:
        return
    yield from _managing(NewsKind.IDEA_ESCALATED)
    is_closed_to_managers = idea_of(event).visibility == Idea.Visibility.CONFIDENTIAL
    if event.payload["step"] == Escalation.Level.BOARD or is_closed_to_managers:
        yield from _deciding(event, NewsKind.IDEA_ESCALATED)


def _ended(event: Event) -> Iterator[Recipient]:
    return all_authors(event, NewsKind.ESCALATION_ENDED)


def _apology_written(event: Event) -> Iterator[Recipient]:
    yield from all_authors(event, NewsKind.APOLOGY_WRITTEN)
    yield from _deciding(event, NewsKind.APOLOGY_WRITTEN)


def _apology_owed(event: Event) -> Iterator[Recipient]:
    """Programme managers, and who decides where a decision was promised; nobody once somebody has written."""
    promise = promises_to_apologise_for().filter(pk=number_in(event, "promise_id")).first()
    if promise is None:
        return
    yield from _managing(NewsKind.PROMISE_MISSED)
    if promise.kind == Promise.Kind.DECISION:
        yield from _deciding(event, NewsKind.PROMISE_MISSED)


def _managing(kind: NewsKind) -> Iterator[Recipient]:
    return _holding(Permission.DECIDE_INTERESTS, kind, NewsReason.PROGRAMME_MANAGER)


def _holding(permission: Permission, kind: NewsKind, reason: NewsReason) -> Iterator[Recipient]:
    return (Recipient(person, kind, reason) for person in holders(permission))


def _deciding(event: Event, kind: NewsKind) -> Iterator[Recipient]:
    return (Recipient(one.person.pk, kind, NewsReason.DECIDER) for one in deciders_of(idea_of(event)))


RULES: Final[Mapping[str, Rule]] = {
    ReviewExtended.type: _extended,
    EscalationRaised.type: _raised,
    EscalationClimbed.type: _climbed,
    EscalationEnded.type: _ended,
    ApologyWritten.type: _apology_written,
    ApologyOwed.type: _apology_owed,
}
