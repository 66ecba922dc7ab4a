"""Rows of lists hold what pages and the API show, and nothing that their reader may not know."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.models import Campaign, Idea, IdeaAuthor, IdeaTag, Tag, User
from ideas.selectors.acts import open_acts, standings_of
from ideas.selectors.authors import shown_author
from ideas.selectors.ideas import ideas_for_reader
from ideas.selectors.rows import IdeaRow, rows_of
from ideas.workflow import Stage
from tests.factories import DepartmentFactory, ReviewFactory, UserFactory, VoteFactory, grant_role, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory

pytestmark = pytest.mark.django_db


def row_of(idea: Idea, viewer: User | None = None) -> IdeaRow:
    return rows_of(viewer=viewer or UserFactory(), ids=[idea.pk], has_states=True)[0]


def test_rows_come_in_the_order_asked_for_by_one_query() -> None:
    first, second, third = submitted_idea(), submitted_idea(), submitted_idea()
    viewer = UserFactory()

    with CaptureQueriesContext(connection) as queries:
        rows = rows_of(viewer=viewer, ids=[third.pk, first.pk, second.pk])

    assert [row.ref for row in rows] == [third.ref, first.ref, second.ref]
    assert len(queries) == 1


def test_rows_of_nothing_ask_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert rows_of(viewer=UserFactory.build(pk=1), ids=[]) == []

    assert len(queries) == 0


def test_row_names_author_and_co_authors_but_not_for_whom_it_was_sent() -> None:
    idea = submitted_idea(author=UserFactory(name="Ada", department=DepartmentFactory(name="Depot")))
    for kind, name in (("on_behalf_of", "Cleo"), ("co_author", "Bob")):
        IdeaAuthor.objects.create(idea=idea, kind=kind, person=UserFactory(name=name, department=None))

    people = row_of(idea).authors

    assert [(one.name, one.department.name if one.department else None) for one in people] == [
        ("Ada", "Depot"),
        ("Bob", None),
    ]


def test_row_of_protected_author_names_them_to_themselves_alone() -> None:
    idea = submitted_idea(author_shown=False)

    own, other = row_of(idea, author_of(idea)), row_of(idea)

    assert [person.public_id for person in own.authors] == [author_of(idea).public_id]
    assert (other.authors, other.is_own) == ((), False)


@pytest.mark.parametrize(("votes", "departments"), [(4, 0), (5, 3)])
def test_row_says_nothing_of_departments_below_five_votes(votes: int, departments: int) -> None:
    idea = submitted_idea()
    type(idea.tally).objects.filter(idea=idea).update(vote_count=votes, department_count=3, comment_count=2)

    row = row_of(idea)

    assert (row.votes, row.departments, row.comments) == (votes, departments, 2)


def test_row_keeps_an_answer_that_is_not_announced_to_itself() -> None:
    idea = submitted_idea(stage=Stage.PARKED)
    decision = DecisionFactory(idea=idea, wakes_on=date(2027, 1, 4), announced_at=None)

    before = row_of(idea)
    decision.announced_at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    decision.save()
    after = row_of(idea)

    assert (before.is_decided, before.announced_at, before.wakes_on) == (True, None, None)
    assert (after.announced_at, after.wakes_on) == (decision.announced_at, date(2027, 1, 4))


def test_row_holds_tags_campaign_votes_and_states_of_required_reviews() -> None:
    now = timezone.now()
    campaign = Campaign.objects.create(
        slug="winter",
        title="Winter",
        question="?",
        sponsor=UserFactory(),
        opens_at=now,
        closes_at=now + timedelta(days=1),
    )
    idea, voter = submitted_idea(campaign=campaign), UserFactory()
    VoteFactory(idea=idea, voter=voter)
    IdeaTag.objects.create(idea=idea, tag=Tag.objects.create(slug="keys", name="Keys"))
    ReviewFactory(idea=idea, submitted=True, due_at=now - timedelta(days=1))
    ReviewFactory(idea=idea, due_at=now - timedelta(days=1))
    ReviewFactory(idea=idea, due_at=now + timedelta(days=1))
    ReviewFactory(idea=idea, mode="advisory")

    row = row_of(idea, voter)

    assert row.tags == (("keys", "Keys"),)
    assert row.campaign == ("winter", "Winter")
    assert row.has_voted is True
    assert sorted(row.states) == ["late", "queued", "submitted"]


def test_rows_agree_with_ideas_loaded_one_by_one() -> None:
    member = UserFactory()
    for stage in Stage:
        if stage not in {Stage.MERGED, Stage.DRAFT}:
            submitted_idea(author=member, stage=stage)
    IdeaAuthor.objects.create(idea=submitted_idea(author_shown=False), kind="co_author", person=member)

    for viewer in (member, UserFactory(), grant_role(UserFactory(), "triager")):
        ideas = list(ideas_for_reader(viewer=viewer))
        standings = standings_of(viewer=viewer, ideas=ideas)
        rows = rows_of(viewer=viewer, ids=[idea.pk for idea in ideas])
        for idea, row in zip(ideas, rows, strict=True):
            assert open_acts(viewer, row) == standings[idea.pk].acts
            assert (row.is_own, row.has_voted) == (standings[idea.pk].is_own, standings[idea.pk].has_voted)
            people = [person.public_id for person in shown_author(idea, viewer).people]
            assert [person.public_id for person in row.authors] == people
