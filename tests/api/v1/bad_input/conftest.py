"""The world on which every row is tried."""

import pytest

from ideas.models import Comment, User
from tests.api.client import Caller
from tests.api.v1.bad_input.catalogue import World
from tests.factories.drafts import complete_draft, sent_idea
from tests.factories.ideas import submitted_idea
from tests.factories.people import UserFactory


@pytest.fixture
def world(member: User, api: Caller) -> World:
    theirs = submitted_idea()
    comment = Comment.objects.create(idea=theirs, author=UserFactory(), body="Good.", body_html="<p>Good.</p>")
    return World(
        api=api,
        member=member,
        draft=complete_draft(author=member),
        own=sent_idea(author=member),
        open=theirs,
        comment=comment,
    )
