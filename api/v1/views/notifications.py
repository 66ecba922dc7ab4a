"""News of the caller, and how they want to be told."""

from uuid import UUID

from rest_framework.response import Response

from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.notifications import (
    NotificationBody,
    NotificationListParameters,
    PreferencesBody,
    PreferencesSerializer,
    ReadBody,
    notification_body,
    preferences_body,
)
from api.views import ApiView
from ideas.models import User
from ideas.selectors.notifications import NEWEST, mail_choices, news_for, notification_for
from ideas.selectors.personal_days import zone_of
from ideas.services.notifications import mark_done, mark_read, save_mail_choices

_NEWS = {
    "id": "4f1f8b6e-3e0c-4a52-8f7a-3a0a3c1f7d01",
    "kind": "review_assigned",
    "reason": "reviewer",
    "idea": "GS-000123",
    "headline": "Review needed from Security: “Paper leave form becomes an online form”",
    "detail": "Asked because: personal information is involved. Due 27 November 2026, 5 p.m.",
    "created_at": "2026-11-20T10:00:00Z",
    "read_at": None,
    "done_at": None,
    "allowed_actions": ["read", "put_away"],
}
_READ = {**_NEWS, "read_at": "2026-11-20T10:05:00Z", "allowed_actions": ["put_away"]}
_DONE = {**_READ, "done_at": "2026-11-20T10:06:00Z", "allowed_actions": ["bring_back"]}
_CHOICES = {"quiet_hours": True, "choices": [{"kind": "comment_mention", "mail": "now", "is_own": False}]}


def _answer(reader: User, public_id: UUID) -> Response:
    news = notification_for(viewer=reader, public_id=public_id)
    return Response(notification_body(news, zone_of(person=reader)))


class NotificationList(ApiView):
    permission_classes = [Members]
    parameters = NotificationListParameters

    @describe(
        "List your news",
        gives=Listing[NotificationBody],
        example={"results": [_NEWS], "next": None, "previous": None},
        description="The latest first. News of an idea that you may not see any more is left out.",
    )
    def get(self, request: MemberRequest) -> Response:
        rows = news_for(viewer=request.user, show=request.parameters.get("show") or "all")
        zone = zone_of(person=request.user)
        return self.page(rows, NEWEST, lambda found: (notification_body(news, zone) for news in found))


class NotificationDetail(ApiView):
    permission_classes = [Members]

    @describe("Read one piece of news", gives=NotificationBody, example=_NEWS)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        return _answer(request.user, public_id)


class NotificationRead(ApiView):
    permission_classes = [Members]

    @describe("Mark a piece of news as read", gives=NotificationBody, example=_READ)
    def put(self, request: MemberRequest, public_id: UUID) -> Response:
        notification_for(viewer=request.user, public_id=public_id)
        mark_read(by=request.user, news=[public_id])
        return _answer(request.user, public_id)


class NotificationDone(ApiView):
    permission_classes = [Members]

    @describe("Put a piece of news away", gives=NotificationBody, example=_DONE)
    def put(self, request: MemberRequest, public_id: UUID) -> Response:
        return self._put(request, public_id, is_done=True)

    @describe("Bring a piece of news back", gives=NotificationBody, example=_READ)
    def delete(self, request: MemberRequest, public_id: UUID) -> Response:
        return self._put(request, public_id, is_done=False)

    def _put(self, request: MemberRequest, public_id: UUID, *, is_done: bool) -> Response:
        notification_for(viewer=request.user, public_id=public_id)
        mark_done(by=request.user, news=[public_id], is_done=is_done)
        return _answer(request.user, public_id)


class NotificationsRead(ApiView):
    permission_classes = [Members]

    @describe("Mark all your news as read", gives=ReadBody, example={"read": 3})
    def post(self, request: MemberRequest) -> Response:
        return Response(ReadBody(mark_read(by=request.user)))


class Preferences(ApiView):
    permission_classes = [Members]

    @describe("Read how news reaches you", gives=PreferencesBody, example=_CHOICES)
    def get(self, request: MemberRequest) -> Response:
        return Response(preferences_body(request.user, mail_choices(person=request.user)))

    @describe(
        "Choose how news reaches you",
        takes=PreferencesSerializer,
        gives=PreferencesBody,
        sends={"quiet_hours": True, "choices": [{"kind": "comment_mention", "mail": "digest"}]},
        example=_CHOICES,
        description="Kinds that the body does not name stay as they are.",
    )
    def patch(self, request: MemberRequest) -> Response:
        content = self.read(PreferencesSerializer, is_partial=True)
        choices = {choice["kind"]: choice["mail"] for choice in content.get("choices", ())}
        save_mail_choices(person=request.user, choices=choices, quiet_hours=content.get("quiet_hours"))
        request.user.refresh_from_db(fields=["quiet_hours"])
        return Response(preferences_body(request.user, mail_choices(person=request.user)))
