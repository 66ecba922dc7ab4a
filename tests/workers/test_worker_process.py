"""A real Celery worker on the real broker."""

import base64
import json
import pickle
from collections.abc import Iterator
from datetime import timedelta

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils import timezone

from config.children import OUTSIDE_CALLS
from ideas.models import Delivery, Heartbeat, RateWindow
from ideas.outbox import Due
from ideas.services.deliveries import take_unheard
from tests.factories import DeliveryFactory
from tests.workers.processes import WORKER, WORKER_OUTSIDE, Running, wait_until
from workers.queues import HANDLE_DELIVERY
from workers.relay.doorbell import Breaker, ring

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]
POISON = ("raise", "exit", "crash", "undecodable")


@pytest.fixture
def valkey() -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.flushall()
    yield client
    client.flushall()
    client.close()


@pytest.fixture
def worker(valkey: redis.Redis) -> Iterator[Running]:
    with Running(*WORKER) as running:
        assert wait_until(lambda: "ready." in running.output())
        yield running


def _ring_all() -> None:
    """What the relay does, with a clock that runs faster: every open delivery is due, old and unheard."""
    ago = timezone.now() - timedelta(minutes=2)
    rows = Delivery.objects.unfinished()
    rows.filter(state="leased").update(lease_until=ago)
    rows.update(due_at=ago, created_at=ago, rung_at=None)
    ring(take_unheard(), breaker=Breaker(open_seconds=0))


def _open() -> int:
    return Delivery.objects.unfinished().count()


def test_worker_sets_poison_aside_and_does_the_rest(worker: Running) -> None:
    poison = [DeliveryFactory(consumer=consumer) for consumer in POISON]
    good = [DeliveryFactory(consumer="good") for _number in range(40)]

    for _round in range(8):
        _ring_all()
        wait_until(lambda: _open() == 0, seconds=3)

    states = dict(Delivery.objects.filter(pk__in=[one.pk for one in poison]).values_list("consumer", "state"))
    assert states == dict.fromkeys(POISON, "dead")
    assert set(Delivery.objects.filter(state="dead").values_list("attempts", flat=True)) == {5}
    assert Delivery.objects.filter(pk__in=[one.pk for one in good], state="done", attempts__gte=1).count() == 40
    assert RateWindow.objects.filter(key__startswith="effect").count() == 40


def test_receivers_that_hang_do_not_hold_up_what_happens_inside(worker: Running) -> None:
    hanging = [DeliveryFactory(outside=True).pk for _number in range(20)]
    with Running(*WORKER_OUTSIDE) as outside:
        assert wait_until(lambda: "ready." in outside.output())
        _ring_all()
        assert wait_until(lambda: Delivery.objects.filter(pk__in=hanging, state="leased").count() == OUTSIDE_CALLS)
        inside = [DeliveryFactory(consumer="good").pk for _number in range(20)]

        ring([Due(key, "good") for key in inside], breaker=Breaker(open_seconds=0))

        assert wait_until(lambda: Delivery.objects.filter(pk__in=inside, state="done").count() == 20)
        states = Delivery.objects.filter(pk__in=hanging).values_list("state", flat=True)
        assert sorted(states) == ["leased"] * OUTSIDE_CALLS + ["pending"] * (20 - OUTSIDE_CALLS)
        RateWindow.objects.create(key="receivers answer", window_start=timezone.now())
        assert wait_until(lambda: Delivery.objects.filter(pk__in=hanging, state="done").count() == 20)
    signs = Heartbeat.objects.filter(process__startswith="worker").order_by("process")
    assert list(signs.values_list("process", flat=True)) == ["worker", "worker-outside"]


def test_worker_killed_in_the_middle_leaves_no_half_effect(worker: Running) -> None:
    delivery = DeliveryFactory(consumer="slow")
    _ring_all()
    assert wait_until(lambda: Delivery.objects.get(pk=delivery.pk).state == "leased")

    worker.process.kill()
    worker.__exit__(None, None, None)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, RateWindow.objects.count()) == ("leased", 1, 0)


def test_worker_ignores_forged_messages(worker: Running, valkey: redis.Redis) -> None:
    for arguments in [("x" * 1_000_000,), (None,), ({"a": 1},), (2**70,), (1.5,), (True,), (987_654_321,), ()]:
        current_app.send_task(HANDLE_DELIVERY, arguments, queue="inside")
    current_app.send_task("os.system", ("true",), queue="inside")
    valkey.lpush("inside", json.dumps(_pickled()))
    delivery = DeliveryFactory(consumer="good")

    _ring_all()

    assert wait_until(lambda: Delivery.objects.get(pk=delivery.pk).state == "done")
    assert worker.process.poll() is None


def _pickled() -> dict[str, object]:
    body = base64.b64encode(pickle.dumps(((1,), {}, {}))).decode()
    properties = {
        "correlation_id": "1",
        "delivery_info": {"exchange": "", "routing_key": "inside"},
        "delivery_tag": "1",
        "body_encoding": "base64",
        "priority": 0,
    }
    return {
        "body": body,
        "content-type": "application/x-python-serialize",
        "content-encoding": "binary",
        "headers": {"task": HANDLE_DELIVERY, "id": "1"},
        "properties": properties,
    }


def test_worker_comes_back_after_the_broker_forgot_everything(worker: Running, valkey: redis.Redis) -> None:
    delivery = DeliveryFactory(consumer="good")
    valkey.flushall()
    valkey.client_kill_filter(_type="normal", skipme=True)

    assert wait_until(lambda: _rung_until_done(delivery), seconds=60)


def _rung_until_done(delivery: Delivery) -> bool:
    _ring_all()
    return Delivery.objects.filter(pk=delivery.pk, state="done", attempts=F("attempts")).exists()


def test_worker_after_the_database_cut_its_connections_goes_on(worker: Running) -> None:
    DeliveryFactory(consumer="good"), DeliveryFactory(consumer="good")
    _ring_all()
    assert wait_until(lambda: Delivery.objects.filter(state="done").count() == 2)
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    third = DeliveryFactory(consumer="good")

    _ring_all()

    assert wait_until(lambda: Delivery.objects.get(pk=third.pk).state == "done", seconds=10)
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
