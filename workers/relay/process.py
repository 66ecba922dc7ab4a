"""The relay: finds deliveries that nobody tries, rings for them, and runs them itself when no bell is heard."""

import logging
import threading
import time
from pathlib import Path

from django.db import DatabaseError, InterfaceError, connection

from ideas.outbox import Due
from ideas.retries import OUTSIDE_CONSUMERS
from ideas.selectors.outbox_health import oldest_due_seconds
from ideas.services.deliveries import take_unheard
from ideas.services.heartbeats import BEAT, RELAY, WORKER, is_silent, note_heartbeat
from workers import deadlines
from workers.relay import doorbell
from workers.relay.pool import OutsidePool, run_safely

logger = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
BUSY_SECONDS = 0.25
WATCH_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 10.0
BEAT_SILENT_SECONDS = 120
# A worker that lets deliveries lie and tries nothing else meanwhile either gets help, then a successor.
HELP_SECONDS = 20
STUCK_SECONDS = 60


class Relay:
    """One relay process. Several may run: each takes rows that the others have not locked.

    Args:
        stuck_file: touched when the worker has to be started again; the supervisor watches it.
    """

    def __init__(self, *, stuck_file: Path) -> None:
        self.stopping = threading.Event()
        self._stuck_file = stuck_file
        self._pool = OutsidePool()
        self._watch_at = 0.0
        self._report_at = 0.0
        self._is_helping = False
        self._failures = 0

    def run(self) -> None:
        """Sweep until `stop` is called; a database that is away is waited for."""
        while not self.stopping.is_set():
            self.stopping.wait(self.turn())
        self._pool.close()

    def stop(self) -> None:
        """Let the present turn end, then end."""
        self.stopping.set()

    def turn(self) -> float:
        """Sweep once and look after worker and beat from time to time; return the seconds to wait."""
        try:
            found = self.sweep()
            self._watch()
        except (DatabaseError, InterfaceError) as error:
            return self._wait_for_database(error)
        self._failures = 0
        return BUSY_SECONDS if found else IDLE_SECONDS

    def sweep(self) -> int:
        """Ring for what is due and unheard, or run it here; return how many deliveries there were.

        While the workers have enough to answer, nothing is rung for: the oldest come first again afterwards.
        """
        if doorbell.is_crowded() and not self._must_help():
            return 0
        due = take_unheard()
        if due and (not doorbell.ring(due) or self._must_help()):
            for one in due:
                if self.stopping.is_set():
                    break
                self._run(one)
        return len(due)

    def _must_help(self) -> bool:
        """Once the worker is silent, help until it gives a sign: what one delivery leads to shall not wait again."""
        if self._is_helping:
            self._is_helping = is_silent(process=WORKER, for_seconds=HELP_SECONDS)
        else:
            self._is_helping = worker_is_silent(for_seconds=HELP_SECONDS)
        return self._is_helping

    def _run(self, due: Due) -> None:
        if due.consumer in OUTSIDE_CONSUMERS:
            self._pool.run_soon(due.delivery_id)
        else:
            run_safely(due.delivery_id)

    def _watch(self) -> None:
        if time.monotonic() < self._watch_at:
            return
        self._watch_at = time.monotonic() + WATCH_SECONDS
        note_heartbeat(process=RELAY)
        if is_silent(process=BEAT, for_seconds=BEAT_SILENT_SECONDS):
            _keep_deadlines()
        # Without a broker a worker has nothing to take: another one would help nobody.
        if time.monotonic() > self._report_at and doorbell.is_heard() and worker_is_silent(for_seconds=STUCK_SECONDS):
            self._report_worker()

    def _report_worker(self) -> None:
        self._report_at = time.monotonic() + STUCK_SECONDS  # the next one gets its minute
        logger.error("the worker takes nothing although there is work; asking for a new one")
        self._stuck_file.parent.mkdir(parents=True, exist_ok=True)
        self._stuck_file.touch()

    def _wait_for_database(self, error: Exception) -> float:
        self._failures += 1
        if self._failures == 1:
            logger.warning("the database does not answer (%s); the relay waits for it", type(error).__name__)
        connection.close()
        return min(0.25 * 2.0**self._failures, LONGEST_PAUSE_SECONDS)


def worker_is_silent(*, for_seconds: int) -> bool:
    """Return whether deliveries have been due for `for_seconds` and no worker gave a sign meanwhile."""
    return oldest_due_seconds() > for_seconds and is_silent(process=WORKER, for_seconds=for_seconds)


def _keep_deadlines() -> None:
    try:
        deadlines.keep_deadlines()
    except ExceptionGroup:
        logger.exception("periodic jobs failed in the relay")
