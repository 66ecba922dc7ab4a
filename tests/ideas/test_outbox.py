"""What the topic of an idea is told of a fact: how far figures alone bring an open page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from ideas import outbox
from ideas.events import CommentPosted, DomainEvent, ReviewSubmitted, VoteCast
from ideas.models import Idea
from ideas.outbox import Fact, facts_committed
from ideas.realtime import Figures
from tests.factories import submitted_idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts() -> Any:
    heard: list[Fact] = []

    def hear(fact: Fact, **_signal: object) -> None:
        heard.append(fact)

    facts_committed.connect(hear)
    yield heard
    facts_committed.disconnect(hear)


def _record(event: DomainEvent, capture: Callable[..., Any]) -> None:
    with capture(execute=True), transaction.atomic():
        outbox.record(event)


@pytest.mark.parametrize("kind", [VoteCast, CommentPosted])
def test_record_fact_that_figures_tell_keeps_content_version(
    kind: type[DomainEvent], facts: list[Fact], django_capture_on_commit_callbacks: Any
) -> None:
    idea = submitted_idea(tally={"live_version": 9, "content_version": 4})
    words = {"comment_id": 1} if kind is CommentPosted else {}

    _record(kind(idea_id=idea.pk, **words), django_capture_on_commit_callbacks)

    idea.tally.refresh_from_db()
    assert (idea.tally.live_version, idea.tally.content_version) == (10, 4)
    assert facts[0].live_changes[0].figures == Figures(0, 0, 0, "in_review", content_version=4)


def test_record_answered_review_raises_content_version(
    facts: list[Fact], django_capture_on_commit_callbacks: Any
) -> None:
    idea = submitted_idea(tally={"live_version": 9, "content_version": 4})

    _record(ReviewSubmitted(idea_id=idea.pk, review_id=1), django_capture_on_commit_callbacks)

    idea.tally.refresh_from_db()
    assert (idea.tally.live_version, idea.tally.content_version) == (10, 10)
    assert facts[0].live_changes[0].as_frame() == {
        "t": f"idea:{idea.ref}",
        "v": 10,
        "c": 10,
        "f": {"votes": 0, "departments": 0, "comments": 0, "stage": "in_review"},
    }


@pytest.mark.parametrize("visibility", [Idea.Visibility.RESTRICTED, Idea.Visibility.CONFIDENTIAL])
def test_record_fact_of_hidden_idea_is_told_by_version_alone(
    visibility: str, facts: list[Fact], django_capture_on_commit_callbacks: Any
) -> None:
    idea = submitted_idea(visibility=visibility, tally={"live_version": 9, "content_version": 4})

    _record(ReviewSubmitted(idea_id=idea.pk, review_id=1), django_capture_on_commit_callbacks)

    assert facts[0].live_changes[0].as_frame() == {"t": f"idea:{idea.ref}", "v": 10}
