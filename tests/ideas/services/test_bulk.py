"""One act on many rows: each by its own service, and what is refused says why."""

import uuid
from typing import Any

import pytest
from django.db import OperationalError

from ideas.exceptions import InvalidValue, NotPermitted
from ideas.models import AuditEvent, Department, Event, FirstResponse, Review, ReviewMove, User
from ideas.selectors.bulk import chosen_ideas, chosen_reviews
from ideas.services import bulk
from ideas.services.bulk import Outcome, ReviewOrder, act_on_reviews, act_on_triage
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.reviews import pool_member
from tests.factories.triage import AnswerTemplateFactory, FirstResponseFactory, idea_in_triage, promised, triager

pytestmark = pytest.mark.django_db


def of_business(**fields: Any) -> Review:
    return ReviewFactory(department=Department.objects.get(slug="business"), **fields)


def done(by: User, order: ReviewOrder, *reviews: Review) -> list[Outcome[uuid.UUID]]:
    rows = chosen_reviews(viewer=by, ids=[one.public_id for one in reviews])
    return act_on_reviews(reviews=rows, by=by, order=order)


def codes(outcomes: list[Outcome[Any]]) -> list[str]:
    return [one.code for one in outcomes]


def test_act_on_reviews_hands_over_what_may_be_and_says_why_the_rest_may_not() -> None:
    lead, to = pool_member(lead=True).person, pool_member(capacity=1).person
    free, held = of_business(), of_business(assigned=True)
    theirs = of_business(assigned=True, owner=to)
    closed = of_business(idea=submitted_idea(stage=Stage.WITHDRAWN))

    outcomes = done(lead, ReviewOrder("hand_over", to=to, reason="Two are ill"), free, theirs, held, closed)

    assert codes(outcomes) == ["", "same_owner", "", "idea_closed"]
    assert outcomes[1].sentence == "This person has it already."
    assert [one.key for one in outcomes] == [one.public_id for one in (free, theirs, held, closed)]
    assert set(Review.objects.filter(owner=to)) == {free, theirs, held}
    assert list(AuditEvent.objects.order_by("id").values_list("action", "object_id", "reason")) == [
        ("review.hand_over", str(free.public_id), "Two are ill"),
        ("review.hand_over", str(held.public_id), "Two are ill"),
    ]
    assert ReviewMove.objects.count() == 2


def test_act_on_reviews_by_reviewer_claims_until_they_carry_enough() -> None:
    place = pool_member(capacity=1)
    reviews = [of_business(points=4) for _each in range(3)]

    assert codes(done(place.person, ReviewOrder("claim"), *reviews)) == ["", "", "over_capacity"]


def test_act_on_reviews_never_gives_an_idea_to_its_author() -> None:
    lead, author = pool_member(lead=True).person, pool_member().person
    own, other = of_business(idea=submitted_idea(author=author)), of_business()

    outcomes = done(lead, ReviewOrder("hand_over", to=author, reason="She knows it"), own, other)

    assert codes(outcomes) == ["own_team", ""]
    own.refresh_from_db()
    assert own.owner is None


def test_act_on_reviews_of_other_departments_answers_as_if_they_were_not_there() -> None:
    lead = pool_member(lead=True).person
    other = ReviewFactory(department=Department.objects.get(slug="legal"))

    assert codes(done(lead, ReviewOrder("take_over", reason="She is ill"), other)) == ["not_found"]
    assert not Event.objects.exists()


def test_act_on_reviews_by_reviewer_takes_over_nothing() -> None:
    reviewer = pool_member().person
    review = of_business(assigned=True)

    assert codes(done(reviewer, ReviewOrder("take_over", reason="She is ill"), review)) == ["not_lead"]
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (ReviewOrder("burn"), "act"),
        (ReviewOrder("hand_over", reason="Two are ill"), "to"),
        (ReviewOrder("take_over", reason=" "), "reason"),
        (ReviewOrder("take_over", reason="x" * 501), "reason"),
        (ReviewOrder("answer", confidence="high"), "template"),
    ],
)
def test_act_on_reviews_that_lacks_something_for_all_does_nothing(order: ReviewOrder, field: str) -> None:
    lead = pool_member(lead=True).person

    with pytest.raises(InvalidValue) as refused:
        done(lead, order, of_business())

    assert [one.field for one in refused.value.problems] == [field]
    assert not Event.objects.exists()


