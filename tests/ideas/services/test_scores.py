"""The stored score of an idea is what its answers come to, after every act through which it can change."""

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Final

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ideas.exceptions import DomainError
from ideas.models import Department, Idea, Review, RuleSet, Score
from ideas.routing.score import Point, points_of, score_of
from ideas.selectors.questionnaires import guide_of, rules_for
from ideas.services.content import IdeaContent
from ideas.services.ideas import edit_idea
from ideas.services.overrides import Change, override_routing
from ideas.services.reaffirmations import reaffirm_review
from ideas.services.recusals import held_reviews, lock_reviews, recuse
from ideas.services.review_content import ScoreEntry
from ideas.services.review_versions import revise_review
from ideas.services.reviews import save_review, submit_review
from ideas.services.rounds import reopen_idea
from ideas.workflow import Stage
from tests.factories import ReviewFactory
from tests.factories.cases import SIGNIFICANT, case_idea
from tests.factories.drafts import WORDS
from tests.factories.ideas import author_of
from tests.factories.reviews import review_content, routed_idea
from tests.factories.routing import answers
from tests.factories.triage import promised, triager

pytestmark = pytest.mark.django_db


def counted(idea: Idea) -> int | None:
    """The score from the rows, department by department."""
    points: list[Point] = []
    for review in Review.objects.filter(idea=idea, round=idea.round, state="submitted").select_related("department"):
        confidence = rules_for(review).confidence(review.confidence)
        assert confidence is not None
        values = dict(review.scores.values_list("criterion_id", "value"))
        points += points_of(guide_of(review), values, confidence.factor)
    return score_of(points)


def stored(idea: Idea) -> int | None:
    return Idea.objects.get(pk=idea.pk).score


def in_review() -> Idea:
    idea = routed_idea(answered=dict(SIGNIFICANT), stage=Stage.IN_REVIEW, **WORDS)
    promised(idea)
    for slug in ("business", "finance", "operations"):
        ReviewFactory(idea=idea, department=Department.objects.get(slug=slug), assigned=True)
    return idea


def review_of(idea: Idea, number: int) -> Review:
    found = list(Review.objects.filter(idea=idea, round=idea.round, owner__isnull=False).order_by("pk"))
    if not found:
        raise DomainError("Nobody holds one.")
    return found[number % len(found)]


def content_for(review: Review, number: int) -> dict[str, object]:
    values = (None, 3, 4, 5)
    scores = {one.id: ScoreEntry(values[(number + place) % 4]) for place, one in enumerate(guide_of(review).criteria)}
    return {"scores": scores, "answers": {}, "confidence": ("low", "medium", "high")[number % 3]}


def save(idea: Idea, number: int) -> None:
    review = review_of(idea, number)
    save_review(review=review, by=review.owner, content=review_content(**content_for(review, number)))


def submit(idea: Idea, number: int) -> None:
    review = review_of(idea, number)
    submit_review(review=review, by=review.owner, content=review_content(**content_for(review, number)))


def revise(idea: Idea, number: int) -> None:
    review = review_of(idea, number)
    content = review_content(**content_for(review, number + 1))
    revise_review(review=review, by=review.owner, content=content, reason="We counted again")


def reaffirm(idea: Idea, number: int) -> None:
    review = review_of(idea, number)
    reaffirm_review(review=review, by=review.owner, version=idea.edition)


def correct(idea: Idea, number: int) -> None:
    given = answers(**{**SIGNIFICANT, "data": ("none", "personal")[number % 2], "one_off": (10000, 0)[number % 2]})
    edit_idea(idea=idea, by=author_of(idea), content=IdeaContent(**WORDS, answers=given), expected_version=idea.version)


def override(idea: Idea, number: int) -> None:
    change = Change(left_out=frozenset({("finance", "operations")[number % 2]}), tier=(None, 3)[number % 2])
    override_routing(idea=idea, by=triager(), change=change, reason="Nothing of theirs is touched.")


def step_aside(idea: Idea, number: int) -> None:
    recuse(reviews=lock_reviews(held_reviews(pk=review_of(idea, number).pk)))


def begin_again(idea: Idea, number: int) -> None:
    Idea.objects.filter(pk=idea.pk).update(stage=Stage.DECLINED)
    idea.refresh_from_db()
    reopen_idea(idea=idea, because="watch", text="The contract ended.", by=None)
    for slug in ("business", "finance", "operations"):
        ReviewFactory(idea=idea, department=Department.objects.get(slug=slug), assigned=True, round=idea.round)
    Idea.objects.filter(pk=idea.pk).update(stage=Stage.IN_REVIEW)


