"""Votes, comments and follows, written straight into the tables."""

import factory
from factory.django import DjangoModelFactory

from ideas.models import Comment, Follow, Vote
from tests.factories.ideas import IdeaFactory
from tests.factories.people import UserFactory


class VoteFactory(DjangoModelFactory[Vote]):
    """A vote without its count: for tests that count themselves."""

    class Meta:
        model = Vote

    idea = factory.SubFactory(IdeaFactory, submitted=True)
    voter = factory.SubFactory(UserFactory)
    department = factory.LazyAttribute(lambda vote: vote.voter.department)


class CommentFactory(DjangoModelFactory[Comment]):
    """A comment without its count."""

    class Meta:
        model = Comment

    idea = factory.SubFactory(IdeaFactory, submitted=True)
    author = factory.SubFactory(UserFactory)
    body = "We do this at the north depot already."
    body_html = factory.LazyAttribute(lambda comment: f"<p>{comment.body}</p>")


class FollowFactory(DjangoModelFactory[Follow]):
    class Meta:
        model = Follow

    idea = factory.SubFactory(IdeaFactory, submitted=True)
    person = factory.SubFactory(UserFactory)
