"""Acts of several people at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from ideas.exceptions import DomainError


def at_once(*acts: Callable[[], object], may_refuse: bool = False) -> list[Any]:
    """Run every act in a thread and on a connection of its own, all released together; return what each returned.

    Args:
        may_refuse: a refusal is what an act returned; otherwise it is raised as any other error.
    """
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        gate.wait(60)
        try:
            return act()
        except DomainError as refusal:
            if not may_refuse:
                raise
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))
