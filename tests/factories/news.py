"""Notifications, endpoints and the people who get them."""

from datetime import UTC, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from ideas.models import Comment, Endpoint, Event, Notification, User
from ideas.news import NewsKind, NewsReason
from ideas.secrets import encrypt, newest_key_id
from tests.factories.ideas import submitted_idea
from tests.factories.people import UserFactory, grant_role

# A Wednesday: within working hours in London, which is at UTC then.
WORKING_MOMENT = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class NotificationFactory(DjangoModelFactory[Notification]):
    """News about an open idea that waits to be mailed at once."""

    class Meta:
        model = Notification

    person = factory.SubFactory(UserFactory)
    kind = NewsKind.COMMENT_MENTION
    reason = NewsReason.MENTIONED
    idea = factory.LazyFunction(submitted_idea)
    mail_state = Notification.MailState.NOW


def sealed_endpoint(*, address: str, kind: str = "webhook", **fields: Any) -> Endpoint:
    """Return an endpoint at `address`, written without the checks of the service."""
    key_id = newest_key_id()
    given: dict[str, Any] = {
        "kind": kind,
        "key_id": key_id,
        "name": "Receiver",
        "event_types": ["idea.submitted"],
        "address_hint": "…",
        "address_encrypted": encrypt(address, key_id=key_id),
        "secret_encrypted": encrypt(SECRET, key_id=key_id) if kind == "webhook" else "",
        "made_by": fields.pop("made_by", None) or UserFactory(),
    }
    return Endpoint.objects.create(**(given | fields))


def administrator() -> User:
    """Return somebody who looks after channels and webhooks."""
    return grant_role(UserFactory(), "administrator")


def comment_on(idea: Any, *, author: User | None = None, **fields: Any) -> Comment:
    """Return a comment, written without the service."""
    return Comment.objects.create(
        idea=idea, author=author or UserFactory(), body="Where would it hang?", body_html="<p>…</p>", **fields
    )


def event_about(idea: Any, type_: str, *, actor: User | None = None, **payload: Any) -> Event:
    """Return a stored event of `type_`, without deliveries."""
    version = 1000 + Event.objects.count()
    return Event.objects.create(type=type_, idea=idea, idea_version=version, actor=actor, payload=payload)
