"""The end of the audit trail in chat and webhooks, run as a worker runs it against servers on loopback."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ideas.models import Delivery, Endpoint, Event
from ideas.selectors.audit_heads import audit_head_news
from ideas.services.audit import record_audit
from ideas.services.sealing import publish_audit_head
from tests.factories import submitted_idea
from tests.factories.news import event_about, sealed_endpoint
from tests.sealing import until_sealed
from tests.workers.listeners import Listener, http, listening, saying
from workers.execution import run_delivery
from workers.messages.slack import slack_head
from workers.messages.teams import teams_head

pytestmark = pytest.mark.django_db
TYPE = "audit.head_published"


@pytest.fixture
def receiver(settings: Any) -> Iterator[Listener]:
    with listening(saying(http(200, b"ok"))) as listener:
        settings.OUTBOUND_ALLOW = [listener.allow]
        yield listener


def published() -> Event:
    record_audit(action="discussion.lock", by=None, object_type="idea", object_id="GS-000001")
    until_sealed()
    publish_audit_head()
    return Event.objects.get(type=TYPE)


def delivery_to(endpoint: Endpoint, event: Event) -> Delivery:
    due_at = timezone.now() - timedelta(seconds=1)
    return Delivery.objects.create(event=event, consumer=endpoint.kind, target_id=endpoint.pk, due_at=due_at)


def sent(listener: Listener, endpoint: Endpoint, event: Event) -> Any:
    delivery = delivery_to(endpoint, event)
    run_delivery(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "done"
    return json.loads(listener.requests[-1].partition(b"\r\n\r\n")[2])


def test_webhook_is_told_number_and_seal(receiver: Listener) -> None:
    event = published()

    body = sent(receiver, sealed_endpoint(address=receiver.url(), event_types=[TYPE]), event)

    assert body["type"] == TYPE
    assert (body["data"]["seq"], body["data"]["hash"]) == (1, event.payload["hash"])
    assert body["data"]["url"].endswith("/settings/audit/")


def test_notify_tells_channels_of_the_end_of_the_trail_and_no_person() -> None:
    endpoint = sealed_endpoint(address="https://hooks.example.org/x", event_types=[TYPE])
    event = published()

    run_delivery(Delivery.objects.get(event=event, consumer="notify").pk)

    rows = Delivery.objects.filter(event=event).order_by("id").values_list("consumer", "state", "target_id")
    assert [row[:2] for row in rows] == [("notify", "done"), ("webhook", "pending")]
    assert rows[1][2] == endpoint.pk


@pytest.mark.parametrize("kind", ["slack", "teams"])
def test_seal_goes_alone_where_much_news_waits_for_a_channel(receiver: Listener, kind: str) -> None:
    endpoint = sealed_endpoint(address=receiver.url(), kind=kind, event_types=[TYPE, "idea.submitted"])
    news = [event_about(submitted_idea(), "idea.submitted") for _number in range(6)]
    rows = [delivery_to(endpoint, event) for event in (*news[:3], published(), *news[3:])]

    for row in rows:
        run_delivery(row.pk)

    told = [request.partition(b"\r\n\r\n")[2].decode() for request in receiver.requests]
    assert ["6 pieces of news" in words for words in told] == [True, False]
    assert ["Row 1 ends the trail" in words for words in told] == [False, True]


def test_chat_message_of_the_seal_says_it_in_full() -> None:
    event = published()
    news = audit_head_news(event_id=event.pk)

    said = [json.dumps(slack_head(news)), json.dumps(teams_head(news))]

    assert [event.payload["hash"] in words for words in said] == [True, True]
    assert ["Row 1 ends the trail" in words for words in said] == [True, True]
