"""Ideas that resemble what somebody is about to write."""

import re
from typing import Final

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramSimilarity
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from ideas.models import Idea, User
from ideas.querysets.ideas import IdeaQuerySet
from ideas.text import searchable
from ideas.workflow import Stage

MIN_CHARS: Final = 4
MAX_CHARS: Final = 300
MAX_WORDS: Final = 12
MAX_CANDIDATES: Final = 200
MIN_SCORE: Final = 0.05  # below it a title shares a few letters and nothing else
_WORD: Final = re.compile(r"\w{3,40}")


def similar_ideas(*, viewer: User, text: str, limit: int = 5, leave_out: Idea | None = None) -> list[Idea]:
    """Return up to `limit` sent ideas that `viewer` may see and that resemble `text`, the most alike first.

    Titles are compared by trigrams, all texts by any of the first twelve words of `text`. Each row has `tally` and
    `likeness` (0 to about 2). Nothing for fewer than four characters. Three queries and the reader's; at most 400 ideas are ranked.
    """
    wanted = " ".join(searchable(text).split())[:MAX_CHARS]
    if len(wanted) < MIN_CHARS:
        return []
    visible = Idea.objects.visible_to(viewer).sent().exclude(stage=Stage.WITHDRAWN)
    if leave_out is not None:
        visible = visible.exclude(pk=leave_out.pk)
    return ideas_like(among=visible, text=wanted, least=MIN_SCORE, limit=limit)


def ideas_like(*, among: IdeaQuerySet, text: str, least: float, limit: int) -> list[Idea]:
    """Return up to `limit` of the ideas `among` whose likeness to `text` is at least `least`, the most alike first.

    Each row has `tally` and `likeness`, as in `similar_ideas`. Three queries; at most 400 ideas are ranked.
    """
    wanted = " ".join(searchable(text).split())[:MAX_CHARS]
    query = _any_word(wanted)
    keys = _candidates(among, wanted, query)
    rank = Coalesce(SearchRank(F("search"), query), Value(0.0)) if query else Value(0.0)
    found = (
        Idea.objects.filter(pk__in=keys)
        .select_related("tally")
        .annotate(likeness=TrigramSimilarity("title", wanted) + rank)
    )
    return list(found.filter(likeness__gte=least).order_by("-likeness", "-id")[:limit])


def _any_word(text: str) -> SearchQuery | None:
    """Return a query that holds for any word of `text`; only letters and digits get into it."""
    words = dict.fromkeys(word.lower() for word in _WORD.findall(text))
    joined = " | ".join(list(words)[:MAX_WORDS])
    return SearchQuery(joined, search_type="raw", config="english") if joined else None


def _candidates(visible: IdeaQuerySet, text: str, query: SearchQuery | None) -> set[int]:
    by_title = visible.filter(title__trigram_similar=text).order_by("-id")
    keys = set(by_title.values_list("pk", flat=True)[:MAX_CANDIDATES])
    if query is not None:
        by_words = visible.filter(search=query).order_by("-id")
        keys.update(by_words.values_list("pk", flat=True)[:MAX_CANDIDATES])
    return keys
