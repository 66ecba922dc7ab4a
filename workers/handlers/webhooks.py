"""Consumer `webhook`: sends one signed message to one receiver.

Source: Standard Webhooks 1.0.0 (id stable over tries, moment of each try, signature over id, moment and body).
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from standardwebhooks import Webhook

from ideas.events import AuditHeadPublished
from ideas.selectors.audit_heads import audit_head_news
from ideas.selectors.endpoints import name_of
from ideas.selectors.outside_news import outside_news
from ideas.services.deliveries import Lease
from ideas.services.endpoint_tries import EndpointTry
from workers import receivers
from workers.messages.webhook import webhook_head, webhook_message, webhook_test


def run(lease: Lease) -> None:
    """Send the fact of the delivery's event; every try and every receiver gets the event's own id."""
    now = timezone.now()

    def body(receiver: EndpointTry) -> Mapping[str, object]:
        if receiver.is_test:
            return webhook_test(name=name_of(endpoint_id=receiver.endpoint_id), at=now)
        if lease.event_type == AuditHeadPublished.type:
            return webhook_head(audit_head_news(event_id=lease.event_id))
        return webhook_message(outside_news(event_id=lease.event_id))

    def headers(receiver: EndpointTry, content: bytes) -> Mapping[str, str]:
        return signed(message_id=str(lease.event_uuid), at=now, content=content, secrets=receiver.secrets)

    receivers.deliver(lease, body=body, headers=headers)


def signed(*, message_id: str, at: datetime, content: bytes, secrets: tuple[str, ...]) -> dict[str, str]:
    """Return the headers of a webhook; while a secret is being changed there is a signature for each."""
    words = content.decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(message_id, at, words) for secret in secrets),
    }
