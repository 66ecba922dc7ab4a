"""Who hears of what follows a decision."""

from collections.abc import Iterator, Mapping
from typing import Final

from ideas.events.after_decision import (
    AppealDecided,
    AppealFiled,
    ConditionDue,
    IdeaReopened,
    OutcomeRecorded,
    OwnerNamed,
)
from ideas.models import Appeal, Condition, Event
from ideas.news import NewsKind, NewsReason
from ideas.policies.appeals import judges_of
from ideas.selectors.recipient_rules.naming import Recipient, Rule, all_authors, followers, number_in, voters


def _reopened(event: Event) -> Iterator[Recipient]:
    yield from all_authors(event, NewsKind.OWN_IDEA_REOPENED)
    yield from followers(event, NewsKind.IDEA_REOPENED)
    yield from voters(event, NewsKind.IDEA_REOPENED)


def _appealed(event: Event) -> Iterator[Recipient]:
    appeal = Appeal.objects.select_related("decision").get(pk=number_in(event, "appeal_id"))
    if appeal.decided_at is None:
        for judge in judges_of(appeal.decision):
            yield Recipient(judge.person.pk, NewsKind.APPEAL_FILED, NewsReason.JUDGE)


def _appeal_decided(event: Event) -> Iterator[Recipient]:
    # A granted appeal is told by the round that it begins.
    if Appeal.objects.filter(pk=number_in(event, "appeal_id"), is_granted=False).exists():
        yield from all_authors(event, NewsKind.APPEAL_REFUSED)


def _owner_named(event: Event) -> Iterator[Recipient]:
    yield Recipient(number_in(event, "owner_id"), NewsKind.OWNER_NAMED, NewsReason.OWNER)


def _outcome(event: Event) -> Iterator[Recipient]:
    yield from all_authors(event, NewsKind.OWN_IDEA_OUTCOME)
    yield from followers(event, NewsKind.IDEA_OUTCOME)
    yield from voters(event, NewsKind.IDEA_OUTCOME)


def _condition_due(event: Event) -> Iterator[Recipient]:
    row = Condition.objects.select_related("decision").get(pk=number_in(event, "condition_id"))
    if row.met_at is not None:
        return
    if row.owner_id is not None:
        yield Recipient(row.owner_id, NewsKind.CONDITION_DUE, NewsReason.CONDITION_OWNER)
    if event.payload.get("is_missed") and row.decision is not None:
        yield Recipient(row.decision.decided_by_id, NewsKind.CONDITION_DUE, NewsReason.DECIDER)


RULES: Final[Mapping[str, Rule]] = {
    IdeaReopened.type: _reopened,
    ConditionDue.type: _condition_due,
    OwnerNamed.type: _owner_named,
    OutcomeRecorded.type: _outcome,
    AppealFiled.type: _appealed,
    AppealDecided.type: _appeal_decided,
}
