"""Many facts for one chat channel leave as one message, and each of them counts once."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ideas.models import Attempt, Delivery, Endpoint, Idea
from ideas.services.deliveries_together import MOST_TOGETHER
from tests.factories import submitted_idea
from tests.factories.news import event_about, sealed_endpoint
from tests.workers.listeners import Listener, http, listening, saying
from workers import receivers
from workers.execution import run_delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings: Any) -> Iterator[Listener]:
    with listening(saying(http(200, b"ok"))) as listener:
        settings.OUTBOUND_ALLOW = [listener.allow]
        yield listener


def waiting(endpoint: Endpoint, number: int, **fields: Any) -> list[Delivery]:
    """Return deliveries of new ideas, a second apart as they are made."""
    now = timezone.now() - timedelta(seconds=1)
    return [
        Delivery.objects.create(
            event=event_about(submitted_idea(title=f"Idea {each}", **fields), "idea.submitted"),
            consumer=endpoint.kind,
            target_id=endpoint.pk,
            due_at=now + timedelta(seconds=each),
        )
        for each in range(number)
    ]


def states(deliveries: list[Delivery]) -> list[tuple[str, int]]:
    rows = Delivery.objects.in_bulk([one.pk for one in deliveries])
    return [(rows[one.pk].state, rows[one.pk].attempts) for one in deliveries]


def told(listener: Listener) -> list[str]:
    return [request.partition(b"\r\n\r\n")[2].decode() for request in listener.requests]


def refs(deliveries: list[Delivery]) -> list[str]:
    return [one.event.idea.ref for one in deliveries]  # type: ignore[union-attr]


@pytest.mark.parametrize(("kind", "outcome"), [("slack", "delivered"), ("teams", "accepted")])
def test_six_that_wait_leave_as_one_message_that_names_each_once(receiver: Listener, kind: str, outcome: str) -> None:
    rows = waiting(sealed_endpoint(address=receiver.url(), kind=kind), 6)

    for row in rows:
        run_delivery(row.pk)

    [message] = told(receiver)
    assert "6 pieces of news from Groundswell" in message
    assert [message.count(f"/ideas/{ref}/") for ref in refs(rows)] == [1] * 6
    assert states(rows) == [("done", 1)] * 6
    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.delivery_id) == (outcome, rows[0].pk)
    assert attempt.detail == f"6 facts in one message: {', '.join(refs(rows))}. ok"


def test_turns_of_those_that_left_together_are_free(receiver: Listener) -> None:
    later = timezone.now() + timedelta(minutes=2)
    endpoint = sealed_endpoint(address=receiver.url(), kind="teams", free_at=later)
    rows = waiting(endpoint, 6)

    run_delivery(rows[0].pk)

    endpoint.refresh_from_db()
    assert endpoint.free_at is not None
    assert timezone.now() < endpoint.free_at <= timezone.now() + timedelta(seconds=2)


@pytest.mark.parametrize("kind", ["slack", "teams"])
def test_five_that_wait_leave_one_by_one(receiver: Listener, kind: str) -> None:
    rows = waiting(sealed_endpoint(address=receiver.url(), kind=kind), 5)

    run_delivery(rows[0].pk)

    assert states(rows) == [("done", 1)] + [("pending", 0)] * 4
    assert "pieces of news" not in told(receiver)[0]


def test_webhooks_get_a_message_for_each_fact(receiver: Listener) -> None:
    rows = waiting(sealed_endpoint(address=receiver.url(), kind="webhook"), 7)

    run_delivery(rows[0].pk)

    assert states(rows) == [("done", 1)] + [("pending", 0)] * 6


def test_other_channels_deliveries_stay(receiver: Listener) -> None:
    mine = waiting(sealed_endpoint(address=receiver.url(), kind="slack"), 6)
    theirs = waiting(sealed_endpoint(address=receiver.url(), kind="slack"), 6)

    run_delivery(mine[0].pk)

    assert states(theirs) == [("pending", 0)] * 6


def test_failure_puts_all_back_each_with_a_try_spent(settings: Any) -> None:
    with listening(saying(http(500, b"no"))) as listener:
        settings.OUTBOUND_ALLOW = [listener.allow]
        rows = waiting(sealed_endpoint(address=listener.url(), kind="slack"), 7)
        run_delivery(rows[0].pk)

    assert states(rows) == [("pending", 1)] * 7
    assert not Delivery.objects.filter(due_at__lte=timezone.now()).exists()
    assert (Attempt.objects.get().outcome, Endpoint.objects.get().failure_count) == ("failed", 1)


def test_channel_that_asks_for_patience_gets_all_later(settings: Any) -> None:
    with listening(saying(http(429, b"", "Retry-After: 120"))) as listener:
        settings.OUTBOUND_ALLOW = [listener.allow]
        rows = waiting(sealed_endpoint(address=listener.url(), kind="teams"), 6)
        run_delivery(rows[0].pk)

    due = Delivery.objects.order_by("due_at").values_list("due_at", flat=True)
    assert due[0] > timezone.now() + timedelta(seconds=100)
    assert listener.connections == 1
    assert states(rows) == [("pending", 1)] * 6


def test_process_that_ends_between_sending_and_finishing_sends_again(
    receiver: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = waiting(sealed_endpoint(address=receiver.url(), kind="slack"), 6)

    def die(**_named: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(receivers, "close_try", die)
        with pytest.raises(SystemExit):
            run_delivery(rows[0].pk)
    assert states(rows) == [("leased", 1)] * 6
    Delivery.objects.update(
        lease_until=timezone.now() - timedelta(seconds=1), due_at=timezone.now() - timedelta(hours=1)
    )
    for row in rows:
        run_delivery(row.pk)

    assert states(rows) == [("done", 2)] * 6
    assert "6 pieces of news" in told(receiver)[0]
    assert all(any(f"/ideas/{ref}/" in message for message in told(receiver)[1:]) for ref in refs(rows))


def test_companion_whose_lease_was_taken_over_is_not_finished_twice(
    receiver: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = waiting(sealed_endpoint(address=receiver.url(), kind="slack"), 6)
    other = "00000000-0000-4000-8000-000000000000"
    real = receivers.close_try

    def overtaken(**named: Any) -> Any:
        Delivery.objects.filter(pk=rows[3].pk).update(lease_token=other)
        return real(**named)

    monkeypatch.setattr(receivers, "close_try", overtaken)
    run_delivery(rows[0].pk)

    assert states(rows) == [("done", 1)] * 3 + [("leased", 1)] + [("done", 1)] * 2


@pytest.mark.parametrize("kind", ["slack", "teams"])
def test_confidential_idea_among_them_is_dropped_and_restricted_one_has_no_title(receiver: Listener, kind: str) -> None:
    rows = waiting(sealed_endpoint(address=receiver.url(), kind=kind), 8)
    Idea.objects.filter(events=rows[2].event).update(visibility="confidential", title="CANARY-one")
    Idea.objects.filter(events=rows[3].event).update(visibility="restricted", title="CANARY-two")

    run_delivery(rows[0].pk)

    [message] = told(receiver)
    assert "CANARY" not in message
    assert (refs(rows)[2] in message, refs(rows)[3] in message) == (False, True)
    assert "7 pieces of news" in message
    assert states(rows) == [("done", 1)] * 2 + [("cancelled", 1)] + [("done", 1)] * 5


def test_what_the_channel_refused_before_goes_alone(receiver: Listener) -> None:
    rows = waiting(sealed_endpoint(address=receiver.url(), kind="slack"), 8)
    Delivery.objects.filter(pk=rows[0].pk).update(last_status=400, attempts=1)

    run_delivery(rows[0].pk)

    assert "pieces of news" not in told(receiver)[0]
    assert states(rows) == [("done", 2)] + [("pending", 0)] * 7


def test_hundreds_that_wait_fit_the_limits_of_both_services(receiver: Listener) -> None:
    for kind in ("slack", "teams"):
        rows = waiting(sealed_endpoint(address=receiver.url(), kind=kind), 30)
        Idea.objects.update(title="<&>" * 60)
        run_delivery(rows[0].pk)
        assert states(rows) == [("done", 1)] * 30

    slack, teams = map(json.loads, told(receiver))
    assert len(slack["blocks"]) <= 50
    assert all(len(block["text"]["text"]) <= 3000 for block in slack["blocks"])
    assert sum(len(block["text"]["text"]) for block in slack["blocks"]) < 10_000
    assert "more" in slack["blocks"][-1]["text"]["text"]
    assert len(told(receiver)[1].encode()) <= 20_480
    assert teams["attachments"][0]["content"]["body"][-1]["text"] == "and 5 more"
    assert MOST_TOGETHER >= 30
