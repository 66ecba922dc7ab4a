"""Runs a coroutine to its first wait without making a task of it.

Sending a frame hardly ever waits: the server writes it into the connection's buffer. A task for each of thousands of
sockets costs more than the sending. From Python 3.12 on asyncio has the same as `eager_start`.
"""

import contextlib
from collections.abc import Awaitable, Coroutine, Generator
from typing import Any


class _Rest:
    """What is left of a coroutine that began and had to wait for a future."""

    def __init__(self, coroutine: Coroutine[Any, None, None], waits_for: Any) -> None:
        self._coroutine = coroutine
        self._waits_for = waits_for

    def __await__(self) -> Generator[Any, None, None]:
        with contextlib.closing(self._coroutine):
            yield self._waits_for
            yield from self._coroutine.__await__()


def begun(coroutine: Coroutine[Any, None, None]) -> Awaitable[None] | None:
    """Run `coroutine` until it has to wait; return what is left of it, None when it has ended.

    Raises:
        Exception: whatever the coroutine raised before its first wait.
    """
    try:
        waits_for = coroutine.send(None)
    except StopIteration:
        return None
    return _Rest(coroutine, waits_for)
