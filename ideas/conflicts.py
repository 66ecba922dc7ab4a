"""Transactions that got in each other's way: the database ends one of them, and it may simply be tried again.

So does what two people write at once and only one may: tried again, the other finds the row and is told so. Where the row
stays in the way, they are told that somebody was at it too.

Source: PostgreSQL's manual, 13.5 "Serialization failure handling"; docs/architecture.md "How a write flows".
"""

import logging
import random
import time
from collections.abc import Callable
from typing import Final, TypeVar

from django.db import IntegrityError, OperationalError, connection
from django.utils.translation import gettext as _

from ideas.exceptions import Conflict

logger = logging.getLogger(__name__)
MOST_RETRIES: Final = 3
# serialization_failure, deadlock_detected, unique_violation, exclusion_violation
_SQLSTATES: Final = frozenset({"40001", "40P01", "23505", "23P01"})
ENDED: Final = (OperationalError, IntegrityError)
_LONGEST_PAUSE_SECONDS: Final = 0.05

Result = TypeVar("Result")


def is_conflict(error: BaseException | None) -> bool:
    """Return whether the database ended a transaction only because of another one, and nothing of it is open any more."""
    is_named = isinstance(error, ENDED) and getattr(error.__cause__, "sqlstate", None) in _SQLSTATES
    return is_named and not connection.in_atomic_block


def until_no_conflict(
    call: Callable[[], Result], *, before_retry: Callable[[], object] | None = None, retries: int = MOST_RETRIES
) -> Result:
    """Return what `call` returns; where its transaction was ended by a conflict, call again, after up to 50 ms.

    Args:
        call: one whole act; nothing of it stays after a conflict.
        before_retry: puts back what the act used up, such as the position in a file.
        retries: how often it is called again at most.

    Raises:
        OperationalError: it got in the way of others once more.
        Conflict: a row of which there may be one stayed in the way (409, `changed_meanwhile`). Logged by its constraint.
        IntegrityError: another rule of the database was broken.
    """
    for _number in range(retries):
        try:
            return call()
        except ENDED as error:
            if not is_conflict(error):
                raise
        time.sleep(random.uniform(0, _LONGEST_PAUSE_SECONDS))  # noqa: S311 — spreads retries, guards nothing
        if before_retry is not None:
            before_retry()
    try:
        return call()
    except IntegrityError as error:
        if not is_conflict(error):
            raise
        raise _refusal(error) from error


def _refusal(error: IntegrityError) -> Conflict:
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    logger.error("a row stayed in the way: %s", constraint)  # not the error itself: it quotes what was written
    sentence = _("Somebody changed this at the same moment. Nothing was saved; try again.")
    return Conflict(sentence, code="changed_meanwhile")
