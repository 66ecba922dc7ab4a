"""Rows of the present rounds of many ideas at once."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from ideas.models import Idea


def in_present_round(ideas: Iterable["Idea"], *, of: str = "") -> Q:
    """Return the condition that a row with `idea` and `round` is of the present round of one of `ideas`.

    `of` is the way to the row that has both, such as `review__`. The rounds are those of the instances, so that a round that just began counts before it is stored.
    """
    by_round: defaultdict[int, list[int]] = defaultdict(list)
    for idea in ideas:
        by_round[idea.round].append(idea.pk)
    condition = Q(pk__in=[])
    for number, keys in by_round.items():
        condition |= Q(**{f"{of}round": number, f"{of}idea__in": keys})
    return condition
