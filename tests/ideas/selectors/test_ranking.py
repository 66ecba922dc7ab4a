"""What waits for a decision, by score: for whom, in which order, and what the order never tells."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Department, Idea, Score, User
from ideas.policies.ballots import sits_on_board_for
from ideas.policies.business_cases import can_read_case
from ideas.policies.decisions import can_decide_idea
from ideas.policies.reviews import review_access
from ideas.querysets.keyset import take_page
from ideas.selectors.lanes import lanes_of
from ideas.selectors.ranking import ORDERINGS, DecisionOrder, WaitingIdea, orders_for, waiting_ideas, waiting_rows
from ideas.selectors.scores import score_profile, score_profiles
from ideas.services.scores import keep_score
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.cases import case_idea, scored_review
from tests.factories.fairness import DelegationFactory, InterestFactory
from tests.factories.ideas import author_of
from tests.factories.ranking import board_idea, lead_of_business, scored_idea, seat_for
from tests.factories.reviews import DecisionFactory, pool_member, routed_idea

pytestmark = pytest.mark.django_db
BY_SCORE = DecisionOrder.SCORE


def listed(viewer: User, order: DecisionOrder = BY_SCORE) -> list[WaitingIdea]:
    page = take_page(
        waiting_ideas(viewer=viewer, order=order), ORDERINGS[order], limit=100, cursor=None, bound_to="test"
    )
    return waiting_rows(viewer=viewer, ideas=page.rows)


def refs(viewer: User, order: DecisionOrder = BY_SCORE) -> list[str]:
    return [row.idea.ref for row in listed(viewer, order)]


def number(row: WaitingIdea) -> int | None:
    return row.profile.score if row.profile else None


def score_again(idea: Idea, value: int) -> None:
    Score.objects.filter(review__idea=idea).update(value=value)
    keep_score(idea=idea)


def test_ideas_stand_by_score_then_by_date_and_those_without_one_last() -> None:
    lead = lead_of_business()
    low, high = scored_idea(2, days=1), scored_idea(5, days=3)
    late, soon = scored_idea(4, days=9), scored_idea(4, days=2)
    silent, small = scored_idea(None, days=1), scored_idea(5, days=2, answered={"reach": "several_teams"})

    rows = listed(lead)

    assert [(row.idea.ref, number(row), row.unscored) for row in rows] == [
        (high.ref, 100, None),
        (soon.ref, 75, None),
        (late.ref, 75, None),
        (low.ref, 25, None),
        (silent.ref, None, "nothing_scored"),
        (small.ref, None, "small"),
    ]
    assert refs(lead, DecisionOrder.DUE) == [
        one.ref for one in sorted([low, high, late, soon, silent, small], key=lambda one: one.next_answer_at)
    ]


def test_pages_by_score_hold_every_idea_once() -> None:
    lead, order = lead_of_business(), ORDERINGS[BY_SCORE]
    ideas = [scored_idea(value, days=days) for days, value in enumerate([3, 5, None, 1, 5, None, 2])]
    rows, cursor, found = waiting_ideas(viewer=lead, order=BY_SCORE), None, []

    for _page in range(4):
        page = take_page(rows, order, limit=2, cursor=cursor, bound_to="test")
        found += [idea.pk for idea in page.rows]
        cursor = page.next

    assert cursor is None
    assert found == [ideas[place].pk for place in (1, 4, 0, 6, 3, 2, 5)]


def test_order_by_score_is_for_those_who_decide_ideas_with_a_case_or_vote() -> None:
    voter, past = UserFactory(), UserFactory()
    seat_for(voter, board_idea(4))
    closed = board_idea(4)
    seat_for(past, closed)
    closed.ballots.update(closed_at="2026-01-01T00:00:00Z", outcome="yes")
    reviewer = pool_member("finance", role="lead").person

    lead = lead_of_business()
    acting, little = (DelegationFactory(from_person=lead, scope_tier=tier).to_person for tier in (2, 1))

    may = [lead, acting, grant_role(UserFactory(), "programme_manager"), grant_role(UserFactory(), "board_chair")]
    may_not = [
        little,
        pool_member(role="deputy").person,
        reviewer,
        grant_role(UserFactory(), "triager"),
        past,
        UserFactory(),
    ]

    assert [orders_for(viewer=person) for person in [*may, voter]] == [tuple(DecisionOrder)] * 5
    assert [orders_for(viewer=person) for person in may_not] == [(DecisionOrder.DUE,)] * 6


def test_score_is_not_told_to_somebody_who_may_not_rank() -> None:
    deputy = pool_member(role="deputy").person
    scored_idea(5, answered={"reach": "several_teams"})

    assert [(row.profile, row.unscored) for row in listed(deputy, DecisionOrder.DUE)] == [(None, None)]


def test_voter_who_owes_a_review_learns_neither_score_nor_place() -> None:
    voter = UserFactory()
    ideas = [board_idea(value, days=days) for days, value in ((3, 4), (2, 3), (1, 2))]
    for idea in ideas:
        seat_for(voter, idea)
    owed = ideas[1]
    ReviewFactory(idea=owed, department=Department.objects.get(slug="legal"), assigned=True, owner=voter)
    found = []

    for value in (1, 3, 5):  # below, between and above the others
        score_again(owed, value)
        found.append([(row.idea.ref, number(row), row.unscored) for row in listed(voter)])

    expected = [(ideas[0].ref, 75, None), (ideas[2].ref, 25, None), (owed.ref, None, "not_for_you")]
    assert found == [expected] * 3


def test_hidden_idea_stands_among_those_without_score_by_its_date() -> None:
    voter = UserFactory()
    hidden, silent = board_idea(5, days=4), [board_idea(None, days=3), board_idea(None, days=5)]
    for idea in (hidden, *silent):
        seat_for(voter, idea)
    ReviewFactory(idea=hidden, department=Department.objects.get(slug="legal"), assigned=True, owner=voter)

    assert refs(voter) == [silent[0].ref, hidden.ref, silent[1].ref]


def test_voter_whose_own_answer_is_in_sees_score_and_place() -> None:
    voter, idea = UserFactory(), board_idea(4)
    seat_for(voter, idea)
    ReviewFactory(idea=idea, department=Department.objects.get(slug="legal"), submitted=True, owner=voter)

    assert [(number(row), row.is_vote) for row in listed(voter)] == [(75, True)]


def test_idea_in_which_its_decider_has_an_interest_is_not_in_the_list() -> None:
    lead = lead_of_business()
    free, conflicted = scored_idea(1, days=3), scored_idea(5, days=1)
    InterestFactory(idea=conflicted, person=lead, recused=True)

    assert [(row.idea.ref, number(row), row.unscored) for row in listed(lead)] == [(free.ref, 0, None)]


def test_ideas_of_ones_own_and_decided_ones_are_not_in_the_list() -> None:
    lead, idea = lead_of_business(), scored_idea(4)
    DecisionFactory(idea=scored_idea(5))
    scored_idea(5, stage=Stage.IN_REVIEW)
    own = scored_idea(5)
    own.authors.create(person=lead, kind="co_author")

    assert refs(lead) == [idea.ref]


def people_around(idea: Idea) -> list[User]:
    voter, owing = UserFactory(), UserFactory()
    for person, slug in ((voter, "finance"), (owing, "operations")):
        seat_for(person, idea, slug)
    ReviewFactory(idea=idea, department=Department.objects.get(slug="legal"), assigned=True, owner=owing)
    chair, manager = grant_role(UserFactory(), "board_chair"), grant_role(UserFactory(), "programme_manager")
    return [voter, owing, chair, manager, lead_of_business(), grant_role(UserFactory(), "triager"), author_of(idea)]


@pytest.mark.parametrize("tier", [2, 3])
def test_score_in_the_list_is_for_exactly_those_who_may_read_the_case(tier: int) -> None:
    other = board_idea(3)
    people = people_around(other)
    idea = other if tier == 3 else case_idea()
    told = {}

    for person in people:
        profiles = {row.idea.pk: row.profile for row in listed(person)}
        told[person.pk] = profiles.get(idea.pk)

    for person in people:
        judges = can_decide_idea(person, idea) or sits_on_board_for(person, idea)
        may = judges and review_access(person, idea).reads_all
        assert (told[person.pk] is not None) == may == can_read_case(person, idea)
        if may:
            assert told[person.pk] == score_profile(idea=idea, lanes=lanes_of(idea=idea, viewer=person))
    assert sum(profile is not None for profile in told.values()) == (2 if tier == 3 else 1)


def test_profiles_of_many_ideas_are_those_of_each() -> None:
    manager = grant_role(UserFactory(), "programme_manager")
    ideas = [case_idea(), scored_idea(4), board_idea(2), routed_idea(stage=Stage.IN_REVIEW)]
    scored_review(ideas[2], "finance", {"affordable": 5}, confidence="medium")
    ReviewFactory(idea=ideas[1], department=Department.objects.get(slug="finance"), state="cancelled")

    found = score_profiles(ideas=ideas)

    for idea in ideas[:3]:
        assert found[idea.pk] == score_profile(idea=idea, lanes=lanes_of(idea=idea, viewer=manager))
    assert (found[ideas[3].pk].score, found[ideas[3].pk].lanes) == (None, ())


def queries(viewer: User) -> int:
    with CaptureQueriesContext(connection) as captured:
        listed(User.objects.get(pk=viewer.pk))
    return len(captured)


def test_list_by_score_takes_as_many_queries_for_a_hundred_ideas_as_for_ten() -> None:
    chair = grant_role(UserFactory(), "board_chair")
    manager = grant_role(UserFactory(), "programme_manager")
    for value in range(10):
        board_idea(1 + value % 5, author=author_of(scored_idea(3)) if value % 2 else manager)
    few = queries(chair)
    for value in range(90):
        board_idea(1 + value % 5)

    many = queries(chair)

    assert len(listed(chair)) == 100
    assert few == many


def test_list_by_score_is_read_in_the_order_of_its_index() -> None:
    lead = lead_of_business()
    scored_idea(3)
    rows = waiting_ideas(viewer=lead, order=BY_SCORE).order_by(*ORDERINGS[BY_SCORE].columns(is_backward=False))[:25]

    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off; set local enable_sort = off; set local enable_bitmapscan = off")
        plan = rows.explain()

    assert "idea_by_score" in plan
    assert "Sort" not in plan
