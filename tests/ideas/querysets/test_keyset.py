"""Pages by the key of the last row."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.exceptions import InvalidCursor
from ideas.models import Idea, IdeaTally
from ideas.querysets.keyset import Key, Ordering, Page, take_page
from tests.factories.ideas import submitted_idea

HOT = Ordering("hot", (Key("tally__heat", is_descending=True), Key("id", is_descending=True)))
NEWEST = Ordering("new", (Key("submitted_at", is_descending=True), Key("id", is_descending=True)))
MOMENT = datetime(2026, 11, 2, 9, 0, 0, 123456, tzinfo=UTC)


def page(ordering: Ordering, cursor: str | None = None, *, limit: int = 2, bound_to: str = "me") -> Page[Idea]:
    return take_page(Idea.objects.select_related("tally"), ordering, limit=limit, cursor=cursor, bound_to=bound_to)


def titles(found: Page[Idea]) -> str:
    return "".join(idea.title for idea in found.rows)


@pytest.fixture
def _five_ideas(db: None) -> None:
    """Ideas a to e; b, c and d are equally hot and equally old."""
    for title, heat, days in (("a", 9.125, 0), ("b", 7.1, 1), ("c", 7.1, 1), ("d", 7.1, 1), ("e", 0.1, 2)):
        submitted_idea(title=title, submitted_at=MOMENT - timedelta(days=days), tally={"heat": heat})


@pytest.mark.usefixtures("_five_ideas")
@pytest.mark.parametrize("ordering", [HOT, NEWEST])
def test_page_after_page_shows_every_row_once(ordering: Ordering) -> None:
    first = page(ordering)
    second = page(ordering, first.next)
    third = page(ordering, second.next)

    assert [titles(one) for one in (first, second, third)] == ["ad", "cb", "e"]
    assert (first.previous, third.next) == (None, None)


@pytest.mark.usefixtures("_five_ideas")
def test_page_before_is_the_page_that_was_left() -> None:
    first = page(HOT)
    second = page(HOT, first.next)
    third = page(HOT, second.next)

    back = page(HOT, third.previous)

    assert titles(back) == "cb"
    assert titles(page(HOT, back.previous)) == "ad"
    assert titles(page(HOT, back.next)) == "e"


@pytest.mark.usefixtures("_five_ideas")
def test_page_in_rising_order_turns_the_comparison() -> None:
    oldest = Ordering("old", (Key("submitted_at"), Key("id")))

    first = page(oldest)

    assert titles(first) + titles(page(oldest, first.next)) == "ebcd"


@pytest.mark.usefixtures("_five_ideas")
def test_page_of_values_reads_its_keys_from_the_mapping() -> None:
    rows = IdeaTally.objects.values("idea_id", "heat", "idea__title")
    ordering = Ordering("hot", (Key("heat", is_descending=True), Key("idea_id", is_descending=True)))

    first = take_page(rows, ordering, limit=2, cursor=None, bound_to="me")
    second = take_page(rows, ordering, limit=2, cursor=first.next, bound_to="me")

    assert [row["idea__title"] for row in second.rows] == ["c", "b"]


@pytest.mark.usefixtures("_five_ideas")
def test_page_costs_one_query() -> None:
    cursor = page(HOT).next

    with CaptureQueriesContext(connection) as queries:
        page(HOT, cursor)

    assert len(queries) == 1
    assert "OFFSET" not in queries[0]["sql"]


@pytest.mark.usefixtures("_five_ideas")
def test_cursor_used_for_something_else_is_refused() -> None:
    cursor = page(HOT).next
    assert cursor is not None
    other_order = Ordering("top", HOT.keys)

    for attempt in (
        lambda: page(HOT, cursor, bound_to="you"),
        lambda: page(other_order, cursor),
        lambda: page(HOT, cursor[:-1]),
        lambda: page(HOT, "x" + cursor),
        lambda: page(HOT, "é" * 10),
        lambda: page(HOT, ""),
        lambda: page(HOT, "a" * 8192),
    ):
        with pytest.raises(InvalidCursor):
            attempt()


def test_empty_list_has_no_neighbours(db: None) -> None:
    assert page(HOT) == Page([], None, None)
