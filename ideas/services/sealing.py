"""Seals audit rows into the chain, and writes its end down where it can be compared later. Source: docs/audit.md."""

from typing import Final

from django.db import connection, transaction

from ideas import outbox
from ideas.events import AuditHeadPublished
from ideas.models import AuditHead, Event

BATCH_ROWS: Final = 1000
# The second of two callers waits, and then finds the day's event.
_TAKE_TURN: Final = """
    select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD')
    from pg_advisory_xact_lock(hashtext('publish_audit_head'))
"""


def seal_audit_rows(*, max_batches: int = 20) -> int:
    """Seal the rows whose turn it is, in the order in which their transactions began; return how many.

    Each batch of 1,000 is a transaction of its own, so a kill loses the batch that was being written, and the next call
    goes on. A row that may still be preceded by another one waits. Of two callers at once the second one does nothing.
    """
    total = 0
    for _batch in range(max_batches):
        with connection.cursor() as cursor:
            cursor.execute("select seal_audit_events(%s)", [BATCH_ROWS])
            number = int(cursor.fetchone()[0])
        total += number
        if number < BATCH_ROWS:
            break
    return total


@transaction.atomic
def publish_audit_head() -> bool:
    """Write the end of the chain down as an event, once a day (UTC) however often it is called; return whether it was now.

    Events are another append-only table, and leave with every backup: whoever rewrites the chain contradicts them.

    Emits: AuditHeadPublished.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_TURN)
        key = f"audit-head:{cursor.fetchone()[0]}"
    head = AuditHead.objects.filter(seq__gt=0).first()
    if head is None or Event.objects.filter(dedupe_key=key).exists():
        return False
    outbox.record(AuditHeadPublished(seq=head.seq, hash=bytes(head.hash).hex()), dedupe_key=key)
    return True
