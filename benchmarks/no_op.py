"""`python -m benchmarks.no_op N`: sends N empty tasks, waits until the worker has done them, prints tasks a second."""

import json
import sys
import time

import redis
from django.conf import settings

from benchmarks.celery_app import NO_OP, app
from workers.queues import INSIDE_QUEUE

MOST_SECONDS = 120


def rate_of(number: int) -> tuple[float, float]:
    """Return how many tasks a second were done, and how many were sent."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    started = time.monotonic()
    with app.producer_or_acquire() as producer:
        for _number in range(number):
            app.send_task(NO_OP, queue=INSIDE_QUEUE, producer=producer)
    sent = time.monotonic() - started
    while client.llen(INSIDE_QUEUE) or client.hlen("unacked"):
        if time.monotonic() - started > MOST_SECONDS:
            raise TimeoutError("the worker did not finish the empty tasks")
        time.sleep(0.01)
    return number / (time.monotonic() - started), number / sent


if __name__ == "__main__":
    done, sent = rate_of(int(sys.argv[1]))
    sys.stdout.write(json.dumps({"done_per_second": done, "sent_per_second": sent}))
