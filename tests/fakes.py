"""Stand-ins for what lies outside the process."""

from collections.abc import Callable
from typing import Any

from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected

from ideas.models import Tag


def in_conflict() -> OperationalError:
    """Return what Django raises where PostgreSQL ended a transaction because of another one."""
    error = OperationalError("deadlock detected")
    error.__cause__ = DeadlockDetected("deadlock detected")
    return error


def meeting(act: Callable[..., Any], *, times: int, tries: list[int]) -> Callable[..., Any]:
    """Return `act` as it goes when its first `times` transactions end in a conflict; each try is added to `tries`."""

    def run(*arguments: Any, **options: Any) -> Any:
        tries.append(len(tries))
        with transaction.atomic():
            result = act(*arguments, **options)
            if len(tries) <= times:
                raise in_conflict()
        return result

    return run


def colliding(act: Callable[..., Any], *, tries: list[int]) -> Callable[..., Any]:
    """Return `act` as it goes when a row of which there may be one is in its way each time; each try is added to `tries`."""
    Tag.objects.create(slug="taken", name="taken")

    def run(*arguments: Any, **options: Any) -> Any:
        tries.append(len(tries))
        with transaction.atomic():
            act(*arguments, **options)
            Tag.objects.create(slug="taken", name="taken")

    return run
