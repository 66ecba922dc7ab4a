"""Periodic work: one act for each of several things, so that one that fails keeps none of the others waiting.

Source: docs/architecture.md "The outbox".
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def for_each(things: Iterable[Thing], act: Callable[[Thing], int]) -> int:
    """Call `act` with each of `things`, in their order, each in a transaction of its own; return the sum of what it told.

    Raises:
        ExceptionGroup: what `act` raised, after all were tried.
    """
    total = 0
    errors: list[Exception] = []
    for thing in things:
        try:
            total += act(thing)
        except Exception as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("periodic jobs failed", errors)
    return total
