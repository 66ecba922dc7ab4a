"""Ideas for the board and for lists: search, filters and orders, page after page at the same cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import reduce
from operator import and_
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Exists, F, FloatField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from ideas.models import Follow, Idea, Review, User, Vote
from ideas.querysets.ideas import IdeaQuerySet
from ideas.querysets.keyset import Key, Ordering
from ideas.querysets.readers import Reader
from ideas.realtime import MIN_VOTES_FOR_BREADTH
from ideas.search_words import SearchWords, read_search
from ideas.selectors.authors import with_authors
from ideas.workflow import OPEN_STAGES, Stage

MAX_CANDIDATES: Final = 1000  # a search ranks the newest 1,000 ideas that match, however many there are
WITHIN_DAYS: Final = 7


class View(StrEnum):
    """Whose or which ideas a list is about."""

    ALL = "all"
    WAITING = "waiting"
    MINE = "mine"
    SUPPORTED = "supported"
    FOLLOWED = "followed"


class Due(StrEnum):
    """When the next answer of an idea is promised; each idea that waits is in exactly one."""

    LATE = "late"
    SOON = "soon"
    WEEK = "week"
    LATER = "later"


class Order(StrEnum):
    """Orders of the board; `best` needs words to search for."""

    HOT = "hot"
    NEW = "new"
    TOP = "top"
    DUE = "due"
    BEST = "best"


_LAST = Key("id", is_descending=True)
ORDERINGS: Final[dict[Order, Ordering]] = {
    Order.HOT: Ordering("hot", (Key("tally__heat", is_descending=True), _LAST)),
    Order.NEW: Ordering("new", (Key("submitted_at", is_descending=True), _LAST)),
    Order.TOP: Ordering("top", (Key("tally__vote_count", is_descending=True), _LAST)),
    Order.DUE: Ordering("due", (Key("next_answer_at"), Key("id"))),
    Order.BEST: Ordering("best", (Key("rank", is_descending=True), _LAST)),
}
BREADTHS: Final = (2, 3, 5)


@dataclass(frozen=True)
class BoardFilters:
    """What a list is narrowed to. Several values of one filter widen it, filters narrow one another."""

    text: str = ""
    view: View = View.ALL
    stages: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    breadth: int | None = None
    due: tuple[Due, ...] = ()
    campaign: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def search(self) -> SearchWords:
        """What `text` asks for."""
        return read_search(self.text)


@dataclass(frozen=True)
class DueBounds:
    """The moments between the answers that are late, due soon, due within a week, and later."""

    now: datetime
    soon: datetime
    week: datetime

    def range_of(self, due: Due) -> tuple[datetime | None, datetime | None]:
        """Return the moment at which `due` begins and the one at which it ends; None for no bound."""
        edges = (None, self.now, self.soon, self.week, None)
        position = list(Due).index(due)
        return edges[position], edges[position + 1]


def due_bounds() -> DueBounds:
    """Return the bounds of today in the reader's time zone: "soon" ends with tomorrow."""
    now = timezone.localtime()
    midnight = datetime.combine(now.date(), time(0), now.tzinfo)
    return DueBounds(now, midnight + timedelta(days=2), midnight + timedelta(days=1 + WITHIN_DAYS))


def ideas_for_board(*, viewer: User, filters: BoardFilters) -> IdeaQuerySet:
    """Return the sent ideas that `viewer` may see and `filters` leave, unordered and unevaluated.

    For files of a list; pages read `rows_of` instead. Each row has `tally` and `campaign` loaded, authors and tags
    prefetched, and `rank` where words are searched for. Of the texts only title and problem are loaded. Three queries
    however many rows, and the reader's.
    """
    found = matching_ideas(viewer=viewer, filters=filters).select_related("tally", "campaign")
    found = found.defer("search", "proposal", "expected_result", "campaign__question")
    return found.prefetch_related(with_authors(), "tags")


def matching_ideas(*, viewer: User, filters: BoardFilters, reader: Reader | None = None) -> IdeaQuerySet:
    """Return the sent ideas that `viewer`, who is `reader`, may see and `filters` leave, with nothing loaded."""
    search = filters.search
    wanted = _in_view(viewer, filters.view) & _by_search(viewer, search) & _by_filters(filters)
    found = Idea.objects.visible_to(viewer, reader=reader).filter(wanted & ~Q(stage=Stage.DRAFT), tally__isnull=False)
    return _with_text(found, search) if search.has_text else found


def keys_in_order(ideas: IdeaQuerySet, order: Order, ordering: Ordering) -> "QuerySet[Idea, dict[str, Any]]":
    """Return the rows of `ideas` that have a place in `order`, as nothing but their keys: `id`, and `ordering`'s."""
    paths = [key.path for key in ordering.keys if key.path != "id"]
    keys: QuerySet[Idea, dict[str, Any]] = in_order(ideas, order).values("id", *paths)
    return keys


