"""Who hears of dates that come near or passed.

Nobody who is away, where somebody else is there; and where nobody at a level may read the idea, the next level at once.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from ideas.events.reminders import ReviewEscalated, ReviewReminded
from ideas.events.risks import RiskAccepted, RiskDue
from ideas.models import Event, Reminder, Review, RiskAcceptance
from ideas.news import NewsKind, NewsReason
from ideas.policies.reviews import OPEN_STATES
from ideas.selectors.recipient_rules.further_up import deciding, managers, managing, steps_of
from ideas.selectors.recipient_rules.naming import Recipient, Rule, Waits, all_authors, leaders, number_in
from ideas.selectors.recipient_rules.presence import Level, first_able

Kind = Reminder.Kind


def _reminded(event: Event) -> Iterator[Recipient]:
    review = _open_review(event)
    if review is None:
        return
    step = str(event.payload["step"])
    if step == Kind.ASKED:
        yield from (Recipient(one, NewsKind.REVIEW_ASKED_FOR, NewsReason.REVIEWER) for one in [review.owner_id] if one)
    else:
        yield from _before_or_on(event, review, step)


def _escalated(event: Event) -> Iterator[Recipient]:
    """Each level that was reached, the highest first, so that nobody hears of it twice."""
    review = _open_review(event)
    if review is None:
        return
    for step in steps_of(event):
        if step in _LEVELS:
            yield from _LEVELS[step](event, review)
        else:
            yield from _before_or_on(event, review, step)


def _before_or_on(event: Event, review: Review, step: str) -> Iterator[Recipient]:
    """Who reviews it; nobody to do it, or away: whoever leads the department. On the date the deputy too."""
    kind = NewsKind.REVIEW_DUE if step == Kind.DUE else NewsKind.REVIEW_SOON
    owner = [Recipient(review.owner_id, kind, NewsReason.REVIEWER)] if review.owner_id else []
    leads = list(leaders([review.department_id], kind))
    here = first_able(event, lambda: [*owner, *leads], *_beyond(event, kind))
    yield from (one for one in here if one in owner or not owner or owner[0] not in here)
    if step == Kind.DUE:
        yield from (one for one in here if one in leads[1:])


def _lead_chooses(event: Event, review: Review) -> Iterator[Recipient]:
    leads = first_able(event, lambda: leaders([review.department_id], NewsKind.REVIEW_LATE))
    yield from leads[:1] or first_able(event, *_beyond(event, NewsKind.REVIEW_ESCALATED))


def _manager_sees(event: Event, _review: Review) -> Iterator[Recipient]:
    yield from all_authors(event, NewsKind.IDEA_LATE)
    yield from managing(event, NewsKind.REVIEW_ESCALATED)


def _board_sees(event: Event, _review: Review) -> Iterator[Recipient]:
    yield from deciding(event, NewsKind.REVIEW_ESCALATED)
    yield from managing(event, NewsKind.REVIEW_ESCALATED)


def _beyond(event: Event, kind: NewsKind) -> tuple[Level, Level]:
    """The levels above a department."""
    return (lambda: managers(event, kind), lambda: deciding(event, kind))


_LEVELS: Final[Mapping[str, Callable[[Event, Review], Iterator[Recipient]]]] = {
    Kind.LEAD: _lead_chooses,
    Kind.MANAGER: _manager_sees,
    Kind.BOARD: _board_sees,
}


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


def _still_waits(event: Event) -> bool:
    return event.payload["step"] != Kind.ASKED and _open_review(event) is not None


WAITS: Final[Mapping[str, Waits]] = {ReviewReminded.type: _still_waits, ReviewEscalated.type: _still_waits}
RULES: Final[Mapping[str, Rule]] = {
    ReviewReminded.type: _reminded,
    ReviewEscalated.type: _escalated,
    RiskAccepted.type: _risk_accepted,
    RiskDue.type: _risk_due,
}
