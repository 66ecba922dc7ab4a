"""Drafts made through the services, complete enough to be sent."""

from typing import Any

from ideas.models import Idea, User
from ideas.services.content import IdeaContent
from ideas.services.drafts import save_draft, start_draft
from ideas.services.ideas import submit_idea
from tests.factories.people import UserFactory
from tests.factories.routing import answers

WORDS = {
    "title": "A second key for the gatehouse",
    "problem": "The key hangs at the gatehouse, ten minutes from the depot.",
    "proposal": "Hang a second key at the depot.",
    "expected_result": "Nobody walks back for it.",
}


def complete_draft(*, author: User | None = None, **content: Any) -> Idea:
    """Return a draft of a standard idea (tier 1) with every answer given."""
    author = author or UserFactory()
    idea = start_draft(author=author)
    given = {**WORDS, "answers": answers(reach="several_teams"), **content}
    return save_draft(idea=idea, by=author, content=IdeaContent(**given))


def sent_idea(*, author: User | None = None, **content: Any) -> Idea:
    """Return an idea that its author just sent."""
    author = author or UserFactory()
    return submit_idea(idea=complete_draft(author=author, **content), by=author)
