"""What the masthead of every page shows to its reader."""

from dataclasses import dataclass

from django.db.models import Count, Exists, Max, Q

from ideas.models import Notification, Organisation, Review, RoleGrant, User
from ideas.policies.roles import standing_of
from ideas.policies.settings import can_open_settings
from ideas.policies.triage import can_open_triage
from ideas.realtime import version_at

OPEN_STATES = (Review.State.ASSIGNED, Review.State.DRAFTING)
# Ideas of the highest tier, and those on which departments do not agree; tier 0 is decided by managers.
DECIDING_ROLES = frozenset({RoleGrant.Role.BOARD_CHAIR.value, RoleGrant.Role.PROGRAMME_MANAGER.value})


@dataclass(frozen=True)
class Navigation:
    """The name of the organisation, the parts the reader may enter, and what waits there.

    `has_desk`: reviews or decisions can come to the reader. `has_triage`: they sort new ideas.
    """

    organisation_name: str = ""
    is_demo: bool = False
    unread_count: int = 0
    review_count: int = 0
    has_desk: bool = False
    has_triage: bool = False
    has_settings: bool = False
    live_version: int = 0


def nav_for(viewer: User) -> Navigation:
    """Return what the masthead shows to `viewer`: news not read, reviews they owe, parts they may enter.

    Two queries, one more for those who review, and the one of `standing_of` when nobody asked before. `live_version` is the one
    of the topic `me` (see `news_version`).
    """
    standing = standing_of(viewer)
    unread, version = _news_of(viewer)
    led = User.objects.filter(manager=viewer.pk, is_active=True)
    here = Organisation.objects.only("name", "is_demo").annotate(leads_people=Exists(led)).get(pk=1)
    return Navigation(
        organisation_name=here.name,
        is_demo=here.is_demo,
        unread_count=unread,
        review_count=_reviews_owed_by(viewer) if standing.reviews_for else 0,
        has_desk=here.leads_people or bool(standing.reviews_for or standing.roles & DECIDING_ROLES),
        has_triage=can_open_triage(viewer),
        has_settings=can_open_settings(viewer),
        live_version=version,
    )


def news_version(*, viewer: User) -> int:
    """Return the version of a person's news: the last moment it changed, in milliseconds since 1970, 0 for none."""
    return _news_of(viewer)[1]


def _news_of(viewer: User) -> tuple[int, int]:
    news = Notification.objects.filter(person=viewer).aggregate(
        unread=Count("id", filter=Q(read_at__isnull=True)),
        newest=Max("created_at"),
        read=Max("read_at"),
        done=Max("done_at"),
    )
    return news["unread"], max(version_at(news[moment]) for moment in ("newest", "read", "done"))


def _reviews_owed_by(viewer: User) -> int:
    return Review.objects.filter(owner=viewer, state__in=OPEN_STATES).count()
