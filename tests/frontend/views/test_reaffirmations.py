"""The page of an answer that was given before the idea was changed."""

from typing import Any

import pytest
from django.test import Client

from ideas.models import AnswerSet, Reaffirmation
from ideas.workflow import Stage
from tests.factories import ReviewFactory
from tests.factories.parts import IdeaVersionFactory
from tests.factories.reaffirmations import ReaffirmationFactory
from tests.factories.reviews import routed_idea
from tests.factories.routing import answers

pytestmark = pytest.mark.django_db


def asked() -> Reaffirmation:
    """A given answer; since then the title and the expected saving are others."""
    idea = routed_idea(stage=Stage.IN_REVIEW)
    before = idea.answer_sets.get()
    after = AnswerSet.objects.create(idea=idea, rule_set=before.rule_set, version=2, answers=answers(saving=1000))
    IdeaVersionFactory(idea=idea, version=1, title="One key")
    IdeaVersionFactory(idea=idea, version=2, title="Two keys")
    review = ReviewFactory(submitted=True, idea=idea)
    row: Reaffirmation = ReaffirmationFactory(review=review, answers_before=before, answers_after=after)
    return row


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_review_changed_after_the_answer_shows_what_is_different() -> None:
    row = asked()
    client = signed_in(row.review.owner)

    desk = client.get("/reviews/").content.decode()
    page = client.get(f"/reviews/{row.review.public_id}/").content.decode()

    assert f"/reviews/{row.review.public_id}/" in desk
    assert "Changed after your answer" in desk
    assert "Yearly saving or income you expect" in page
    assert "</span>One</del>" in page
    assert "The answer stands" in page


def test_reaffirm_says_so_and_is_asked_no_more() -> None:
    row = asked()
    client = signed_in(row.review.owner)

    sent = client.post(f"/reviews/{row.review.public_id}/reaffirm/", {"version": "2"})
    page = client.get(f"/reviews/{row.review.public_id}/").content.decode()

    row.refresh_from_db()
    assert sent["Location"] == f"/reviews/{row.review.public_id}/"
    assert row.verdict == "reaffirmed"
    assert "The answer stands" not in page


@pytest.mark.parametrize("typed", ["1", "", "x"])
def test_reaffirm_of_another_version_is_refused(typed: str) -> None:
    row = asked()

    response = signed_in(row.review.owner).post(f"/reviews/{row.review.public_id}/reaffirm/", {"version": typed})

    row.refresh_from_db()
    assert response.status_code == 409
    assert row.verdict == ""
