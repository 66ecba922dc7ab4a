"""Who hears of reviews."""

from collections.abc import Iterator, Mapping
from typing import Final

from ideas.events import ReviewAssigned, ReviewsOpened, ReviewSubmitted, ReviewUnassignable
from ideas.models import Event, Review
from ideas.news import NewsKind, NewsReason
from ideas.selectors.recipient_rules.naming import (
    Named,
    Recipient,
    Rule,
    RuleOfMany,
    all_authors,
    followers,
    idea_of,
    leaders,
    number_in,
)


def _opened(events: list[Event]) -> Named:
    told = {
        event.pk: value for event in events if isinstance(value := event.payload.get("notified_department_ids"), list)
    }
    told_leaders = list(
        leaders(sorted({one for departments in told.values() for one in departments}), NewsKind.DEPARTMENT_TOLD)
    )
    return {key: [one for one in told_leaders if one.department_id in departments] for key, departments in told.items()}


def _assigned(events: list[Event]) -> Named:
    reviews = {event.pk: number_in(event, "review_id") for event in events}
    held = Review.objects.filter(pk__in=reviews.values(), state__in=(Review.State.ASSIGNED, Review.State.DRAFTING))
    owners = dict(held.values_list("pk", "owner_id"))
    return {
        key: [Recipient(owner, NewsKind.REVIEW_ASSIGNED, NewsReason.REVIEWER)]
        for key, review in reviews.items()
        if (owner := owners.get(review)) is not None
    }


def _unassignable(event: Event) -> Iterator[Recipient]:
    review = Review.objects.filter(pk=number_in(event, "review_id"), owner__isnull=True).first()
    if review is not None and review.state == Review.State.QUEUED:
        yield from leaders([review.department_id], NewsKind.REVIEW_UNASSIGNABLE)


def _answered(event: Event) -> Iterator[Recipient]:
    earlier = Review.objects.filter(idea=idea_of(event), submitted_at__isnull=False)
    this = earlier.filter(pk=number_in(event, "review_id")).first()
    if this is None or this.submitted_at is None:
        return
    if earlier.filter(round=this.round, submitted_at__lt=this.submitted_at).exists():
        yield from all_authors(event, NewsKind.REVIEW_ANSWERED)
    else:
        yield from all_authors(event, NewsKind.FIRST_RESPONSE)
        yield from followers(event, NewsKind.REVIEW_ANSWERED)


RULES: Final[Mapping[str, Rule]] = {
    ReviewUnassignable.type: _unassignable,
    ReviewSubmitted.type: _answered,
}
RULES_OF_MANY: Final[Mapping[str, RuleOfMany]] = {
    ReviewsOpened.type: _opened,
    ReviewAssigned.type: _assigned,
}
