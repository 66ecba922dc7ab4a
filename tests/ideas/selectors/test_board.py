"""The board shows what the reader may see, filtered and ordered, at a cost that does not grow."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.models import Idea, IdeaReader, IdeaTag, Tag, User
from ideas.querysets.keyset import take_page
from ideas.selectors.board import (
    MAX_CANDIDATES,
    BoardFilters,
    Due,
    Order,
    View,
    due_bounds,
    ideas_for_board,
    in_order,
    keys_in_order,
    matching_ideas,
    ordering_of,
)
from ideas.selectors.facets import MAX_FOUND, MAX_SEEN, facets_for, new_ideas_since
from ideas.services.votes import cast_vote
from tests.factories import (
    DepartmentFactory,
    FollowFactory,
    IdeaFactory,
    ReviewFactory,
    UserFactory,
    VoteFactory,
    submitted_idea,
)
from tests.factories.ideas import author_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer() -> User:
    return UserFactory()


def _titles(viewer: User, order: Order = Order.NEW, **filters: Any) -> list[str]:
    chosen = BoardFilters(**filters)
    rows = in_order(ideas_for_board(viewer=viewer, filters=chosen), order)
    return [idea.title for idea in take_page(rows, ordering_of(order, chosen), limit=25, cursor=None, bound_to="").rows]


def _tag(idea: Idea, slug: str) -> None:
    IdeaTag.objects.create(idea=idea, tag=Tag.objects.get_or_create(slug=slug, defaults={"name": slug})[0])


def test_ideas_for_board_leaves_out_drafts_and_what_is_not_for_the_reader(viewer: User) -> None:
    submitted_idea(title="open")
    IdeaFactory(title="draft", author=viewer)
    submitted_idea(title="restricted", visibility="restricted")
    named = submitted_idea(title="named", visibility="confidential")
    IdeaReader.objects.create(idea=named, person=viewer)
    submitted_idea(title="own", visibility="confidential", author=viewer)

    assert _titles(viewer) == ["own", "named", "open"]


def test_ideas_for_board_by_inactive_reader_are_none() -> None:
    submitted_idea()

    assert _titles(UserFactory(is_active=False)) == []


@pytest.mark.parametrize(
    ("order", "titles"),
    [
        (Order.NEW, ["new", "middle", "old"]),
        (Order.TOP, ["middle", "old", "new"]),
        (Order.HOT, ["old", "new", "middle"]),
        (Order.DUE, ["old", "new"]),
        (Order.BEST, ["old", "new", "middle"]),
    ],
)
def test_ideas_for_board_in_each_order(viewer: User, order: Order, titles: list[str]) -> None:
    now = timezone.now()
    for number, (title, votes, heat) in enumerate((("old", 2, 9.0), ("middle", 7, 1.0), ("new", 0, 5.0))):
        dates = {"submitted_at": now + timedelta(hours=number), "next_answer_at": now + timedelta(days=number)}
        closed = {"stage": "declined", "next_answer_at": None} if title == "middle" else {}
        submitted_idea(title=title, tally={"vote_count": votes, "heat": heat}, **{**dates, **closed})

    assert _titles(viewer, order) == titles


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("leave", ["Leave form", "Forms for leaving"]),
        ('"leave form"', ["Leave form"]),
        ("fahrrad", ["Fahrrad für alle"]),
        ("100%", ["Save 100% paper"]),
        ("_", []),
        ("' & | ! ( ) : * \\", []),
        ("'; select pg_sleep(10)--", []),
        ("nothinglikethis", []),
    ],
)
def test_ideas_for_board_search_takes_words_literally(viewer: User, typed: str, titles: list[str]) -> None:
    for title in ("Forms for leaving", "Leave form", "Save 100% paper"):
        submitted_idea(title=title, problem="-", proposal="-", expected_result="-")
    submitted_idea(title="Fahrrad für alle", problem="-", proposal="-", expected_result="-", language="other")

    assert _titles(viewer, text=typed) == titles


def test_ideas_for_board_best_first_puts_title_before_text(viewer: User) -> None:
    submitted_idea(title="Bicycles", problem="-")
    submitted_idea(title="Elsewhere", expected_result="More bicycles")

    assert _titles(viewer, Order.BEST, text="bicycle") == ["Bicycles", "Elsewhere"]


def test_ideas_for_board_search_does_not_find_what_the_reader_may_not_see(viewer: User) -> None:
    submitted_idea(title="Secret bicycles", visibility="confidential")

    assert _titles(viewer, text="bicycles") == []
    assert facets_for(viewer=viewer, filters=BoardFilters()).all == 0


def test_ideas_for_board_qualifiers_and_filters_narrow_one_another(viewer: User) -> None:
    late = submitted_idea(title="late", next_answer_at=timezone.now() - timedelta(days=1))
    asked = submitted_idea(title="asked", next_answer_at=timezone.now() - timedelta(days=1))
    ReviewFactory(idea=asked, department=DepartmentFactory(slug="legal", core=True))
    ReviewFactory(idea=late, department=DepartmentFactory(slug="legal", core=True), state="cancelled")
    submitted_idea(title="in time")
    submitted_idea(title="parked", stage="parked", next_answer_at=None)

    assert _titles(viewer, text="is:late") == ["asked", "late"]
    assert _titles(viewer, text="is:late asked:legal") == ["asked"]
    assert _titles(viewer, text="is:late", asked=("legal",)) == ["asked"]
    assert _titles(viewer, text="is:open") == ["in time", "asked", "late"]
    assert _titles(viewer, stages=("parked", "approved")) == ["parked"]
    assert _titles(viewer, view=View.WAITING, stages=("parked",)) == []


def test_ideas_for_board_by_tag_and_campaign(viewer: User) -> None:
    tagged = submitted_idea(title="tagged")
    _tag(tagged, "winter")
    _tag(tagged, "paper")
    submitted_idea(title="other")

    assert _titles(viewer, tags=("winter", "paper")) == ["tagged"]
    assert _titles(viewer, text="tag:winter") == ["tagged"]
    assert _titles(viewer, campaign="no-such") == []


def test_ideas_for_board_by_breadth_says_nothing_below_five_votes(viewer: User) -> None:
    submitted_idea(title="few", tally={"vote_count": 4, "department_count": 4})
    submitted_idea(title="broad", tally={"vote_count": 5, "department_count": 3})

    assert _titles(viewer, breadth=2) == ["broad"]
    assert _titles(viewer, breadth=5) == []


def test_ideas_for_board_of_each_view(viewer: User) -> None:
    own = submitted_idea(title="own", author=viewer)
    supported = submitted_idea(title="supported")
    cast_vote(voter=viewer, idea=supported)
    FollowFactory(idea=submitted_idea(title="followed"), person=viewer)
    FollowFactory(idea=submitted_idea(title="muted"), person=viewer, level="muted")
    cast_vote(voter=author_of(supported), idea=own)

    assert _titles(viewer, view=View.MINE) == ["own"]
    assert _titles(viewer, view=View.SUPPORTED) == ["supported"]
    assert _titles(viewer, view=View.FOLLOWED) == ["followed"]


def test_due_ranges_meet_and_cover_every_moment() -> None:
    bounds = due_bounds()

    edges = [bounds.range_of(due) for due in Due]

    assert edges[0][0] is None
    assert edges[-1][1] is None
    assert [one[1] for one in edges[:-1]] == [one[0] for one in edges[1:]]


@pytest.mark.parametrize(
    ("due", "titles"),
    [
        ((Due.LATE,), ["late"]),
        ((Due.SOON,), ["soon"]),
        ((Due.WEEK,), ["week"]),
        ((Due.LATER, Due.LATE), ["later", "late"]),
    ],
)
def test_ideas_for_board_by_answer_due(viewer: User, due: tuple[Due, ...], titles: list[str]) -> None:
    now = timezone.now()
    for title, days in (("late", -1), ("soon", 0.001), ("week", 4), ("later", 30)):
        submitted_idea(title=title, next_answer_at=now + timedelta(days=days))
    submitted_idea(title="answered", stage="declined", next_answer_at=None)

    assert _titles(viewer, due=due) == titles


def test_facets_count_what_the_reader_may_see(viewer: User) -> None:
    first = submitted_idea(tally={"vote_count": 6, "department_count": 3})
    _tag(first, "winter")
    ReviewFactory(idea=first, department=DepartmentFactory(slug="legal", name="Legal", core=True))
    submitted_idea(next_answer_at=timezone.now() - timedelta(days=1), author=viewer)
    submitted_idea(stage="declined", next_answer_at=None)
    hidden = submitted_idea(visibility="confidential", tally={"vote_count": 9, "department_count": 9})
    _tag(hidden, "secret")
    VoteFactory(idea=first, voter=viewer)

    facets = facets_for(viewer=viewer, filters=BoardFilters(view=View.WAITING))

    assert (facets.all, facets.found, facets.waiting, facets.mine, facets.supported) == (3, 2, 2, 1, 1)
    assert facets.is_capped is False
    counted = {name: {(one.code, one.count) for one in group} for name, group in facets.groups.items()}
    assert counted == {
        "stage": {("in_review", 2), ("declined", 1)},
        "due": {("late", 1), ("later", 1)},
        "breadth": {("2", 1), ("3", 1)},
        "asked": {("legal", 1)},
        "tag": {("winter", 1)},
    }
    newest = max(Idea.objects.exclude(pk=hidden.pk).values_list("submitted_at", flat=True))
    assert facets.newest == int(newest.timestamp() * 1000)


def test_facets_of_nothing_are_zero() -> None:
    nobody = UserFactory(is_active=False)

    facets = facets_for(viewer=nobody, filters=BoardFilters())

    assert (facets.all, facets.found, facets.newest) == (0, 0, 0)


def test_new_ideas_since_counts_only_later_visible_ones(viewer: User) -> None:
    since = datetime(2026, 11, 2, 9, tzinfo=UTC)
    submitted_idea(submitted_at=since)
    submitted_idea(submitted_at=since + timedelta(seconds=1))
    submitted_idea(submitted_at=since + timedelta(seconds=1), visibility="confidential")

    assert new_ideas_since(viewer=viewer, since=since) == 1


@pytest.fixture
def statements(viewer: User) -> list[str]:
    for number in range(7):
        submitted_idea(title=f"Bicycle {number}")
    seen: list[str] = []
    with CaptureQueriesContext(connection) as queries:
        for order in Order:
            filters = BoardFilters(text="bicycle" if order == Order.BEST else "")
            ordering = ordering_of(order, filters)
            rows = keys_in_order(matching_ideas(viewer=viewer, filters=filters), order, ordering)
            first = take_page(rows, ordering, limit=3, cursor=None, bound_to="")
            take_page(rows, ordering, limit=3, cursor=first.next, bound_to="")
        facets_for(viewer=viewer, filters=BoardFilters())
        new_ideas_since(viewer=viewer, since=timezone.now())
    seen += [query["sql"] for query in queries.captured_queries]
    return seen


def test_board_statements_have_no_offset_and_count_nothing_unbounded(statements: list[str]) -> None:
    for statement in statements:
        assert not re.search(r"\boffset\b", statement, re.IGNORECASE)
        if re.search(r"\bcount\(", statement, re.IGNORECASE):
            limits = {int(number) for number in re.findall(r"LIMIT (\d+)", statement)}
            assert limits & {MAX_SEEN + 1, MAX_FOUND + 1, 100}
        if "ts_rank" in statement:
            assert f"LIMIT {MAX_CANDIDATES}" in statement


def test_board_statements_all_ask_who_may_see(statements: list[str]) -> None:
    on_ideas = [statement for statement in statements if 'from "ideas_idea"' in statement.lower()]

    assert len(on_ideas) == 12
    for statement in on_ideas:
        assert """"visibility" = 'open'""" in statement
        assert "'confidential'" not in statement  # nothing confidential can be a plain member's but their own


def test_ideas_for_board_pages_hold_each_idea_once(viewer: User) -> None:
    for number in range(7):
        submitted_idea(title=str(number), tally={"vote_count": number // 3, "heat": number // 3})

    for order in (Order.HOT, Order.NEW, Order.TOP, Order.DUE):
        rows = in_order(ideas_for_board(viewer=viewer, filters=BoardFilters()), order)
        ordering, shown, cursor = ordering_of(order, BoardFilters()), [], None
        while True:
            page = take_page(rows, ordering, limit=2, cursor=cursor, bound_to="")
            shown += [idea.pk for idea in page.rows]
            if page.next is None:
                break
            cursor = page.next
        assert len(shown) == 7
        assert set(shown) == set(Idea.objects.values_list("pk", flat=True))
