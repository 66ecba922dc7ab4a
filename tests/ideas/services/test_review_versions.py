"""An answer that was given is changed once, with a reason; both versions stay."""

from typing import Any

import pytest

from ideas.exceptions import Conflict, IdeaClosed, InvalidValue, NotPermitted, StaleVersion
from ideas.models import AuditEvent, Department, Event, Review, ReviewVersion, SecondReading
from ideas.selectors.recipients import recipients_of
from ideas.services.review_content import ScoreEntry
from ideas.services.review_versions import revise_review
from ideas.services.reviews import submit_review
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory, SecondReadingFactory, pool_member, review_content

pytestmark = pytest.mark.django_db
TURNED: dict[str, Any] = {
    "recommendation": "do_not_support",
    "yes_if": "Another room is found.",
    "plain_answer": "The room is let from March, so there is nowhere to put it.",
}


def answered(slug: str = "business", **idea: Any) -> Review:
    department = Department.objects.get(slug=slug)
    review = ReviewFactory(assigned=True, department=department, idea=submitted_idea(**idea))
    return submit_review(review=review, by=review.owner, content=review_content())


def test_revise_review_keeps_both_versions_with_the_reason() -> None:
    review = answered(stage=Stage.IN_REVIEW)

    revised = revise_review(review=review, by=review.owner, content=review_content(**TURNED), reason="The room is gone")

    first, second = ReviewVersion.objects.order_by("number")
    assert (revised.recommendation, revised.version) == ("do_not_support", review.version + 1)
    assert (first.number, first.content["recommendation"], first.reason, first.at) == (
        1,
        "support",
        "",
        review.submitted_at,
    )
    assert (second.number, second.content["recommendation"], second.reason) == (2, "do_not_support", "The room is gone")
    assert Event.objects.get(type="review.revised").payload["is_turned"] is True
    assert AuditEvent.objects.get(action="review.revise").object_id == str(review.public_id)


def test_revise_review_a_second_time_is_refused() -> None:
    review = answered(stage=Stage.IN_REVIEW)
    revise_review(review=review, by=review.owner, content=review_content(confidence="low"), reason="Not so sure")

    with pytest.raises(Conflict) as refused:
        revise_review(review=review, by=review.owner, content=review_content(), reason="Sure again")

    assert refused.value.error_code == "review_revised"
    assert Review.objects.get().confidence == "low"
    assert ReviewVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "reason", "field"),
    [
        ({"confidence": "low"}, "  ", "reason"),
        ({}, "No reason", "plain_answer"),
        ({"plain_answer": ""}, "Why", "plain_answer"),
    ],
)
def test_revise_review_without_reason_or_change_is_refused(changes: dict[str, Any], reason: str, field: str) -> None:
    review = answered(stage=Stage.IN_REVIEW)

    with pytest.raises(InvalidValue) as refused:
        revise_review(review=review, by=review.owner, content=review_content(**changes), reason=reason)

    assert field in {problem.field for problem in refused.value.problems}
    assert not ReviewVersion.objects.exists()
    assert not Event.objects.filter(type="review.revised").exists()


def test_revise_review_by_somebody_else_is_refused() -> None:
    review = answered(stage=Stage.IN_REVIEW)

    with pytest.raises(NotPermitted):
        revise_review(review=review, by=UserFactory(), content=review_content(confidence="low"), reason="Mine")

    assert not ReviewVersion.objects.exists()


def test_revise_review_by_who_became_an_author_is_refused() -> None:
    idea = submitted_idea(stage=Stage.IN_REVIEW)
    review = ReviewFactory(submitted=True, idea=idea, owner=author_of(idea))

    with pytest.raises(NotPermitted) as refused:
        revise_review(review=review, by=review.owner, content=review_content(confidence="low"), reason="Mine")

    assert refused.value.error_code == "own_idea"


def test_revise_review_before_it_is_given_is_refused() -> None:
    review = ReviewFactory(assigned=True, department=Department.objects.get(slug="business"))

    with pytest.raises(Conflict) as refused:
        revise_review(review=review, by=review.owner, content=review_content(), reason="Why")

    assert refused.value.error_code == "review_not_answered"


def test_revise_review_after_the_decision_is_refused() -> None:
    review = answered(stage=Stage.IN_REVIEW)
    DecisionFactory(idea=review.idea)

    with pytest.raises(IdeaClosed):
        revise_review(review=review, by=review.owner, content=review_content(**TURNED), reason="Too late")

    assert Review.objects.get().recommendation == "support"


def test_revise_review_of_an_older_version_is_refused() -> None:
    review = answered(stage=Stage.IN_REVIEW)

    with pytest.raises(StaleVersion):
        revise_review(
            review=review, by=review.owner, content=review_content(**TURNED), reason="Late", expected_version=1
        )

    assert not ReviewVersion.objects.exists()


def test_revise_review_that_turns_a_ready_idea_tells_who_decides() -> None:
    lead = pool_member("business", role="lead").person
    review = answered(stage=Stage.IN_REVIEW)

    revise_review(review=review, by=review.owner, content=review_content(**TURNED), reason="The room is gone")

    told = recipients_of(event=Event.objects.get(type="review.revised"))
    review.idea.refresh_from_db()
    assert review.idea.stage == Stage.READY_FOR_DECISION
    assert [(one.person_id, one.kind) for one in told] == [(lead.pk, "answer_turned")]


def test_revise_review_that_only_adds_words_tells_nobody() -> None:
    pool_member("business", role="lead")
    review = answered(stage=Stage.IN_REVIEW)

    revise_review(review=review, by=review.owner, content=review_content(confidence="medium"), reason="Less sure")

    assert recipients_of(event=Event.objects.get(type="review.revised")) == []


def test_revise_review_turned_after_its_second_reading_is_read_again() -> None:
    idea = submitted_idea(stage=Stage.READY_FOR_DECISION, tier=3)
    review = ReviewFactory(submitted=True, idea=idea, department=Department.objects.get(slug="legal"))
    SecondReadingFactory(review=review, verdict="agree", read_at=review.submitted_at)
    content = review_content(**TURNED, scores={"legal_risk": ScoreEntry(None)}, answers={})

    revise_review(review=review, by=review.owner, content=content, reason="A court has ruled")

    review.idea.refresh_from_db()
    assert review.idea.stage == Stage.IN_REVIEW
    assert list(SecondReading.objects.order_by("id").values_list("verdict", flat=True)) == ["agree", ""]
