"""Who is named above an idea, and who counts as its team."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Idea, IdeaAuthor
from ideas.selectors.authors import authors_and_team, shown_author, with_authors
from tests.factories import UserFactory, submitted_idea
from tests.factories.ideas import author_of

pytestmark = pytest.mark.django_db


def test_shown_author_names_the_author_first() -> None:
    idea = submitted_idea()
    other, third = UserFactory.create_batch(2)
    IdeaAuthor.objects.create(idea=idea, person=third, kind="on_behalf_of")
    IdeaAuthor.objects.create(idea=idea, person=other, kind="co_author")

    byline = shown_author(idea, UserFactory())

    assert (byline.people, byline.on_behalf_of) == ((author_of(idea), other), (third,))
    assert (byline.is_protected, byline.is_own) == (False, False)


def test_shown_author_that_is_hidden_is_shown_to_authors_alone() -> None:
    idea = submitted_idea(author_shown=False)

    stranger, own = shown_author(idea, UserFactory()), shown_author(idea, author_of(idea))

    assert (stranger.author, stranger.is_protected) == (None, True)
    assert (own.author, own.is_protected, own.is_own) == (author_of(idea), True, True)


def test_shown_author_of_a_list_needs_no_query_for_each() -> None:
    viewer = UserFactory()
    for _ in range(3):
        submitted_idea()
    ideas = list(Idea.objects.prefetch_related(with_authors()))

    with CaptureQueriesContext(connection) as queries:
        names = [shown_author(idea, viewer).people[0].name for idea in ideas]

    assert len(names) == 3
    assert len(queries) == 0


def test_authors_and_team_holds_everybody_with_the_same_manager() -> None:
    manager = UserFactory()
    author, mate, stranger = UserFactory(manager=manager), UserFactory(manager=manager), UserFactory()

    team = authors_and_team(submitted_idea(author=author))

    assert team == {author.pk, mate.pk}
    assert stranger.pk not in team


def test_authors_and_team_without_manager_is_the_authors_alone() -> None:
    author = UserFactory()
    UserFactory()

    assert authors_and_team(submitted_idea(author=author)) == {author.pk}
