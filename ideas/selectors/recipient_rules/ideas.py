"""Who hears of an idea as a whole."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from ideas.events import DecisionAnnounced, DecisionMade, IdeaEdited, IdeaReadyForDecision, IdeaSubmitted, IdeaWithdrawn
from ideas.models import Event, IdeaAuthor, Reaffirmation, Review
from ideas.news import NewsKind, NewsReason
from ideas.policies.deciders import deciders_of
from ideas.selectors.recipient_rules.naming import (
    AUTHOR_REASONS,
    Named,
    Recipient,
    Rule,
    RuleOfMany,
    all_authors,
    authors,
    followers,
    idea_of,
    reviewers,
    voters,
)


def _submitted(events: list[Event]) -> Named:
    kinds = {
        IdeaAuthor.Kind.AUTHOR.value: NewsKind.IDEA_RECEIVED,
        IdeaAuthor.Kind.CO_AUTHOR.value: NewsKind.NAMED_AUTHOR,
        IdeaAuthor.Kind.ON_BEHALF_OF.value: NewsKind.NAMED_AUTHOR,
    }
    rows = IdeaAuthor.objects.filter(idea__in=[event.idea_id for event in events]).order_by("id")
    by_idea: defaultdict[int, list[Recipient]] = defaultdict(list)
    for idea, person, sort in rows.values_list("idea_id", "person_id", "kind"):
        by_idea[idea].append(Recipient(person, kinds[sort], AUTHOR_REASONS[sort]))
    return {event.pk: by_idea[idea_of(event).pk] for event in events}


def _edited(event: Event) -> Iterator[Recipient]:
    """Whoever is asked whether their answer stands hears that instead."""
    asked = Reaffirmation.objects.filter(review__idea=idea_of(event), verdict="", to_version=event.payload["version"])
    told_more = set(asked.values_list("review__owner_id", flat=True))
    for one in reviewers(event, NewsKind.IDEA_EDITED):
        if one.person_id not in told_more:
            yield one


def _withdrawn(event: Event) -> Iterator[Recipient]:
    # Withdrawing cancels the reviews, so their owners are asked for whatever the state.
    rows = Review.objects.filter(idea=idea_of(event), round=idea_of(event).round, owner__isnull=False)
    for person in rows.values_list("owner_id", flat=True):
        yield Recipient(person, NewsKind.IDEA_WITHDRAWN, NewsReason.REVIEWER)
    yield from all_authors(event, NewsKind.IDEA_WITHDRAWN)
    yield from followers(event, NewsKind.IDEA_WITHDRAWN)
    yield from voters(event, NewsKind.IDEA_WITHDRAWN)


def _ready(event: Event) -> Iterator[Recipient]:
    idea = idea_of(event)
    if idea.ballots.filter(round=idea.round, closed_at__isnull=True).exists():
        return  # the board votes first; its chair hears when it has
    for decider in deciders_of(idea):
        yield Recipient(decider.person.pk, NewsKind.DECISION_NEEDED, NewsReason.DECIDER)


def _decided(event: Event) -> Iterator[Recipient]:
    kinds = (IdeaAuthor.Kind.AUTHOR.value, IdeaAuthor.Kind.ON_BEHALF_OF.value)
    return authors(event, dict.fromkeys(kinds, NewsKind.DECISION_MADE))


def _announced(event: Event) -> Iterator[Recipient]:
    told_before = {one.person_id for one in _decided(event)}
    everybody = (all_authors, reviewers, followers, voters)
    for group in everybody:
        yield from (one for one in group(event, NewsKind.DECISION_ANNOUNCED) if one.person_id not in told_before)


RULES: Final[Mapping[str, Rule]] = {
    IdeaEdited.type: _edited,
    IdeaWithdrawn.type: _withdrawn,
    IdeaReadyForDecision.type: _ready,
    DecisionMade.type: _decided,
    DecisionAnnounced.type: _announced,
}
RULES_OF_MANY: Final[Mapping[str, RuleOfMany]] = {
    IdeaSubmitted.type: _submitted,
}