def ordering_of(order: Order, filters: BoardFilters) -> Ordering:
    """Return the ordering of a list; without words to search for, the best are the hot ones."""
    return ORDERINGS[Order.HOT if order == Order.BEST and not filters.search.has_text else order]


def in_order(ideas: IdeaQuerySet, order: Order) -> IdeaQuerySet:
    """Return those of `ideas` that have a place in `order`: without a promised date there is none in `due`."""
    return ideas.filter(next_answer_at__isnull=False) if order == Order.DUE else ideas


def ideas_voted_for(*, viewer: User, ideas: Iterable[Idea]) -> frozenset[int]:
    """Return the keys of those of `ideas` that `viewer` votes for. One query."""
    return frozenset(Vote.objects.filter(voter=viewer, idea__in=list(ideas)).values_list("idea_id", flat=True))


def _in_view(viewer: User, view: View) -> Q:
    if view == View.WAITING:
        return Q(stage__in=OPEN_STAGES)
    if view == View.MINE:
        return Q(authors__person=viewer)
    if view == View.SUPPORTED:
        return Q(pk__in=Vote.objects.filter(voter=viewer).values("idea"))
    if view == View.FOLLOWED:
        return Q(pk__in=Follow.objects.filter(person=viewer, level=Follow.Level.FOLLOWING).values("idea"))
    return Q()


def _by_search(viewer: User, search: SearchWords) -> Q:
    """Narrow by the qualifiers that were typed."""
    wanted = Q()
    if search.is_late:
        wanted &= Q(next_answer_at__lt=due_bounds().now)
    if search.is_open:
        wanted &= Q(stage__in=OPEN_STAGES)
    if search.is_mine:
        wanted &= _in_view(viewer, View.MINE)
    if search.stages:
        wanted &= Q(stage__in=search.stages)
    return wanted & _asked(search.asked) & _tagged(search.tags)


def _by_filters(filters: BoardFilters) -> Q:
    wanted = _asked(filters.asked) & _tagged(filters.tags)
    if filters.stages:
        wanted &= Q(stage__in=filters.stages)
    if filters.breadth:
        wanted &= Q(tally__department_count__gte=filters.breadth, tally__vote_count__gte=MIN_VOTES_FOR_BREADTH)
    if filters.due:
        wanted &= _due(filters.due)
    if filters.campaign:
        wanted &= Q(campaign__slug=filters.campaign)
    return wanted


def _asked(slugs: tuple[str, ...]) -> Q:
    """Ideas that one of these departments is or was asked about."""
    reviews = Review.objects.filter(idea=OuterRef("pk"), department__slug__in=slugs)
    return Q(Exists(reviews.exclude(state=Review.State.CANCELLED))) if slugs else Q()


def _tagged(slugs: tuple[str, ...]) -> Q:
    tagged = Idea.tags.through.objects.filter(idea=OuterRef("pk"), tag__slug__in=slugs)
    return Q(Exists(tagged)) if slugs else Q()


def _due(dues: tuple[Due, ...]) -> Q:
    bounds, wanted = due_bounds(), Q(pk__in=[])
    for due in dues:
        begins, ends = bounds.range_of(due)
        within = Q(next_answer_at__isnull=False)
        within &= Q(next_answer_at__gte=begins) if begins else Q()
        within &= Q(next_answer_at__lt=ends) if ends else Q()
        wanted |= within
    return wanted


def _with_text(ideas: IdeaQuerySet, search: SearchWords) -> IdeaQuerySet:
    """Return the newest of `ideas` that hold the words, with `rank`.

    Ranking every idea that holds a common word would take seconds at a million of them, so at most 1,000 are ranked.
    The rank is cast because a cursor brings it back as a double, which no real is equal to.
    """
    query = _query(search)
    candidates = ideas.filter(search=query).order_by("-submitted_at", "-id").values("pk")[:MAX_CANDIDATES]
    return Idea.objects.filter(pk__in=candidates, tally__isnull=False).annotate(
        rank=Cast(SearchRank(F("search"), query), FloatField())
    )


def _query(search: SearchWords) -> Any:
    """Return the query that holds where every word and every phrase occurs.

    Each piece is read in English and as it stands, because ideas are indexed in one way or the other.
    """
    pieces = [_both(word, "plain") for word in search.words] + [_both(phrase, "phrase") for phrase in search.phrases]
    return reduce(and_, pieces)


def _both(words: str, kind: str) -> Any:
    english = SearchQuery(words, config="english", search_type=kind)
    return english | SearchQuery(words, config="simple", search_type=kind)
