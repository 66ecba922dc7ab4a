"""Statements that are kept give each reader what is theirs, as a statement built for them alone would."""

from itertools import product
from typing import Any

import pytest

from ideas.models import Idea, IdeaReader, RoleGrant, User
from ideas.querysets.keyset import take_page
from ideas.selectors import statements
from ideas.selectors.board import BoardFilters, Due, Order, View, keys_in_order, matching_ideas, ordering_of
from ideas.selectors.board_pages import BoardQuery, page_of_board
from ideas.selectors.facets import facets_for
from ideas.workflow import Stage
from tests.factories import (
    FollowFactory,
    IdeaFactory,
    MembershipFactory,
    ReviewFactory,
    UserFactory,
    VoteFactory,
    grant_role,
    submitted_idea,
)
from tests.factories.ideas import author_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    for kept in (statements.keys_of_page, statements.found_ids, statements.newest_seen):
        kept.cache_clear()


def ids(viewer: User, order: Order = Order.NEW, **filters: Any) -> list[int]:
    asked = BoardQuery(viewer, BoardFilters(**filters), order)
    return [row["id"] for row in page_of_board(asked, limit=50, cursor=None, bound_to="").rows]


def ids_built_anew(viewer: User, order: Order, filters: BoardFilters) -> list[int]:
    ordering = ordering_of(order, filters)
    keys = keys_in_order(matching_ideas(viewer=viewer, filters=filters), order, ordering)
    return [row["id"] for row in take_page(keys, ordering, limit=50, cursor=None, bound_to="").rows]


def people() -> list[User]:
    """Readers of every kind, and ideas that some of them see and others do not."""
    for visibility, tier in product(Idea.Visibility.values, range(4)):
        idea = submitted_idea(visibility=visibility, tier=tier, author=UserFactory(manager=UserFactory()))
        review = ReviewFactory(idea=idea, assigned=True)
        VoteFactory(idea=idea)
    IdeaFactory(author=author_of(idea))
    submitted_idea(stage=Stage.DECLINED, author=author_of(idea))
    named = IdeaReader.objects.create(idea=idea, person=UserFactory()).person
    follower = FollowFactory(idea=idea).person
    VoteFactory(idea=idea, voter=follower)
    member, lead = (MembershipFactory(department=review.department, role=role).person for role in ("reviewer", "lead"))
    business = MembershipFactory(department__slug="business", role="deputy").person
    granted = [grant_role(UserFactory(), role) for role in ("triager", "board_chair", "administrator")]
    manager = author_of(idea).manager
    return [UserFactory(), author_of(idea), named, follower, review.owner, member, lead, business, manager, *granted]


@pytest.mark.parametrize("order", [Order.HOT, Order.NEW, Order.TOP, Order.DUE])
def test_board_page_of_every_kind_of_reader_is_the_one_built_anew(order: Order) -> None:
    filters = [
        *(BoardFilters(view=view) for view in View),
        BoardFilters(stages=("declined",)),
        BoardFilters(due=(Due.LATER,)),
        BoardFilters(text="depot"),
    ]
    for viewer, chosen in product(people(), filters):
        asked = BoardQuery(viewer, chosen, order)
        found = [row["id"] for row in page_of_board(asked, limit=50, cursor=None, bound_to="").rows]

        assert found == ids_built_anew(viewer, order, chosen)
        if chosen.view == View.WAITING:
            assert facets_for(viewer=viewer, filters=chosen, order=order).found == len(found)


def test_board_page_of_readers_alike_is_one_statement_with_their_own_ideas() -> None:
    one, other = (author_of(submitted_idea(visibility="confidential")) for _ in range(2))

    first, second = ids(one), ids(other)

    assert (len(first), len(second)) == (1, 1)
    assert first != second
    assert (statements.keys_of_page.cache_info().misses, statements.keys_of_page.cache_info().hits) == (1, 1)


def test_board_page_after_a_role_was_taken_back_hides_what_it_showed() -> None:
    idea = submitted_idea(visibility="restricted")
    reader = grant_role(UserFactory(), "triager")
    assert ids(reader) == [idea.pk]

    RoleGrant.objects.filter(person=reader).delete()

    assert ids(reader) == []
    assert facets_for(viewer=reader, filters=BoardFilters()).all == 0


def test_board_page_goes_on_where_the_kept_statement_ended() -> None:
    newest_last = [submitted_idea().pk for _ in range(5)]
    asked = BoardQuery(UserFactory(), BoardFilters(), Order.TOP)

    first = page_of_board(asked, limit=3, cursor=None, bound_to="me")
    second = page_of_board(asked, limit=3, cursor=first.next, bound_to="me")
    back = page_of_board(asked, limit=3, cursor=second.previous, bound_to="me")

    assert [row["id"] for row in (*first.rows, *second.rows)] == newest_last[::-1]
    assert (first.previous, second.next, back.rows) == (None, None, first.rows)


def test_board_page_of_somebody_who_left_is_empty() -> None:
    submitted_idea()

    assert ids(UserFactory(is_active=False)) == []
