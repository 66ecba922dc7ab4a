"""Signs of progress of long-running processes and of periodic jobs."""

from datetime import timedelta

from django.db import connection

from ideas.models import Heartbeat
from ideas.querysets.clock import StatementTimestamp

RELAY = "relay"
WORKER = "worker"
WORKER_OUTSIDE = "worker-outside"
BEAT = "beat"

_BEAT = """
    insert into heartbeat (process, at, detail) values (%s, clock_timestamp(), '{}')
    on conflict (process) do update set at = excluded.at
"""


def note_heartbeat(*, process: str) -> None:
    """Write that `process` made progress now, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute(_BEAT, [process])


def is_silent(*, process: str, for_seconds: int) -> bool:
    """Return whether `process` gave no sign within `for_seconds`, or never did."""
    recent = StatementTimestamp() - timedelta(seconds=for_seconds)
    return not Heartbeat.objects.filter(process=process, at__gt=recent).exists()
