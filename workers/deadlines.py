"""The periodic jobs that matter on time, for whoever runs them: a worker, or the relay when beat is silent."""

from collections.abc import Callable
from typing import Final

from ideas.services.heartbeats import BEAT, note_heartbeat
from ideas.services.reconciliation import flag_unrouted_ideas

# Each looks at the present state and may run twice, also at the same time.
JOBS: Final[tuple[Callable[[], object], ...]] = (flag_unrouted_ideas,)


def keep_deadlines() -> None:
    """Run every job once, and note that the clock of periodic work ticks."""
    note_heartbeat(process=BEAT)
    for job in JOBS:
        job()
