"""After a material change of the idea, departments that had answered say whether their answer stands."""

from typing import Any

import pytest

from ideas.exceptions import Conflict, IdeaClosed, NotPermitted
from ideas.models import AuditEvent, Department, Event, Idea, Reaffirmation, Review, ReviewVersion
from ideas.selectors.reaffirmations import change_for
from ideas.selectors.recipients import recipients_of
from ideas.services.content import WORDS, IdeaContent
from ideas.services.ideas import edit_idea
from ideas.services.reaffirmations import reaffirm_review
from ideas.services.review_versions import revise_review
from ideas.services.reviews import submit_review
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory
from tests.factories.ideas import author_of
from tests.factories.parts import IdeaVersionFactory, PromiseFactory
from tests.factories.reviews import pool_member, review_content, routed_idea

pytestmark = pytest.mark.django_db


def answered() -> Review:
    """Return the one answer that a small idea needs; with it the idea is ready."""
    idea = routed_idea(stage=Stage.IN_REVIEW)
    texts = {name: getattr(idea, name) for name in WORDS}
    IdeaVersionFactory(idea=idea, version=1, **texts)
    PromiseFactory(idea=idea, round=1)
    review = ReviewFactory(assigned=True, department=Department.objects.get(slug="business"), idea=idea)
    return submit_review(review=review, by=review.owner, content=review_content())


def edit(idea: Idea, **content: Any) -> Idea:
    idea = Idea.objects.get(pk=idea.pk)
    return edit_idea(idea=idea, by=author_of(idea), content=IdeaContent(**content), expected_version=idea.version)


def test_edit_idea_with_another_answer_asks_departments_that_answered() -> None:
    review = answered()

    idea = edit(review.idea, answers={"saving": 1000}, title="Two keys")

    asked = Reaffirmation.objects.get()
    change = change_for(review=Review.objects.select_related("idea").get())
    assert (asked.review, asked.from_version, asked.to_version, asked.verdict) == (review, 1, 2, "")
    assert idea.stage == Stage.IN_REVIEW
    assert change is not None
    assert [one.question_id for one in change.answers] == ["saving"]
    assert [one.field for one in change.texts] == ["title"]
    assert Event.objects.get(type="reaffirmation.asked").payload["review_id"] == review.pk


def test_edit_idea_of_text_alone_asks_nobody() -> None:
    review = answered()

    idea = edit(review.idea, title="Two keys")

    assert idea.stage == Stage.READY_FOR_DECISION
    assert not Reaffirmation.objects.exists()
    assert not Event.objects.filter(type="reaffirmation.asked").exists()


def test_edit_idea_again_asks_about_the_newest_version_once() -> None:
    review = answered()
    edit(review.idea, answers={"saving": 1000})

    edit(review.idea, answers={"saving": "unknown"})

    asked = Reaffirmation.objects.get()
    assert (asked.from_version, asked.to_version) == (1, 3)
    assert (asked.answers_before.answers["saving"], asked.answers_after.answers["saving"]) == (0, "unknown")


def test_reaffirm_review_settles_what_was_asked() -> None:
    review = answered()
    edit(review.idea, answers={"saving": 1000})

    reaffirm_review(review=review, by=review.owner, version=2)

    asked = Reaffirmation.objects.get()
    assert (asked.verdict, asked.given_by) == ("reaffirmed", review.owner)
    assert Event.objects.get(type="review.reaffirmed").actor == review.owner
    assert AuditEvent.objects.get(action="review.reaffirm").object_id == str(review.public_id)


def test_reaffirm_review_of_the_last_one_makes_the_idea_ready() -> None:
    first = answered()
    second = ReviewFactory(submitted=True, idea=first.idea, department=Department.objects.get(slug="operations"))
    edit(first.idea, answers={"saving": 1000})

    reaffirm_review(review=first, by=first.owner, version=2)
    between = Idea.objects.get(pk=first.idea_id).stage
    reaffirm_review(review=second, by=second.owner, version=2)

    assert between == Stage.IN_REVIEW
    assert Idea.objects.get(pk=first.idea_id).stage == Stage.READY_FOR_DECISION


def test_reaffirm_review_does_not_wait_for_advice() -> None:
    first = answered()
    operations = Department.objects.get(slug="operations")
    ReviewFactory(submitted=True, idea=first.idea, department=operations, mode="advisory")
    edit(first.idea, answers={"saving": 1000})

    reaffirm_review(review=first, by=first.owner, version=2)

    assert Idea.objects.get(pk=first.idea_id).stage == Stage.READY_FOR_DECISION


def test_reaffirm_review_of_an_older_version_is_refused() -> None:
    review = answered()
    edit(review.idea, answers={"saving": 1000})
    edit(review.idea, answers={"saving": "unknown"})

    with pytest.raises(Conflict) as refused:
        reaffirm_review(review=review, by=review.owner, version=2)

    assert refused.value.error_code == "idea_changed"
    assert Reaffirmation.objects.get().verdict == ""


def test_reaffirm_review_twice_is_refused() -> None:
    review = answered()
    edit(review.idea, answers={"saving": 1000})
    reaffirm_review(review=review, by=review.owner, version=2)

    with pytest.raises(Conflict) as refused:
        reaffirm_review(review=review, by=review.owner, version=2)

    assert refused.value.error_code == "nothing_to_reaffirm"
    assert Event.objects.filter(type="review.reaffirmed").count() == 1


def test_reaffirm_review_by_somebody_else_is_refused() -> None:
    review = answered()
    edit(review.idea, answers={"saving": 1000})

    with pytest.raises(NotPermitted):
        reaffirm_review(review=review, by=UserFactory(), version=2)

    assert Reaffirmation.objects.get().verdict == ""


def test_reaffirm_review_by_the_lead_is_taken() -> None:
    lead = pool_member(lead=True).person
    review = answered()
    edit(review.idea, answers={"saving": 1000})

    reaffirm_review(review=review, by=lead, version=2)

    assert Reaffirmation.objects.get().given_by == lead


def test_reaffirm_review_of_a_withdrawn_idea_is_refused() -> None:
    review = answered()
    edit(review.idea, answers={"saving": 1000})
    Idea.objects.update(stage=Stage.WITHDRAWN, next_answer_at=None)

    with pytest.raises(IdeaClosed):
        reaffirm_review(review=review, by=review.owner, version=2)

    assert Reaffirmation.objects.get().verdict == ""


def test_revise_review_settles_what_was_asked_even_after_an_earlier_change() -> None:
    review = answered()
    revise_review(review=review, by=review.owner, content=review_content(confidence="low"), reason="Not so sure")
    edit(review.idea, answers={"saving": 1000})

    revise_review(
        review=review, by=review.owner, content=review_content(confidence="high"), reason="The price is known"
    )

    assert Reaffirmation.objects.get().verdict == "changed"
    assert list(ReviewVersion.objects.order_by("number").values_list("number", "content__confidence")) == [
        (1, "high"),
        (2, "low"),
        (3, "high"),
    ]


def test_recipients_of_a_material_change_hear_of_it_once() -> None:
    review = answered()
    edit(review.idea, answers={"saving": 1000})

    asked = recipients_of(event=Event.objects.get(type="reaffirmation.asked"))
    edited = recipients_of(event=Event.objects.get(type="idea.edited"))

    assert [(one.person_id, one.kind) for one in asked] == [(review.owner_id, "reaffirmation_asked")]
    assert review.owner_id not in {one.person_id for one in edited}
