"""Ringing workers and open pages."""

import base64
import json
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from celery import current_app
from django.conf import settings

from ideas.outbox import Due, Fact
from ideas.realtime import Figures, LiveChange
from workers.queues import queue_of
from workers.relay import doorbell
from workers.relay.doorbell import Breaker, is_crowded, publish_live, ring, ring_for


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def valkey() -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.flushall()
    yield client
    client.flushall()
    client.close()


@pytest.fixture
def dead_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker that refuses every connection."""

    def refuse(*_arguments: Any, **_options: Any) -> None:
        raise redis.ConnectionError("refused")

    monkeypatch.setattr(current_app, "send_task", refuse)
    monkeypatch.setattr(doorbell, "_publish_frames", refuse)


def test_breaker_after_failure_lets_one_in_five_seconds_try() -> None:
    clock = Clock()
    breaker = Breaker(open_seconds=5, clock=clock)

    breaker.failed()
    at_once = breaker.may_pass()
    clock.now += 5
    later = [breaker.may_pass(), breaker.may_pass()]

    assert (at_once, later) == (False, [True, False])


def test_breaker_after_success_lets_everybody_through() -> None:
    breaker = Breaker(open_seconds=5, clock=Clock())
    breaker.failed()

    breaker.succeeded()

    assert [breaker.may_pass(), breaker.may_pass()] == [True, True]


def test_ring_puts_nothing_but_the_id_into_the_consumers_queue(valkey: redis.Redis) -> None:
    told = ring([Due(41, "route"), Due(42, "webhook")], breaker=Breaker(open_seconds=5))

    queued = {name: json.loads(valkey.lindex(name, 0)) for name in ("inside", "outside")}
    arguments = {name: json.loads(base64.b64decode(message["body"]))[0] for name, message in queued.items()}
    assert (told, arguments) == (True, {"inside": [41], "outside": [42]})
    assert {message["headers"]["task"] for message in queued.values()} == {"workers.handle_delivery"}


def test_ring_for_dead_broker_tells_once_in_five_seconds(dead_broker: None, caplog: pytest.LogCaptureFixture) -> None:
    breaker = Breaker(open_seconds=5, clock=Clock())

    with caplog.at_level(logging.WARNING):
        told = [ring([Due(1, "route")], breaker=breaker), ring([Due(1, "route")], breaker=breaker)]

    assert (told, len(caplog.records)) == ([False, False], 1)


def test_ring_for_fact_with_dead_broker_raises_nothing(dead_broker: None) -> None:
    change = LiveChange("idea:GS-000001", 2)
    try:
        ring_for(fact=Fact(1, (Due(1, "route"),), (change,)), signal=None)
    finally:
        doorbell.BREAKER.succeeded()


def test_ring_for_refused_connection_answers_at_once() -> None:
    app = current_app._get_current_object()
    started = time.monotonic()

    with app.connection_for_write("redis://127.0.0.1:1/0") as connection, pytest.raises(doorbell.BROKER_ERRORS):
        connection.default_channel.client.ping()

    assert time.monotonic() - started < 1


def test_publish_live_sends_the_frame_on_the_channel(valkey: redis.Redis) -> None:
    figures = Figures(votes=6, departments=3, comments=2, stage="in_review", content_version=5)
    change = LiveChange("idea:GS-000001", 7, figures)
    with valkey.pubsub(ignore_subscribe_messages=True) as heard:
        heard.subscribe("live")
        heard.get_message(timeout=2)

        publish_live([change], breaker=Breaker(open_seconds=5))

        message = heard.get_message(timeout=2)

    assert message is not None
    assert json.loads(message["data"]) == {
        "t": "idea:GS-000001",
        "v": 7,
        "c": 5,
        "f": {"votes": 6, "departments": 3, "comments": 2, "stage": "in_review"},
    }


@pytest.mark.parametrize(("consumer", "queue"), [("route", "inside"), ("notify", "inside"), ("email", "outside")])
def test_queue_of_keeps_outside_work_apart(consumer: str, queue: str) -> None:
    assert queue_of(consumer) == queue


@pytest.mark.parametrize(("waiting", "crowded"), [(99, False), (100, True)])
def test_is_crowded_counts_what_waits_in_one_queue(waiting: int, crowded: bool, valkey: redis.Redis) -> None:
    for _number in range(waiting):
        valkey.lpush("outside", "ring")

    crowds = [is_crowded(queue, breaker=Breaker(open_seconds=5)) for queue in ("outside", "inside")]

    assert crowds == [crowded, False]


def test_ring_for_what_is_tried_together_tells_once_for_ten(valkey: redis.Redis) -> None:
    due = [*(Due(number, "notify") for number in range(21)), Due(30, "announce"), Due(31, "announce")]

    ring(due, breaker=Breaker(open_seconds=5))

    rung = [json.loads(base64.b64decode(json.loads(one)["body"]))[0] for one in valkey.lrange("inside", 0, -1)]
    assert sorted(rung) == [[0], [10], [20], [30], [31]]


def test_ring_for_what_was_tried_before_tells_of_each(valkey: redis.Redis) -> None:
    fresh = [Due(number, "notify") for number in range(11)]
    tried = [Due(number, "notify", was_tried=True) for number in (40, 41, 42)]

    ring([*tried, *fresh], breaker=Breaker(open_seconds=5))

    rung = [json.loads(base64.b64decode(json.loads(one)["body"]))[0] for one in valkey.lrange("inside", 0, -1)]
    assert sorted(rung) == [[0], [10], [40], [41], [42]]


def test_is_crowded_without_broker_is_false(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise redis.ConnectionError("refused")

    monkeypatch.setattr(doorbell, "_client", refuse)

    assert is_crowded("inside", breaker=Breaker(open_seconds=5)) is False
