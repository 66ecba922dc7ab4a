"""Whom each fact names as hearing of it, as what kind of news, and why; rights and wishes are for `recipients`.

Source: docs/notifications.md "Who is told".
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ideas.events import (
    CommentPosted,
    CommentReported,
    DecisionAnnounced,
    DecisionMade,
    EndpointFailing,
    EndpointStopped,
    IdeaEdited,
    IdeaReadyForDecision,
    IdeaSubmitted,
    IdeaWithdrawn,
    ReviewAssigned,
    ReviewsOpened,
    ReviewSubmitted,
    ReviewUnassignable,
)
from ideas.models import (
    Comment,
    CommentMention,
    Endpoint,
    Event,
    Follow,
    Idea,
    IdeaAuthor,
    Membership,
    Review,
    RoleGrant,
    Vote,
)
from ideas.news import NewsKind, NewsReason
from ideas.policies.deciders import deciders_of
from ideas.policies.permissions import ROLE_PERMISSIONS, Permission

_Kind, _Reason = NewsKind, NewsReason
_LEADERS = (Membership.Role.LEAD, Membership.Role.DEPUTY)
_AUTHOR_REASONS: Final = {
    IdeaAuthor.Kind.AUTHOR.value: _Reason.AUTHOR,
    IdeaAuthor.Kind.CO_AUTHOR.value: _Reason.CO_AUTHOR,
    IdeaAuthor.Kind.ON_BEHALF_OF.value: _Reason.ON_BEHALF_OF,
}


@dataclass(frozen=True)
class Recipient:
    """One person to tell. `department_id`: the department that the news is about, where no review says it."""

    person_id: int
    kind: NewsKind
    reason: NewsReason
    department_id: int | None = None


_Named = Mapping[int, Sequence[Recipient]]  # by the event's key


def _number(event: Event, name: str) -> int:
    value = event.payload.get(name)
    if not isinstance(value, int):
        raise TypeError(f"{event.type} without {name}.")
    return value


def _authors(event: Event, kinds: dict[str, NewsKind]) -> Iterator[Recipient]:
    """The authors of the idea whose sort is named in `kinds`, with the kind of news that each sort gets."""
    rows = IdeaAuthor.objects.filter(idea=_idea(event), kind__in=kinds).order_by("id")
    for person, sort in rows.values_list("person_id", "kind"):
        yield Recipient(person, kinds[sort], _AUTHOR_REASONS[sort])


def _all_authors(event: Event, kind: NewsKind) -> Iterator[Recipient]:
    return _authors(event, dict.fromkeys(IdeaAuthor.Kind.values, kind))


def _followers(event: Event, kind: NewsKind) -> Iterator[Recipient]:
    rows = Follow.objects.filter(idea=_idea(event), level=Follow.Level.FOLLOWING)
    for person in rows.values_list("person_id", flat=True):
        yield Recipient(person, kind, _Reason.FOLLOWER)


def _voters(event: Event, kind: NewsKind) -> Iterator[Recipient]:
    for person in Vote.objects.filter(idea=_idea(event)).values_list("voter_id", flat=True):
        yield Recipient(person, kind, _Reason.VOTER)


def _reviewers(event: Event, kind: NewsKind) -> Iterator[Recipient]:
    """Who owns a review of the idea's present round."""
    rows = Review.objects.filter(idea=_idea(event), round=_idea(event).round, owner__isnull=False)
    for person in rows.exclude(state=Review.State.CANCELLED).values_list("owner_id", flat=True):
        yield Recipient(person, kind, _Reason.REVIEWER)


def _leaders(department_ids: list[int], kind: NewsKind) -> Iterator[Recipient]:
    places = Membership.objects.filter(department__in=department_ids, role__in=_LEADERS).order_by("-role", "id")
    for person, department in places.values_list("person_id", "department_id"):
        yield Recipient(person, kind, _Reason.DEPARTMENT_LEAD, department)


def _holders(permission: Permission) -> list[int]:
    roles = [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]
    return list(RoleGrant.objects.filter(role__in=roles).values_list("person_id", flat=True))


def _idea(event: Event) -> Idea:
    if event.idea is None:
        raise ValueError(f"{event.type} without an idea.")
    return event.idea


def _submitted(events: list[Event]) -> _Named:
    kinds = {
        IdeaAuthor.Kind.AUTHOR.value: _Kind.IDEA_RECEIVED,
        IdeaAuthor.Kind.CO_AUTHOR.value: _Kind.NAMED_AUTHOR,
        IdeaAuthor.Kind.ON_BEHALF_OF.value: _Kind.NAMED_AUTHOR,
    }
    rows = IdeaAuthor.objects.filter(idea__in=[event.idea_id for event in events]).order_by("id")
    by_idea: defaultdict[int, list[Recipient]] = defaultdict(list)
    for idea, person, sort in rows.values_list("idea_id", "person_id", "kind"):
        by_idea[idea].append(Recipient(person, kinds[sort], _AUTHOR_REASONS[sort]))
    return {event.pk: by_idea[_idea(event).pk] for event in events}


def _edited(event: Event) -> Iterator[Recipient]:
    return _reviewers(event, _Kind.IDEA_EDITED)


def _withdrawn(event: Event) -> Iterator[Recipient]:
    # Withdrawing cancels the reviews, so their owners are asked for whatever the state.
    rows = Review.objects.filter(idea=_idea(event), round=_idea(event).round, owner__isnull=False)
    for person in rows.values_list("owner_id", flat=True):
        yield Recipient(person, _Kind.IDEA_WITHDRAWN, _Reason.REVIEWER)
    yield from _all_authors(event, _Kind.IDEA_WITHDRAWN)
    yield from _followers(event, _Kind.IDEA_WITHDRAWN)
    yield from _voters(event, _Kind.IDEA_WITHDRAWN)


