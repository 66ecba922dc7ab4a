"""Bodies of news and of how somebody wants to be told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.fields import FlagField, WordField
from api.filters import ListParameters, WordParameter
from api.serializers import StrictSerializer
from ideas.models import Notification, Preference, User
from ideas.news import NewsKind
from ideas.selectors.news_words import story_of
from ideas.selectors.notifications import ChoiceGroup

SHOWS = ("inbox", "unread", "done", "all")


@dataclass(frozen=True, slots=True)
class NotificationBody:
    """One piece of news."""

    id: UUID
    kind: Annotated[str, _("what it tells, such as review_assigned")]
    reason: Annotated[str, _("why you are told, such as reviewer")]
    idea: Annotated[str | None, _("the idea's ref")]
    headline: str
    detail: str
    created_at: datetime
    read_at: datetime | None
    done_at: Annotated[datetime | None, _("when it was put away")]
    allowed_actions: list[Literal["read", "put_away", "bring_back"]]


@dataclass(frozen=True, slots=True)
class ReadBody:
    """How much was marked as read."""

    read: int


@dataclass(frozen=True, slots=True)
class MailChoiceBody:
    """How one kind of news comes by mail."""

    kind: str
    mail: Literal["now", "digest", "off"]
    is_own: Annotated[bool, _("you chose it; otherwise it is how it comes to everybody")]


@dataclass(frozen=True, slots=True)
class PreferencesBody:
    """How news comes by mail; all of it appears on the page of news."""

    quiet_hours: Annotated[bool, _("mail waits for your working hours")]
    choices: list[MailChoiceBody]


class NotificationListParameters(ListParameters):
    show = WordParameter(choices=SHOWS, help_text=_("inbox: not put away; the default is all"))


class MailChoiceSerializer(StrictSerializer):
    kind = WordField(choices=NewsKind)
    mail = WordField(choices=Preference.Mail)


class PreferencesSerializer(StrictSerializer):
    quiet_hours = FlagField(required=False)
    choices = serializers.ListField(child=MailChoiceSerializer(), max_length=len(NewsKind), required=False)


def notification_body(news: Notification, zone: ZoneInfo) -> NotificationBody:
    """Return the body of `news`, whose objects are loaded; dates in its words are in `zone`."""
    story = story_of(news, zone=zone)
    actions: list[Literal["read", "put_away", "bring_back"]] = [] if news.read_at else ["read"]
    actions.append("bring_back" if news.done_at else "put_away")
    return NotificationBody(
        id=news.public_id,
        kind=news.kind,
        reason=news.reason,
        idea=news.idea.ref if news.idea is not None else None,
        headline=story.headline,
        detail=story.detail,
        created_at=news.created_at,
        read_at=news.read_at,
        done_at=news.done_at,
        allowed_actions=actions,
    )


def preferences_body(person: User, groups: tuple[ChoiceGroup, ...]) -> PreferencesBody:
    """Return the body of a person's choices."""
    choices = [choice for group in groups for choice in group.choices]
    return PreferencesBody(
        quiet_hours=person.quiet_hours,
        choices=[
            MailChoiceBody(choice.kind.value, choice.mail, choice.is_own)  # type: ignore[arg-type]
            for choice in choices
        ],
    )
