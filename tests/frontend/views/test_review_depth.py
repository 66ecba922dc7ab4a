"""Pages on which an answer is changed, and read a second time."""

from typing import Any

import pytest
from django.test import Client

from ideas.models import Department, Review, ReviewVersion, SecondReading
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.dependencies import ReviewDependencyFactory
from tests.factories.reviews import SecondReadingFactory, pool_member, routed_idea, submitted_event
from tests.one_by_one import open_reviews

pytestmark = pytest.mark.django_db


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def answered(slug: str = "business", **idea: Any) -> Review:
    idea.setdefault("stage", Stage.IN_REVIEW)
    department = Department.objects.get(slug=slug)
    return ReviewFactory(submitted=True, department=department, idea=submitted_idea(**idea))


def form(**changes: str) -> dict[str, str]:
    return {
        "version": "1",
        "recommendation": "do_not_support",
        "confidence": "high",
        "plain_answer": "The room is let from March, so there is nowhere to put it.",
        "yes_if": "Another room is found.",
        "scores__fit_with_goals": "0",
        "scores__size_of_problem": "0",
        "scores__people_ready": "0",
        "reason": "The room is gone",
        **changes,
    }


def test_revise_changes_the_answer_and_shows_both() -> None:
    review = answered()
    client = signed_in(review.owner)

    offered = client.get(f"/reviews/{review.public_id}/").content.decode()
    asked = client.get(f"/reviews/{review.public_id}/revise/").content.decode()
    sent = client.post(f"/reviews/{review.public_id}/revise/", form())
    shown = client.get(f"/reviews/{review.public_id}/").content.decode()

    assert "Change my answer" in offered
    assert "We can run this from Monday." in asked
    assert sent["Location"] == f"/reviews/{review.public_id}/"
    assert "What it said before" in shown
    assert "We can run this from Monday." in shown
    assert "The room is gone" in shown
    assert "Change my answer" not in shown


def test_revise_without_a_reason_keeps_what_was_typed() -> None:
    review = answered()

    response = signed_in(review.owner).post(f"/reviews/{review.public_id}/revise/", form(reason=""))

    assert response.status_code == 422
    assert "there is nowhere to put it" in response.content.decode()
    assert not ReviewVersion.objects.exists()


def test_revise_of_an_older_version_comes_back_and_can_be_sent_again() -> None:
    review = answered()
    Review.objects.update(version=4)

    response = signed_in(review.owner).post(f"/reviews/{review.public_id}/revise/", form())

    assert response.status_code == 412
    assert 'name="version" value="4"' in response.content.decode()


def test_revise_with_one_more_condition_keeps_what_was_typed() -> None:
    review = answered()

    page = signed_in(review.owner).post(f"/reviews/{review.public_id}/revise/", form(act="add")).content.decode()

    assert 'name="conditions__1__text"' in page
    assert "The room is gone" in page


def test_second_reading_stands_on_the_desk_and_is_given() -> None:
    review = answered("legal", tier=3)
    reader = pool_member("legal").person
    SecondReadingFactory(review=review, reader=reader)
    client = signed_in(reader)

    desk = client.get("/reviews/").content.decode()
    asked = client.get(f"/reviews/{review.public_id}/second-reading/").content.decode()
    sent = client.post(f"/reviews/{review.public_id}/second-reading/", {"verdict": "agree", "text": ""})
    shown = client.get(f"/reviews/{review.public_id}/").content.decode()

    assert "To read a second time" in desk
    assert "We can run this from Monday." in asked
    assert sent["Location"] == f"/reviews/{review.public_id}/"
    assert f"{reader.name}," in shown
    assert "I agree" in shown


def test_second_reading_that_disagrees_without_words_comes_back() -> None:
    review = answered("legal", tier=3)
    reader = pool_member("legal").person
    SecondReadingFactory(review=review, reader=reader)

    response = signed_in(reader).post(f"/reviews/{review.public_id}/second-reading/", {"verdict": "disagree"})

    assert response.status_code == 422
    assert "Say what you see differently." in response.content.decode()
    assert SecondReading.objects.get().verdict == ""


def test_review_that_waits_for_another_says_for_whom_and_why() -> None:
    waiting = ReviewDependencyFactory(review__department__slug="finance", needs__department__slug="procurement")
    client = signed_in(waiting.review.owner)

    page = client.get(f"/reviews/{waiting.review.public_id}/").content.decode()

    assert f"{waiting.needs.department.name} answers first" in page
    assert "What it costs depends on how it can be bought" in page


def test_idea_page_says_which_department_waits() -> None:
    idea = routed_idea(answered={"reach": "whole_org", "one_off": 10000, "buys": "new"})
    open_reviews(idea_id=idea.pk, event=submitted_event(idea))
    client = signed_in(UserFactory())

    page = client.get(f"/ideas/{idea.ref}/departments/").content.decode()

    assert "Waits for Procurement" in page
    assert 'href="/rules/#DEP-1"' in page
    assert 'id="DEP-1"' in client.get("/rules/").content.decode()