ACTS: Final[list[Callable[[Idea, int], None]]] = [
    *(save, submit, submit, submit, revise, revise, reaffirm, correct, override, step_aside, begin_again)
]


class TestStoredScore(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 11)), max_size=7))
    def test_stored_score_is_the_counted_one_after_any_sequence_of_acts(
        self, steps: list[tuple[Callable[[Idea, int], None], int]]
    ) -> None:
        idea = in_review()
        for act, number in [(submit, 0), *steps]:
            with suppress(DomainError), transaction.atomic():
                act(Idea.objects.get(pk=idea.pk), number)
            idea.refresh_from_db()
            assert idea.score == counted(idea)


def test_score_is_stored_with_the_first_answer_and_follows_a_revision() -> None:
    idea = in_review()
    before = stored(idea)
    review = review_of(idea, 0)
    submit_review(review=review, by=review.owner, content=review_content(answers={}))
    first = stored(idea)
    higher = {"scores": {**review_content().scores, "fit_with_goals": ScoreEntry(5)}, "answers": {}}
    revise_review(review=review, by=review.owner, content=review_content(**higher), reason="We counted again")

    # (3 × 3 + 3 × 2) ÷ (6 × 4) is 62.5; (3 × 4 + 3 × 2) ÷ (6 × 4) is 75
    assert (before, first, stored(idea)) == (None, 63, 75)


def test_draft_of_an_answer_leaves_the_score() -> None:
    idea = case_idea(stage=Stage.IN_REVIEW)
    review = ReviewFactory(idea=idea, department=Department.objects.get(slug="legal"), assigned=True)

    save_review(
        review=review, by=review.owner, content=review_content(scores={"legal_risk": ScoreEntry(1)}, answers={})
    )

    assert Score.objects.filter(review=review).exists()
    assert stored(idea) == 59


def test_another_round_begins_without_a_score() -> None:
    idea = case_idea(stage=Stage.DECLINED)
    before = stored(idea)

    reopen_idea(idea=idea, because="watch", text="The contract ended.", by=None)

    assert (before, stored(idea), idea.score) == (59, None, None)


@pytest.mark.parametrize(
    "steps",
    [
        [(save, 1)],
        [(submit, 1), (revise, 1)],
        [(correct, 1), (reaffirm, 0)],
        [(override, 0)],
        [(step_aside, 1)],
        [(begin_again, 0), (submit, 0)],
    ],
)
def test_stored_score_is_the_counted_one_after_each_act(steps: list[tuple[Callable[[Idea, int], None], int]]) -> None:
    idea = in_review()

    for act, number in [(submit, 0), *steps]:
        act(Idea.objects.get(pk=idea.pk), number)

        idea.refresh_from_db()
        assert idea.score == counted(idea)


def test_other_weights_of_newer_rules_count_the_score_anew() -> None:
    idea = in_review()
    review = review_of(idea, 0)
    submit_review(review=review, by=review.owner, content=review_content(answers={}))
    before = stored(idea)
    body = RuleSet.objects.get().body
    body["departments"][0]["criteria"][0]["weight"] = 9
    RuleSet.objects.create(version=2, body=body, active_from=timezone.now())

    correct(Idea.objects.get(pk=idea.pk), 1)

    # (3 × 3 + 3 × 2) ÷ (6 × 4); (9 × 3 + 3 × 2) ÷ (12 × 4) is 68.75
    assert (before, stored(idea)) == (63, 69)


def test_migration_counts_the_scores_of_answers_given_before() -> None:
    ideas = [case_idea(), case_idea(stage=Stage.DECLINED), in_review(), case_idea()]
    Review.objects.filter(idea=ideas[3], department__slug="finance").update(round=9)  # of another round
    Idea.objects.update(score=None)

    import_module("ideas.migrations.0050_scores_counted").count_scores(apps, None)

    # without Finance: (3 × 3 + 3 × 2) ÷ (6 × 4)
    assert [stored(idea) for idea in ideas] == [59, 59, None, 63]


def test_score_above_a_hundred_is_refused_by_the_database() -> None:
    idea = case_idea()

    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.filter(pk=idea.pk).update(score=101)

    assert stored(idea) == 59
