"""News for those who get it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.models import Delivery, Idea, Notification, Preference, User
from ideas.news import NewsKind, default_mail
from ideas.news_groups import KIND_GROUPS
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of
from ideas.querysets.clock import StatementTimestamp
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.calendars import CALENDAR_OF_THEIRS

_OBJECTS = (
    "idea__tally",
    "review__department",
    "comment__author",
    "decision",
    "reopening",
    "appeal",
    "outcome",
    "condition",
    "precedent",
    "escalation",
    "apology__by",
    "endpoint",
    "department",
    "delegation__from_person",
    "delegation__to_person",
)
_LISTS = ("idea__promises", "idea__authors")


NEWEST = Ordering("-created_at", (Key("created_at", is_descending=True), Key("id", is_descending=True)))

_SHOWN: dict[str, dict[str, bool]] = {
    "all": {},
    "inbox": {"done_at__isnull": True},
    "unread": {"done_at__isnull": True, "read_at__isnull": True},
    "done": {"done_at__isnull": False},
}


def news_for(*, viewer: User, show: str = "all") -> "QuerySet[Notification]":
    """Return the news of `viewer`, the latest first, with every row that its words need; three queries.

    News about an idea that they may not see any more is left out.

    Args:
        show: "inbox" (not put away), "unread", "done" (put away) or "all".
    """
    rows = visible_news(viewer=viewer).select_related(*_OBJECTS).prefetch_related(*_LISTS)
    return rows.filter(**_SHOWN[show]).order_by("-created_at", "-id")


def visible_news(*, viewer: User) -> "QuerySet[Notification]":
    """Return the news of `viewer` about what they may still see, without an order."""
    own = Notification.objects.filter(person=viewer)
    # Only the ideas of one's own news are looked at, however many there are.
    readable = Idea.objects.visible_to(viewer).filter(pk__in=own.values("idea_id")).values("pk")
    return own.filter(Q(idea__isnull=True) | Q(idea__in=readable))


def notification_for(*, viewer: User, public_id: uuid.UUID) -> Notification:
    """Return one piece of news of `viewer`.

    Raises:
        NotFound: there is none, it is somebody else's, or its idea may not be seen any more (404).
    """
    found = news_for(viewer=viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such piece of news."))
    return found


def with_objects(rows: "QuerySet[Notification]") -> "QuerySet[Notification]":
    """Return `rows` with what their words need loaded."""
    calendars = [f"person__{path}" for path in CALENDAR_OF_THEIRS]
    return rows.select_related(*_OBJECTS, *calendars).prefetch_related(*_LISTS)


@dataclass(frozen=True)
class WaitingMail:
    """Mails that are held until their readers' working hours, and news that the daily mails will tell."""

    count: int
    daily_count: int


def waiting_mail() -> WaitingMail:
    """Return how much mail is held for later. Two queries."""
    held = Delivery.objects.unfinished().filter(consumer="email", due_at__gt=StatementTimestamp())
    daily = Notification.objects.filter(mail_state=Notification.MailState.DIGEST)
    return WaitingMail(held.count(), daily.count())


@dataclass(frozen=True)
class Choice:
    """How one person gets one kind of news by mail; `is_own`: they chose it themselves."""

    kind: NewsKind
    mail: str
    is_own: bool


@dataclass(frozen=True)
class ChoiceGroup:
    """Kinds that belong together."""

    title: str
    choices: tuple[Choice, ...]


_ROLE_KINDS = {
    NewsKind.COMMENT_REPORTED: Permission.MODERATE_DISCUSSION,
    NewsKind.ENDPOINT_FAILING: Permission.MANAGE_ENDPOINTS,
    NewsKind.ENDPOINT_STOPPED: Permission.MANAGE_ENDPOINTS,
}
_LEADER_KINDS = frozenset({NewsKind.REVIEW_UNASSIGNABLE, NewsKind.DEPARTMENT_TOLD})
_REVIEWER_KINDS = frozenset({NewsKind.REVIEW_ASSIGNED, NewsKind.IDEA_EDITED})


def mail_choices(*, person: User) -> tuple[ChoiceGroup, ...]:
    """Return how `person` gets each kind that can concern them, in groups. Three queries at most."""
    own = dict(Preference.objects.filter(person=person).values_list("kind", "mail"))
    groups = []
    for title, kinds in KIND_GROUPS:
        choices = tuple(_choice(kind, own) for kind in kinds if _concerns(person, kind))
        if choices:
            groups.append(ChoiceGroup(str(title), choices))
    return tuple(groups)


def mail_wishes(*, people: Collection[int], kinds: Collection[str]) -> dict[tuple[int, str], str]:
    """Return how each of `people` wants news of each of `kinds` by mail, where they chose. One query."""
    rows = Preference.objects.filter(person__in=people, kind__in=kinds).values_list("person_id", "kind", "mail")
    return {(person, kind): mail for person, kind, mail in rows}


def _choice(kind: NewsKind, own: dict[str, str]) -> Choice:
    return Choice(kind, own.get(kind, default_mail(kind)), is_own=kind in own)


def _concerns(person: User, kind: NewsKind) -> bool:
    standing = standing_of(person)
    if kind in _ROLE_KINDS:
        return standing.has(_ROLE_KINDS[kind])
    if kind in _LEADER_KINDS:
        return bool(standing.leads | standing.deputises)
    return kind not in _REVIEWER_KINDS or bool(standing.reviews_for)
