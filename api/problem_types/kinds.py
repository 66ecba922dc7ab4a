"""The shape of an entry."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class ProblemType:
    """One kind of problem: the status it comes with when it is the whole answer, what it means, what to do."""

    status: int
    meaning: Promise
    remedy: Promise
