"""Sealing in tests: other test processes share the engine, and whatever transaction of theirs is open is waited for."""

import time
from collections.abc import Callable

from ideas.models import AuditEvent
from ideas.services.sealing import seal_audit_rows

PATIENCE_SECONDS = 20


def until_sealed(act: Callable[[], object] = seal_audit_rows) -> None:
    """Repeat `act` until every audit row is sealed.

    Raises:
        AssertionError: rows were left after 20 s.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    act()
    while AuditEvent.objects.filter(seq__isnull=True).exists():
        assert time.monotonic() < deadline, "rows were left unsealed"
        time.sleep(0.05)
        act()
