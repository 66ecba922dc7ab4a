"""The relay as a process of its own."""

import signal
from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Delivery, Heartbeat
from tests.factories import DeliveryFactory
from tests.workers.processes import RELAY, Running, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_relay_without_broker_works_and_ends_cleanly_on_sigterm() -> None:
    # A consumer that this release does not know is put off, which shows that the relay ran it.
    delivery = DeliveryFactory(consumer="of-a-newer-release", created_at=timezone.now() - timedelta(seconds=5))

    with Running(*RELAY, REDIS_URL="redis://127.0.0.1:1/0") as relay:
        was_run = wait_until(lambda: Delivery.objects.get(pk=delivery.pk).last_error is not None)
        exit_code = relay.end(signal.SIGTERM)

    assert (was_run, exit_code) == (True, 0)
    assert Heartbeat.objects.filter(process="relay").exists()
