"""Who is told of what goes deeper than one department's answer."""

from collections.abc import Iterator, Mapping
from typing import Final

from ideas.events import (
    BallotClosed,
    BallotExtended,
    BallotOpened,
    ReviewRevised,
    SecondReadingGiven,
    SecondReadingUnassignable,
)
from ideas.events.early_stops import EarlyStopAsked, EarlyStopConfirmed
from ideas.events.reaffirmations import ReaffirmationAsked
from ideas.models import BallotSeat, Event, Reaffirmation, Review, SecondReading
from ideas.news import NewsKind, NewsReason
from ideas.policies.authorship import authorship_of
from ideas.selectors.deciders import deciders_of
from ideas.selectors.recipient_rules.naming import Recipient, Rule, idea_of, leaders, number_in
from ideas.workflow import Stage


def _revised(event: Event) -> Iterator[Recipient]:
    """Those who decide hear of an answer that was turned after they were told that all are in."""
    if event.payload.get("is_turned") and idea_of(event).stage == Stage.READY_FOR_DECISION:
        for decider in deciders_of(idea_of(event)):
            yield Recipient(decider.person.pk, NewsKind.ANSWER_TURNED, NewsReason.DECIDER)


def _reaffirm(event: Event) -> Iterator[Recipient]:
    """Whoever gave the answer; the lead where they have left."""
    asked = Reaffirmation.objects.filter(pk=number_in(event, "reaffirmation_id"), verdict="").select_related(
        "review__owner"
    )
    for row in asked:
        if row.review.owner is not None and row.review.owner.is_active:
            yield Recipient(row.review.owner.pk, NewsKind.REAFFIRMATION_ASKED, NewsReason.REVIEWER)
        else:
            yield from leaders([row.review.department_id], NewsKind.REAFFIRMATION_ASKED)


def _given(event: Event) -> Iterator[Recipient]:
    open_ones = SecondReading.objects.filter(pk=number_in(event, "second_reading_id"), verdict="", reader__isnull=False)
    for reader in open_ones.values_list("reader_id", flat=True):
        if reader is not None:
            yield Recipient(reader, NewsKind.SECOND_READING, NewsReason.SECOND_READER)


def _unassignable(event: Event) -> Iterator[Recipient]:
    if SecondReading.objects.filter(pk=number_in(event, "second_reading_id"), reader__isnull=True).exists():
        department_id = Review.objects.values_list("department_id", flat=True).get(pk=number_in(event, "review_id"))
        yield from leaders([department_id], NewsKind.SECOND_READING_STUCK)


def _voters(event: Event) -> Iterator[Recipient]:
    """Holders and deputies of the seats that have not voted, without those who have a conflict."""
    kind = NewsKind.BALLOT_OPENED if event.type == BallotOpened.type else NewsKind.BALLOT_EXTENDED
    barred = authorship_of([idea_of(event).pk])[idea_of(event).pk].conflicted_ids
    seats = BallotSeat.objects.filter(ballot=number_in(event, "ballot_id"), vote__isnull=True).order_by("id")
    for pair in seats.values_list("holder_id", "deputy_id"):
        for person in pair:
            if person is not None and person not in barred:
                yield Recipient(person, kind, NewsReason.BOARD_MEMBER)


def _closed(event: Event) -> Iterator[Recipient]:
    for decider in deciders_of(idea_of(event)):
        yield Recipient(decider.person.pk, NewsKind.BALLOT_CLOSED, NewsReason.DECIDER)


def _stop_asked(event: Event) -> Iterator[Recipient]:
    for decider in deciders_of(idea_of(event)):
        yield Recipient(decider.person.pk, NewsKind.STOP_ASKED, NewsReason.DECIDER)


def _stop_confirmed(event: Event) -> Iterator[Recipient]:
    """Those whose open reviews were cancelled are thanked."""
    for person_id in event.payload.get("cancelled_owner_ids", ()):
        yield Recipient(person_id, NewsKind.STOP_CONFIRMED, NewsReason.REVIEWER)


RULES: Final[Mapping[str, Rule]] = {
    EarlyStopAsked.type: _stop_asked,
    EarlyStopConfirmed.type: _stop_confirmed,
    BallotOpened.type: _voters,
    BallotExtended.type: _voters,
    BallotClosed.type: _closed,
    ReaffirmationAsked.type: _reaffirm,
    ReviewRevised.type: _revised,
    SecondReadingGiven.type: _given,
    SecondReadingUnassignable.type: _unassignable,
}
