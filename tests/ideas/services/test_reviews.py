"""A department's answer: who writes it, what it must hold, and what the last one sets in motion."""

from datetime import date
from functools import partial
from typing import Any

import pytest

from ideas.attention import Attention
from ideas.exceptions import Conflict, IdeaClosed, InvalidValue, NotPermitted, StaleVersion
from ideas.models import Delivery, Event, Idea, IdeaReader, Review
from ideas.services.defaults import install_defaults
from ideas.services.readiness import make_ready_if_complete
from ideas.services.review_content import ReviewContent, ScoreEntry
from ideas.services.reviews import save_review, start_review, submit_review
from ideas.workflow import Stage
from tests.at_once import at_once
from tests.factories import DepartmentFactory, ReviewFactory, UserFactory, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory, condition, pool_member, review_content

pytestmark = pytest.mark.django_db


def business_review(**fields: Any) -> Review:
    return ReviewFactory(assigned=True, department=DepartmentFactory(slug="business"), **fields)


def events() -> list[str]:
    return list(Event.objects.order_by("id").values_list("type", flat=True))


def problems(refused: pytest.ExceptionInfo[InvalidValue]) -> dict[str, str]:
    return {problem.field: problem.code for problem in refused.value.problems}


def test_start_review_by_owner_marks_it_once() -> None:
    review = business_review()

    start_review(review=review, by=review.owner)
    start_review(review=review, by=review.owner)

    review.refresh_from_db()
    assert review.state == Review.State.DRAFTING
    assert events() == ["review.started"]


def test_save_review_keeps_an_incomplete_draft() -> None:
    review = business_review()

    saved = save_review(
        review=review,
        by=review.owner,
        content=ReviewContent(plain_answer="We", scores={"fit_with_goals": ScoreEntry(2)}),
    )

    assert (saved.state, saved.plain_answer, saved.version) == (Review.State.DRAFTING, "We", 2)
    assert list(saved.scores.values_list("criterion_id", "value")) == [("fit_with_goals", 2)]


def test_save_review_again_replaces_what_was_there() -> None:
    review = business_review()
    save_review(review=review, by=review.owner, content=review_content(conditions=(condition(),)))

    save_review(review=review, by=review.owner, content=ReviewContent(answers={"goal": "None"}))

    review.refresh_from_db()
    assert list(review.answers.values_list("question_id", "text")) == [("goal", "None")]
    assert not review.scores.exists()
    assert not review.conditions.exists()
    assert events() == ["review.started"]


def test_save_review_of_older_version_is_refused() -> None:
    review = business_review()
    save_review(review=review, by=review.owner, content=ReviewContent(plain_answer="one"))

    with pytest.raises(StaleVersion) as refused:
        save_review(review=review, by=review.owner, content=ReviewContent(plain_answer="two"), expected_version=1)

    assert refused.value.current == 2
    review.refresh_from_db()
    assert review.plain_answer == "one"


@pytest.mark.parametrize(
    ("content", "field", "code"),
    [
        ({"answers": {"nonsense": "?"}}, "answers.nonsense", "unknown_question"),
        ({"scores": {"nonsense": ScoreEntry(3)}}, "scores.nonsense", "unknown_criterion"),
        ({"scores": {"fit_with_goals": ScoreEntry(6)}}, "scores.fit_with_goals", "out_of_range"),
        ({"recommendation": "maybe"}, "recommendation", "unknown_option"),
        ({"confidence": "sure"}, "confidence", "unknown_option"),
        ({"plain_answer": "x" * 5001}, "plain_answer", "too_long"),
        ({"answers": {"goal": "a\u202eb"}}, "answers.goal", "bidi_control"),
        ({"scores": {"fit_with_goals": ScoreEntry(1, "x" * 1001)}}, "scores.fit_with_goals.comment", "too_long"),
        ({"conditions": (condition(text="x" * 501),)}, "conditions.0.text", "too_long"),
        ({"conditions": (condition(),) * 11}, "conditions", "too_many"),
    ],
)
def test_save_review_of_what_the_department_is_not_asked_is_refused(
    content: dict[str, Any], field: str, code: str
) -> None:
    review = business_review()

    with pytest.raises(InvalidValue) as refused:
        save_review(review=review, by=review.owner, content=ReviewContent(**content))

    assert problems(refused) == {field: code}
    assert Review.objects.get().version == 1


def test_submit_review_stores_the_answer_and_tells() -> None:
    review = business_review(mode="advisory")

    submit_review(review=review, by=review.owner, content=review_content(conditions=(condition(),)))

    review.refresh_from_db()
    assert review.state == Review.State.SUBMITTED
    assert review.submitted_at is not None
    assert dict(review.scores.values_list("criterion_id", "value")) == {
        "fit_with_goals": 4,
        "size_of_problem": 3,
        "people_ready": None,
    }
    assert review.conditions.get().due_on == date(2027, 3, 1)
    assert events() == ["review.started", "review.submitted"]


INCOMPLETE = [
    ({"recommendation": ""}, {"recommendation": "required"}),
    ({"confidence": ""}, {"confidence": "required"}),
    ({"plain_answer": "x   " * 3 + "\u200b" * 20}, {"plain_answer": "too_short"}),
    ({"recommendation": "do_not_support"}, {"yes_if": "comment_required"}),
    ({"recommendation": "not_for_us"}, {"internal_note": "comment_required"}),
    ({"recommendation": "support_with_conditions"}, {"conditions": "required"}),
    (
        {"recommendation": "support_with_conditions", "conditions": (condition(owner_name="", due_on=None),)},
        {"conditions.0.owner_name": "required", "conditions.0.due_on": "required"},
    ),
    (
        {"scores": {"fit_with_goals": ScoreEntry(2), "size_of_problem": ScoreEntry(1, "Once a year.")}},
        {"scores.fit_with_goals.comment": "comment_required", "scores.people_ready": "score_missing"},
    ),
]


