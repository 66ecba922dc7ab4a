"""Keeps the score of an idea beside it, for lists that are ordered by it.

Source: docs/review-process.md 3.5 "The score".
"""

from ideas.models import Idea
from ideas.selectors.scores import score_now


def keep_score(*, idea: Idea) -> None:
    """Count the score of `idea` in its present round anew and store it where it is another one.

    Part of every service through which it can change: an answer that is given or revised, a routing that is kept, another
    round. The caller holds the lock on the idea's row. At most four queries.
    """
    idea.score = score_now(idea=idea)
    Idea.objects.filter(pk=idea.pk).exclude(score=idea.score).update(score=idea.score)
