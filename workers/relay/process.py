"""The relay: finds deliveries that nobody tries, rings for them, and runs them itself when no bell is heard.

It looks after two workers, the one for what happens inside the database and the one for what goes outside. Neither waits
for the other: a receiver that hangs may fill the queue of the second, and the first never learns of it.
"""

import logging
import threading
import time
from pathlib import Path

from django.db import DatabaseError, InterfaceError, connection

from ideas.outbox import Due
from ideas.retries import OUTSIDE_CONSUMERS
from ideas.selectors.outbox_health import oldest_due_seconds
from ideas.services.deliveries import take_unheard
from ideas.services.heartbeats import BEAT, RELAY, WORKER, WORKER_OUTSIDE, is_silent, note_heartbeat
from ideas.services.sealing import seal_audit_rows
from workers import deadlines
from workers.queues import INSIDE_QUEUE, OUTSIDE_QUEUE
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


class Ward:
    """One worker that the relay looks after.

    Args:
        process: its name: that of its heartbeat and, with "-stuck", of the file that asks for a new one.
        run: the directory of that file; the supervisor watches it.
    """

    def __init__(self, process: str, queue: str, *, is_outside: bool, run: Path) -> None:
        self.process = process
        self.queue = queue
        self.is_outside = is_outside
        self.stuck_file = run / f"{process}-stuck"
        self._report_at = 0.0
        self._is_helped = False

    def needs_help(self) -> bool:
        """Once the worker is silent, help until it gives a sign: what one delivery leads to shall not wait again."""
        if self._is_helped:
            self._is_helped = is_silent(process=self.process, for_seconds=HELP_SECONDS)
        else:
            self._is_helped = self.is_silent(for_seconds=HELP_SECONDS)
        return self._is_helped

    def is_silent(self, *, for_seconds: int) -> bool:
        """Return whether deliveries have been due for `for_seconds` and the worker gave no sign meanwhile."""
        has_work = oldest_due_seconds(is_outside=self.is_outside) > for_seconds
        return has_work and is_silent(process=self.process, for_seconds=for_seconds)

    def watch(self) -> None:
        """Ask for a new worker where this one takes nothing for a minute."""
        if time.monotonic() > self._report_at and self.is_silent(for_seconds=STUCK_SECONDS):
            self._report_at = time.monotonic() + STUCK_SECONDS  # the next one gets its minute
            logger.error("the %s takes nothing although there is work; asking for a new one", self.process)
            self.stuck_file.parent.mkdir(parents=True, exist_ok=True)
            self.stuck_file.touch()


class Relay:
    """One relay process. Several may run: each takes rows that the others have not locked.

    Args:
        run: the directory in which it asks for workers to be started again.
    """

    def __init__(self, *, run: Path) -> None:
        self.stopping = threading.Event()
        self.wards = (
            Ward(WORKER, INSIDE_QUEUE, is_outside=False, run=run),
            Ward(WORKER_OUTSIDE, OUTSIDE_QUEUE, is_outside=True, run=run),
        )
        self._pool = OutsidePool()
        self._watch_at = 0.0
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

        While a worker has enough to answer, nothing is rung for it: the oldest come first again afterwards.
        """
        return sum(self._sweep_for(ward) for ward in self.wards)

    def _sweep_for(self, ward: Ward) -> int:
        if doorbell.is_crowded(ward.queue) and not ward.needs_help():
            return 0
        due = take_unheard(is_outside=ward.is_outside)
        if due and (not doorbell.ring(due) or ward.needs_help()):
            for one in due:
                if self.stopping.is_set():
                    break
                self._run(one)
        return len(due)

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
        _seal()
        if is_silent(process=BEAT, for_seconds=BEAT_SILENT_SECONDS):
            _keep_deadlines()
        # Without a broker a worker has nothing to take: another one would help nobody.
        if doorbell.is_heard():
            for ward in self.wards:
                ward.watch()

    def _wait_for_database(self, error: Exception) -> float:
        self._failures += 1
        if self._failures == 1:
            logger.warning("the database does not answer (%s); the relay waits for it", type(error).__name__)
        connection.close()
        return min(0.25 * 2.0**self._failures, LONGEST_PAUSE_SECONDS)


def _seal() -> None:
    """A chain that cannot go on must not stop deliveries; the health page and doctor tell of rows that wait."""
    try:
        seal_audit_rows()
    except DatabaseError:
        logger.exception("audit rows could not be sealed")


def _keep_deadlines() -> None:
    try:
        deadlines.keep_deadlines()
    except ExceptionGroup:
        logger.exception("periodic jobs failed in the relay")
