"""Messages to chat channels and webhooks, run as a worker runs them against servers on loopback."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks import Webhook

from ideas import outbox
from ideas.events import IdeaSubmitted
from ideas.models import Attempt, Delivery, Endpoint, Event, Idea
from ideas.secrets import encrypt, newest_key_id
from ideas.services.endpoint_tries import FAILURES_UNTIL_REST
from ideas.services.endpoints import test_endpoint as ask_for_test
from tests.factories import submitted_idea
from tests.factories.news import SECRET, administrator, event_about, sealed_endpoint
from tests.workers.listeners import Listener, http, listening, saying
from workers import outbound
from workers.execution import run_delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings: Any) -> Iterator[Listener]:
    with listening(saying(http(200, b"ok"))) as listener:
        settings.OUTBOUND_ALLOW = [listener.allow]
        yield listener


def delivery_to(endpoint: Endpoint, event: Event | None = None) -> Delivery:
    event = event or event_about(submitted_idea(title="Second key"), "idea.submitted")
    return Delivery.objects.create(event=event, consumer=endpoint.kind, target_id=endpoint.pk)


def run(delivery: Delivery) -> Delivery:
    """Run it now, whenever it is due, and return it as it is then."""
    Delivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    run_delivery(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def told(listener: Listener) -> Any:
    return json.loads(listener.requests[-1].partition(b"\r\n\r\n")[2])


def headers(listener: Listener) -> dict[str, str]:
    lines = listener.requests[-1].partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    return {name.lower(): value for name, _gap, value in (line.partition(": ") for line in lines)}


def test_webhook_is_signed_so_that_its_receiver_can_check_it(receiver: Listener) -> None:
    delivery = run(delivery_to(sealed_endpoint(address=receiver.url())))

    body = receiver.requests[0].partition(b"\r\n\r\n")[2]
    assert Webhook(SECRET).verify(body, headers(receiver))["type"] == "idea.submitted"
    assert headers(receiver)["webhook-id"] == str(delivery.event.event_id)
    assert delivery.state == "done"
    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.status, attempt.detail) == ("delivered", 200, "ok")
    assert Endpoint.objects.get().last_success_at is not None


def test_webhook_of_open_idea_tells_title_and_figures(receiver: Listener, settings: Any) -> None:
    settings.PUBLIC_URL = "https://ideas.example.org"
    idea = submitted_idea(title="Second key", tally={"vote_count": 7, "department_count": 3, "comment_count": 2})

    run(delivery_to(sealed_endpoint(address=receiver.url()), event_about(idea, "idea.submitted")))

    data = told(receiver)["data"]
    assert (data["ref"], data["title"], data["stage"], data["tier"]) == (idea.ref, "Second key", "in_review", 1)
    assert (data["votes"], data["departments"], data["comments"]) == (7, 3, 2)
    assert data["url"].startswith("https://ideas.example.org/")


def test_webhook_of_few_votes_does_not_tell_their_departments(receiver: Listener) -> None:
    idea = submitted_idea(tally={"vote_count": 4, "department_count": 3})

    run(delivery_to(sealed_endpoint(address=receiver.url()), event_about(idea, "idea.submitted")))

    assert told(receiver)["data"]["departments"] is None


def test_webhook_of_restricted_idea_tells_neither_title_nor_figures(receiver: Listener) -> None:
    idea = submitted_idea(visibility="restricted", title="CANARY-title", proposal="CANARY-text")

    run(delivery_to(sealed_endpoint(address=receiver.url()), event_about(idea, "idea.submitted")))

    assert b"CANARY" not in receiver.requests[0]
    data = told(receiver)["data"]
    assert (data["ref"], data["title"], data["votes"]) == (idea.ref, None, None)


@pytest.mark.parametrize("kind", ["slack", "teams", "webhook"])
def test_idea_that_became_confidential_is_not_told_any_more(receiver: Listener, kind: str) -> None:
    idea = submitted_idea()
    delivery = delivery_to(sealed_endpoint(address=receiver.url(), kind=kind), event_about(idea, "idea.submitted"))
    Idea.objects.filter(pk=idea.pk).update(visibility="confidential")

    run(delivery)

    assert delivery.state == "cancelled"
    assert receiver.connections == 0


def test_webhook_during_rotation_carries_both_signatures(receiver: Listener) -> None:
    key_id = newest_key_id()
    older = "whsec_" + "b2xkZXIgc2VjcmV0IG9sZGVyIHNlY3JldA=="
    endpoint = sealed_endpoint(
        address=receiver.url(),
        previous_secret_encrypted=encrypt(older, key_id=key_id),
        previous_secret_until=timezone.now() + timedelta(hours=1),
    )

    run(delivery_to(endpoint))

    body = receiver.requests[0].partition(b"\r\n\r\n")[2]
    for secret in (SECRET, older):
        assert Webhook(secret).verify(body, headers(receiver))["type"] == "idea.submitted"


def test_webhook_after_rotation_carries_the_new_signature_alone(receiver: Listener) -> None:
    endpoint = sealed_endpoint(
        address=receiver.url(),
        previous_secret_encrypted=encrypt(SECRET, key_id=newest_key_id()),
        previous_secret_until=timezone.now() - timedelta(seconds=1),
    )

    run(delivery_to(endpoint))

    assert len(headers(receiver)["webhook-signature"].split()) == 1


def test_every_try_carries_the_same_id(settings: Any) -> None:
    with listening(saying(http(500))) as listener:
        settings.OUTBOUND_ALLOW = [listener.allow]
        delivery = delivery_to(sealed_endpoint(address=listener.url()))
        run(delivery)
        first = headers(listener)["webhook-id"]
        run(delivery)

    assert headers(listener)["webhook-id"] == first
    assert (delivery.state, delivery.attempts, delivery.last_status) == ("pending", 2, 500)


def test_teams_that_answers_202_is_accepted_never_delivered(settings: Any) -> None:
    with listening(saying(http(202, b""))) as listener:
        settings.OUTBOUND_ALLOW = [listener.allow]
        delivery = run(delivery_to(sealed_endpoint(address=listener.url(), kind="teams")))

    assert (delivery.state, Attempt.objects.get().outcome) == ("done", "accepted")
    assert told(listener)["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"


def test_slack_gets_blocks_and_words_for_screen_readers(receiver: Listener) -> None:
    run(delivery_to(sealed_endpoint(address=receiver.url(), kind="slack")))

    assert told(receiver)["text"].startswith("New idea: Second key (GS-")
    assert [block["type"] for block in told(receiver)["blocks"]] == ["header", "section", "section", "actions"]
    assert "webhook-signature" not in headers(receiver)


@pytest.mark.parametrize("status", [301, 302, 400, 404, 500, 503])
def test_receiver_that_does_not_answer_2xx_is_tried_again(settings: Any, status: int) -> None:
    with listening(saying(http(status, b"no", "Location: http://127.0.0.1/"))) as listener:
        settings.OUTBOUND_ALLOW = [listener.allow]
        delivery = run(delivery_to(sealed_endpoint(address=listener.url())))

    assert (delivery.state, delivery.last_status) == ("pending", status)
    assert (Attempt.objects.get().outcome, Endpoint.objects.get().failure_count) == ("failed", 1)


def test_receiver_that_is_gone_is_stopped_and_its_owner_told(settings: Any) -> None:
    with listening(saying(http(410))) as listener:
        settings.OUTBOUND_ALLOW = [listener.allow]
        endpoint = sealed_endpoint(address=listener.url())
        delivery = run(delivery_to(endpoint))

    endpoint.refresh_from_db()
    assert (delivery.state, endpoint.is_active) == ("dead", False)
    assert endpoint.stopped_because == "It answered that it is gone for good (410)."
    assert Event.objects.get(type="endpoint.stopped").payload == {"endpoint_id": endpoint.pk}


def test_receiver_that_asks_for_patience_gets_it(settings: Any) -> None:
    with listening(saying(http(429, b"", "Retry-After: 120"))) as listener:
        settings.OUTBOUND_ALLOW = [listener.allow]
        endpoint = sealed_endpoint(address=listener.url())
        first = run(delivery_to(endpoint))
        second = run(delivery_to(endpoint))

    assert listener.connections == 1
    assert (first.attempts, second.attempts, second.state) == (1, 0, "pending")
    assert first.due_at > timezone.now() + timedelta(seconds=100)
    assert second.due_at > timezone.now() + timedelta(seconds=100)


def test_receiver_that_fails_five_times_rests_and_its_owner_is_told(settings: Any) -> None:
    with listening(saying(http(500))) as listener:
        settings.OUTBOUND_ALLOW = [listener.allow]
        endpoint = sealed_endpoint(address=listener.url())
        for _try in range(FAILURES_UNTIL_REST + 2):
            run(delivery_to(endpoint))

    assert listener.connections == FAILURES_UNTIL_REST
    assert Event.objects.filter(type="endpoint.failing").count() == 1


def test_receiver_that_rested_is_tried_by_one_message_and_recovers(receiver: Listener) -> None:
    endpoint = sealed_endpoint(
        address=receiver.url(), failure_count=5, paused_until=timezone.now() - timedelta(seconds=1)
    )

    run(delivery_to(endpoint))

    endpoint.refresh_from_db()
    assert (endpoint.failure_count, endpoint.paused_until) == (0, None)


def test_receiver_that_failed_for_five_days_is_stopped(settings: Any) -> None:
    with listening(saying(http(500))) as listener:
        settings.OUTBOUND_ALLOW = [listener.allow]
        endpoint = sealed_endpoint(address=listener.url(), failing_since=timezone.now() - timedelta(days=6))
        run(delivery_to(endpoint))

    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.stopped_because) == (False, "It has not answered for five days.")


@pytest.mark.parametrize("change", [{"is_active": False}, {"event_types": ["decision.announced"]}])
def test_message_that_the_receiver_does_not_want_any_more_is_dropped(
    receiver: Listener, change: dict[str, object]
) -> None:
    endpoint = sealed_endpoint(address=receiver.url())
    delivery = delivery_to(endpoint)
    Endpoint.objects.update(**change)

    run(delivery)

    assert (delivery.state, receiver.connections) == ("cancelled", 0)


@pytest.mark.parametrize(
    "address", ["https://127.0.0.1/", "http://10.0.0.1/", "https://localhost/", "https://hooks.example.org:22/"]
)
def test_address_that_may_not_be_called_is_given_up_at_once(address: str) -> None:
    delivery = run(delivery_to(sealed_endpoint(address=address)))

    assert (delivery.state, delivery.attempts) == ("dead", 1)
    assert (Attempt.objects.get().outcome, Endpoint.objects.get().failure_count) == ("refused", 0)


def test_name_that_leads_inside_is_given_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def post(*_arguments: object, **options: object) -> outbound.Reply:
        return real(*_arguments, resolver=lambda _host, _port: ["127.0.0.1"], **options)  # type: ignore[arg-type]

    real = outbound.post
    monkeypatch.setattr(outbound, "post", post)

    delivery = run(delivery_to(sealed_endpoint(address="https://hooks.example.org/x")))

    assert (delivery.state, Attempt.objects.get().outcome) == ("dead", "refused")


def test_secret_that_the_keys_cannot_read_waits_for_the_right_key(receiver: Listener) -> None:
    endpoint = sealed_endpoint(address=receiver.url())
    Endpoint.objects.update(key_id="another")

    delivery = run(delivery_to(endpoint))

    assert (delivery.state, receiver.connections) == ("pending", 0)
    assert Attempt.objects.get().outcome == "refused"


def test_webhook_without_secret_sends_nothing_unsigned(receiver: Listener) -> None:
    endpoint = sealed_endpoint(address=receiver.url(), secret_encrypted="")

    run(delivery_to(endpoint))

    assert receiver.connections == 0


def test_message_of_four_days_ago_is_given_up(receiver: Listener) -> None:
    idea = submitted_idea()
    event = Event.objects.create(
        type="idea.submitted", idea=idea, idea_version=1, occurred_at=timezone.now() - timedelta(days=5)
    )

    delivery = run(delivery_to(sealed_endpoint(address=receiver.url()), event))

    assert (delivery.state, receiver.connections) == ("dead", 0)


def test_answer_with_secrets_is_kept_without_them(settings: Any) -> None:
    words = b"token=abcdefgh for https://hooks.example.org/services/T0/B0/verysecret"
    with listening(saying(http(500, words))) as listener:
        settings.OUTBOUND_ALLOW = [listener.allow]
        run(delivery_to(sealed_endpoint(address=listener.url())))

    assert "secret" not in Attempt.objects.get().detail
    assert "abcdefgh" not in Attempt.objects.get().detail


@pytest.mark.parametrize(("kind", "outcome"), [("slack", "delivered"), ("teams", "accepted"), ("webhook", "delivered")])
def test_test_message_is_tried_once_and_shown(receiver: Listener, kind: str, outcome: str) -> None:
    endpoint = sealed_endpoint(address=receiver.url(), kind=kind, is_active=False, name="Kettle")
    event = ask_for_test(endpoint=endpoint, by=administrator())

    run(Delivery.objects.get(event=event))

    attempt = Attempt.objects.get()
    assert (attempt.is_test, attempt.outcome) == (True, outcome)
    assert b"Kettle" in receiver.requests[0]


def test_test_message_that_fails_is_not_repeated_and_counts_for_nothing(settings: Any) -> None:
    with listening(saying(http(500))) as listener:
        settings.OUTBOUND_ALLOW = [listener.allow]
        endpoint = sealed_endpoint(address=listener.url())
        event = ask_for_test(endpoint=endpoint, by=administrator())
        delivery = run(Delivery.objects.get(event=event))

    endpoint.refresh_from_db()
    assert (delivery.state, endpoint.failure_count, Attempt.objects.get().outcome) == ("cancelled", 0, "failed")


def test_fact_reaches_subscribed_receiver_from_event_to_attempt(receiver: Listener) -> None:
    endpoint = sealed_endpoint(address=receiver.url())
    idea = submitted_idea()
    outbox.record(IdeaSubmitted(idea_id=idea.pk))

    run(Delivery.objects.get(consumer="notify"))
    run(Delivery.objects.get(consumer="webhook", target_id=endpoint.pk))

    assert told(receiver)["data"]["ref"] == idea.ref