def _opened(events: list[Event]) -> _Named:
    told = {
        event.pk: value for event in events if isinstance(value := event.payload.get("notified_department_ids"), list)
    }
    leaders = list(
        _leaders(sorted({one for departments in told.values() for one in departments}), _Kind.DEPARTMENT_TOLD)
    )
    return {key: [one for one in leaders if one.department_id in departments] for key, departments in told.items()}


def _assigned(events: list[Event]) -> _Named:
    reviews = {event.pk: _number(event, "review_id") for event in events}
    held = Review.objects.filter(pk__in=reviews.values(), state__in=(Review.State.ASSIGNED, Review.State.DRAFTING))
    owners = dict(held.values_list("pk", "owner_id"))
    return {
        key: [Recipient(owner, _Kind.REVIEW_ASSIGNED, _Reason.REVIEWER)]
        for key, review in reviews.items()
        if (owner := owners.get(review)) is not None
    }


def _unassignable(event: Event) -> Iterator[Recipient]:
    review = Review.objects.filter(pk=_number(event, "review_id"), owner__isnull=True).first()
    if review is not None and review.state == Review.State.QUEUED:
        yield from _leaders([review.department_id], _Kind.REVIEW_UNASSIGNABLE)


def _answered(event: Event) -> Iterator[Recipient]:
    earlier = Review.objects.filter(idea=_idea(event), submitted_at__isnull=False)
    this = earlier.filter(pk=_number(event, "review_id")).first()
    if this is None or this.submitted_at is None:
        return
    if earlier.filter(submitted_at__lt=this.submitted_at).exists():
        yield from _all_authors(event, _Kind.REVIEW_ANSWERED)
    else:
        yield from _all_authors(event, _Kind.FIRST_RESPONSE)
        yield from _followers(event, _Kind.REVIEW_ANSWERED)


def _ready(event: Event) -> Iterator[Recipient]:
    for decider in deciders_of(_idea(event)):
        yield Recipient(decider.person.pk, _Kind.DECISION_NEEDED, _Reason.DECIDER)


def _decided(event: Event) -> Iterator[Recipient]:
    kinds = (IdeaAuthor.Kind.AUTHOR.value, IdeaAuthor.Kind.ON_BEHALF_OF.value)
    return _authors(event, dict.fromkeys(kinds, _Kind.DECISION_MADE))


def _announced(event: Event) -> Iterator[Recipient]:
    told_before = {one.person_id for one in _decided(event)}
    everybody = (_all_authors, _reviewers, _followers, _voters)
    for group in everybody:
        yield from (one for one in group(event, _Kind.DECISION_ANNOUNCED) if one.person_id not in told_before)


def _commented(event: Event) -> Iterator[Recipient]:
    comment = (
        Comment.objects.filter(pk=_number(event, "comment_id"), deleted_at__isnull=True, hidden_at__isnull=True)
        .select_related("parent")
        .first()
    )
    if comment is None:
        return
    for person in CommentMention.objects.filter(comment=comment).values_list("person_id", flat=True):
        yield Recipient(person, _Kind.COMMENT_MENTION, _Reason.MENTIONED)
    if comment.parent is not None:
        yield Recipient(comment.parent.author_id, _Kind.COMMENT_REPLY, _Reason.COMMENTER)
    yield from _all_authors(event, _Kind.COMMENT_POSTED)
    yield from _followers(event, _Kind.COMMENT_POSTED)


def _reported(_event: Event) -> Iterator[Recipient]:
    for person in _holders(Permission.MODERATE_DISCUSSION):
        yield Recipient(person, _Kind.COMMENT_REPORTED, _Reason.MODERATOR)


def _endpoint(event: Event, kind: NewsKind) -> Iterator[Recipient]:
    made_by = Endpoint.objects.filter(pk=_number(event, "endpoint_id")).values_list("made_by_id", flat=True).first()
    if made_by is not None:
        yield Recipient(made_by, kind, _Reason.ENDPOINT_OWNER)
        for person in _holders(Permission.MANAGE_ENDPOINTS):
            yield Recipient(person, kind, _Reason.ADMINISTRATOR)


def _endpoint_failing(event: Event) -> Iterator[Recipient]:
    return _endpoint(event, _Kind.ENDPOINT_FAILING)


def _endpoint_stopped(event: Event) -> Iterator[Recipient]:
    return _endpoint(event, _Kind.ENDPOINT_STOPPED)


RULES: Final[dict[str, Callable[[Event], Iterator[Recipient]]]] = {
    IdeaEdited.type: _edited,
    IdeaWithdrawn.type: _withdrawn,
    ReviewUnassignable.type: _unassignable,
    ReviewSubmitted.type: _answered,
    IdeaReadyForDecision.type: _ready,
    DecisionMade.type: _decided,
    DecisionAnnounced.type: _announced,
    CommentPosted.type: _commented,
    CommentReported.type: _reported,
    EndpointFailing.type: _endpoint_failing,
    EndpointStopped.type: _endpoint_stopped,
}
RULES_OF_MANY: Final[dict[str, Callable[[list[Event]], _Named]]] = {
    IdeaSubmitted.type: _submitted,
    ReviewsOpened.type: _opened,
    ReviewAssigned.type: _assigned,
}