@pytest.mark.parametrize(("count", "code"), [(0, "nothing_chosen"), (101, "too_many")])
def test_act_on_reviews_of_none_or_over_a_hundred_is_refused(count: int, code: str) -> None:
    rows: dict[uuid.UUID, Review | None] = {uuid.uuid4(): None for _each in range(count)}

    with pytest.raises(InvalidValue) as refused:
        act_on_reviews(reviews=rows, by=UserFactory(), order=ReviewOrder("claim"))

    assert refused.value.error_code == code


def test_act_on_reviews_that_gets_in_the_way_of_others_is_told_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    place, first, second = pool_member(), of_business(), of_business()
    claim = bulk.claim_review

    def meets_others(*, review: Review, by: User) -> Review:
        if review == first:
            raise OperationalError
        return claim(review=review, by=by)

    monkeypatch.setattr(bulk, "claim_review", meets_others)
    monkeypatch.setattr(bulk, "is_conflict", lambda _error: True)

    assert codes(done(place.person, ReviewOrder("claim"), first, second)) == ["unavailable", ""]


def test_act_on_reviews_that_the_database_refuses_otherwise_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**_given: Any) -> Review:
        raise OperationalError

    monkeypatch.setattr(bulk, "claim_review", breaks)

    with pytest.raises(OperationalError):
        done(pool_member().person, ReviewOrder("claim"), of_business())


def test_act_on_reviews_answers_from_template() -> None:
    reviewer = pool_member().person
    first, second = (of_business(assigned=True, owner=reviewer) for _each in range(2))
    template = AnswerTemplateFactory(of_review=True)

    outcomes = done(reviewer, ReviewOrder("answer", template=template, confidence="medium"), first, second)

    assert codes(outcomes) == ["", ""]
    assert set(Review.objects.values_list("state", "plain_answer")) == {("submitted", template.text)}


def test_act_on_triage_sends_on_and_writes_to_each_author() -> None:
    owen = triager()
    first, second = idea_in_triage(), idea_in_triage()
    written = FirstResponseFactory(idea=second)
    promised(first)
    rows = chosen_ideas(viewer=owen, refs=[first.ref, second.ref, "GS-999999"])

    outcomes = act_on_triage(ideas=rows, by=owen, act="review", text="Thank you.")

    assert codes(outcomes) == ["", "first_response_given", "not_found"]
    assert list(FirstResponse.objects.exclude(pk=written.pk).values_list("idea", "text")) == [(first.pk, "Thank you.")]
    assert AuditEvent.objects.filter(action="triage.finish").get().object_id == first.ref


def test_act_on_triage_without_words_writes_nothing() -> None:
    owen, idea = triager(), idea_in_triage()

    outcomes = act_on_triage(ideas={idea.ref: idea}, by=owen, act="review")

    assert codes(outcomes) == [""]
    assert not FirstResponse.objects.exists()


@pytest.mark.parametrize(("act", "text"), [("burn", ""), ("respond", " ")])
def test_act_on_triage_that_lacks_something_does_nothing(act: str, text: str) -> None:
    owen, idea = triager(), idea_in_triage()

    with pytest.raises(InvalidValue):
        act_on_triage(ideas={idea.ref: idea}, by=owen, act=act, text=text)

    assert not Event.objects.exists()


def test_act_on_triage_by_others_is_refused() -> None:
    idea = idea_in_triage()

    with pytest.raises(NotPermitted) as refused:
        act_on_triage(ideas={idea.ref: idea}, by=UserFactory(), act="respond", text="Thank you.")

    assert refused.value.error_code == "not_triager"
    assert not Event.objects.exists()


def test_chosen_reviews_are_found_at_once_however_many(django_assert_num_queries: Any) -> None:
    lead = User.objects.get(pk=pool_member(lead=True).person_id)
    ids = [of_business().public_id for _each in range(12)]

    with django_assert_num_queries(3):
        found = chosen_reviews(viewer=lead, ids=ids)

    assert list(found) == ids
    assert None not in found.values()
