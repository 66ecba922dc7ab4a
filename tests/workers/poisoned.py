"""The Celery application with handlers that no release would have: `celery -A tests.workers.poisoned worker`.

Only the process that a test starts imports this module.
"""

import os
import signal
import time

import django
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

import config.celery  # noqa: E402 — models need Django first
from ideas.models import RateWindow  # noqa: E402
from ideas.services.deliveries import Lease  # noqa: E402
from workers.registry import HANDLERS, Handler  # noqa: E402

app = config.celery.app
ANSWERED = "receivers answer"


def _write_effect(lease: Lease) -> None:
    RateWindow.objects.create(key=f"effect {lease.delivery_id}", window_start=timezone.now())


def _raise(_lease: Lease) -> None:
    raise ValueError("poison")


def _exit(_lease: Lease) -> None:
    os._exit(7)


def _crash(_lease: Lease) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _read_missing(lease: Lease) -> None:
    _ = lease.payload["department_id"]


def _sleep(lease: Lease) -> None:
    _write_effect(lease)
    time.sleep(3)


def _hang(_lease: Lease) -> None:
    """Wait for an answer that comes when the test says so."""
    until = time.monotonic() + 60
    while not RateWindow.objects.filter(key=ANSWERED).exists() and time.monotonic() < until:
        time.sleep(0.05)


HANDLERS.update(
    {
        "good": Handler(_write_effect),
        "raise": Handler(_raise),
        "exit": Handler(_exit),
        "crash": Handler(_crash),
        "undecodable": Handler(_read_missing),
        "slow": Handler(_sleep),
        "webhook": Handler(_hang, is_outside=True),
    }
)
