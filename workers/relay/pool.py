"""Threads of the relay that call outside while the broker is down."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import InterfaceError, OperationalError, connection

from workers.execution import run_delivery

logger = logging.getLogger(__name__)

THREADS = 4
MAX_WAITING = 500


class OutsidePool:
    """Runs outside deliveries, four at a time; one that finds no room is found again by the next sweep."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="outside")
        self._room = threading.BoundedSemaphore(MAX_WAITING)

    def run_soon(self, delivery_id: int) -> bool:
        """Take on a delivery; False when too many wait already."""
        if not self._room.acquire(blocking=False):
            return False
        self._executor.submit(self._run, delivery_id)
        return True

    def close(self) -> None:
        """Finish what runs, forget what waits: it is still in the database."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _run(self, delivery_id: int) -> None:
        try:
            run_safely(delivery_id)
        except (OperationalError, InterfaceError):
            # The lease runs out and the delivery is found again; the relay itself says that the database is away.
            logger.info("delivery %s was left: the database does not answer", delivery_id)
        finally:
            connection.close()
            self._room.release()


def run_safely(delivery_id: int) -> None:
    """Run a delivery; what its handler raised is logged, because the next one must run all the same.

    Raises:
        OperationalError, InterfaceError: the database does not answer; going on to the next one is of no use.
    """
    try:
        run_delivery(delivery_id)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("delivery %s failed in the relay", delivery_id)
