"""Who hears of dates that come near or passed; nobody who is away, where somebody else is there."""

from collections.abc import Iterator, Mapping
from typing import Final

from ideas.events.reminders import ReviewEscalated, ReviewReminded
from ideas.events.risks import RiskAccepted, RiskDue
from ideas.models import Event, Reminder, Review, RiskAcceptance
from ideas.news import NewsKind, NewsReason
from ideas.policies.deciders import deciders_of
from ideas.policies.permissions import Permission
from ideas.policies.reviews import OPEN_STATES
from ideas.selectors.recipient_rules.naming import Recipient, Rule, all_authors, holders, idea_of, leaders, number_in
from ideas.selectors.recipient_rules.presence import present

Kind = Reminder.Kind


def _reminded(event: Event) -> Iterator[Recipient]:
    review = _open_review(event)
    if review is None:
        return
    if event.payload["step"] == Kind.ASKED:
        yield from (Recipient(one, NewsKind.REVIEW_ASKED_FOR, NewsReason.REVIEWER) for one in [review.owner_id] if one)
        return
    is_due = event.payload["step"] == Kind.DUE
    kind = NewsKind.REVIEW_DUE if is_due else NewsKind.REVIEW_SOON
    owner = [Recipient(review.owner_id, kind, NewsReason.REVIEWER)] if review.owner_id else []
    leads = list(leaders([review.department_id], kind))
    here = present([*owner, *leads])
    # Nobody to do it, or away: whoever leads the department.
    yield from (one for one in here if one in owner or not owner or owner[0] not in here)
    if is_due:
        yield from (one for one in here if one in leads[1:])


def _escalated(event: Event) -> Iterator[Recipient]:
    review = _open_review(event)
    if review is None:
        return
    step = event.payload["step"]
    if step == Kind.LEAD:
        yield from present(list(leaders([review.department_id], NewsKind.REVIEW_LATE)))[:1]
        return
    if step == Kind.MANAGER:
        yield from all_authors(event, NewsKind.IDEA_LATE)
    else:
        deciders = deciders_of(idea_of(event))
        yield from (Recipient(one.person.pk, NewsKind.REVIEW_ESCALATED, NewsReason.DECIDER) for one in deciders)
    managers = holders(Permission.DECIDE_INTERESTS)
    named = [Recipient(one, NewsKind.REVIEW_ESCALATED, NewsReason.PROGRAMME_MANAGER) for one in managers]
    yield from present(named)


def _risk_accepted(event: Event) -> Iterator[Recipient]:
    """Who owed the answer, and whose idea it is."""
    review = Review.objects.get(pk=number_in(event, "review_id"))
    if review.owner_id is not None:
        yield Recipient(review.owner_id, NewsKind.ANSWER_LEFT_OUT, NewsReason.REVIEWER)
    yield from all_authors(event, NewsKind.ANSWER_LEFT_OUT)


def _risk_due(event: Event) -> Iterator[Recipient]:
    risk = RiskAcceptance.objects.get(pk=number_in(event, "risk_id"))
    yield Recipient(risk.accepted_by_id, NewsKind.RISK_DUE, NewsReason.RISK_ACCEPTOR)


def _open_review(event: Event) -> Review | None:
    """The review, unless it was answered meanwhile, or its clock stands."""
    rows = Review.objects.filter(state__in=OPEN_STATES, paused_at__isnull=True)
    return rows.filter(pk=number_in(event, "review_id")).first()


RULES: Final[Mapping[str, Rule]] = {
    ReviewReminded.type: _reminded,
    ReviewEscalated.type: _escalated,
    RiskAccepted.type: _risk_accepted,
    RiskDue.type: _risk_due,
}