@pytest.mark.parametrize(("changes", "expected"), INCOMPLETE)
def test_submit_review_that_lacks_something_is_refused(changes: dict[str, Any], expected: dict[str, str]) -> None:
    review = business_review()

    with pytest.raises(InvalidValue) as refused:
        submit_review(review=review, by=review.owner, content=review_content(**changes))

    assert problems(refused) == expected
    assert Review.objects.get().state == Review.State.ASSIGNED
    assert events() == []


def test_submit_review_by_somebody_else_is_refused() -> None:
    review = business_review()

    with pytest.raises(NotPermitted) as refused:
        submit_review(review=review, by=UserFactory(), content=review_content())

    assert refused.value.error_code == "not_your_review"
    assert Review.objects.get().state == Review.State.ASSIGNED


def test_submit_review_by_owner_who_became_an_author_is_refused() -> None:
    review = business_review()
    review.idea.authors.create(person=review.owner, kind="co_author")

    with pytest.raises(NotPermitted) as refused:
        submit_review(review=review, by=review.owner, content=review_content())

    assert refused.value.error_code == "own_idea"
    assert events() == []


def test_submit_review_twice_is_refused() -> None:
    review = business_review(mode="advisory")
    submit_review(review=review, by=review.owner, content=review_content())

    with pytest.raises(Conflict) as refused:
        submit_review(review=review, by=review.owner, content=review_content(plain_answer="Something else entirely."))

    assert refused.value.error_code == "review_closed"
    assert Review.objects.get().plain_answer == "We can do this from Monday, and will."


def test_submit_review_of_older_round_is_refused() -> None:
    review = business_review()
    Idea.objects.update(round=2)

    with pytest.raises(Conflict):
        submit_review(review=review, by=review.owner, content=review_content())

    assert events() == []


def test_submit_review_after_withdrawal_is_refused() -> None:
    review = business_review(idea=submitted_idea(stage=Stage.WITHDRAWN))

    with pytest.raises(IdeaClosed):
        submit_review(review=review, by=review.owner, content=review_content())

    assert Review.objects.get().state == Review.State.ASSIGNED


def test_submit_review_after_decision_is_refused() -> None:
    review = business_review(idea=submitted_idea(stage=Stage.READY_FOR_DECISION), mode="advisory")
    DecisionFactory(idea=review.idea)

    with pytest.raises(IdeaClosed):
        submit_review(review=review, by=review.owner, content=review_content())

    assert Review.objects.get().state == Review.State.ASSIGNED


def test_submit_review_by_last_required_department_makes_the_idea_ready() -> None:
    review = business_review()
    ReviewFactory(idea=review.idea, submitted=True)
    ReviewFactory(idea=review.idea, mode="advisory")

    submit_review(review=review, by=review.owner, content=review_content())

    assert Idea.objects.get().stage == Stage.READY_FOR_DECISION
    assert events() == ["review.started", "review.submitted", "idea.moved", "idea.ready_for_decision"]
    assert Delivery.objects.filter(event__type="idea.ready_for_decision", consumer="notify").count() == 1


def test_submit_review_while_another_required_one_is_open_keeps_the_stage() -> None:
    review = business_review()
    ReviewFactory(idea=review.idea, assigned=True)

    submit_review(review=review, by=review.owner, content=review_content())

    assert Idea.objects.get().stage == Stage.IN_REVIEW


@pytest.mark.parametrize("state", ["cancelled", "lapsed"])
def test_make_ready_does_not_take_a_cancelled_review_for_an_answer(state: str) -> None:
    review = ReviewFactory(submitted=True)
    ReviewFactory(idea=review.idea, state=state)

    assert make_ready_if_complete(idea=review.idea) is False

    assert Idea.objects.get().stage == Stage.IN_REVIEW


def test_make_ready_without_any_review_keeps_the_stage() -> None:
    idea = submitted_idea()

    assert make_ready_if_complete(idea=idea) is False

    assert Idea.objects.get().stage == Stage.IN_REVIEW


def test_make_ready_lets_the_decider_of_a_confidential_idea_read_it() -> None:
    boss = UserFactory()
    manager = UserFactory(manager=boss, is_active=False)
    idea = submitted_idea(tier=0, visibility="confidential", author=UserFactory(manager=manager))
    ReviewFactory(idea=idea, submitted=True)

    make_ready_if_complete(idea=idea)

    assert IdeaReader.objects.get(idea=idea).person == boss


def test_make_ready_without_decider_flags_the_idea() -> None:
    idea = submitted_idea(tier=3)
    ReviewFactory(idea=idea, submitted=True)

    make_ready_if_complete(idea=idea)

    assert Idea.objects.get().needs_attention == Attention.NOBODY_DECIDES


@pytest.mark.django_db(transaction=True)
def test_submit_review_by_the_last_two_at_once_makes_the_idea_ready_once() -> None:
    install_defaults()
    pool_member(role="lead")
    idea = submitted_idea()
    reviews = [
        ReviewFactory(idea=idea, assigned=True, department=DepartmentFactory(slug=slug)) for slug in ("one", "two")
    ]
    assert author_of(idea) not in [review.owner for review in reviews]
    content = review_content(answers={}, scores={})

    at_once(*(partial(submit_review, review=review, by=review.owner, content=content) for review in reviews))

    assert Idea.objects.get().stage == Stage.READY_FOR_DECISION
    assert events().count("idea.ready_for_decision") == 1
