"""What a reviewer finds: their own, what may be claimed, and one review with its form."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from ideas.exceptions import NotFound
from ideas.models import Absence, Department, Review
from ideas.policies.reviews import Reading
from ideas.selectors.bulk import chosen_reviews, departments_of
from ideas.selectors.reviews import (
    Load,
    claimable_reviews,
    load_of,
    people_to_hand_over_to,
    review_for,
    review_sheet,
    reviews_of,
    reviews_of_led_departments,
)
from ideas.selectors.why_me import WHY_ME, why_me
from ideas.services.reviews import save_review
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.people import grant_role
from tests.factories.reviews import pool_member, review_content

pytestmark = pytest.mark.django_db


def of_business(**fields: Any) -> Review:
    return ReviewFactory(department=Department.objects.get(slug="business"), **fields)


def test_reviews_of_reviewer_are_open_ones_by_date() -> None:
    me = UserFactory()
    later = of_business(owner=me, state="drafting", due_at=timezone.now() + timedelta(days=3))
    sooner = of_business(owner=me, state="assigned", due_at=timezone.now() + timedelta(days=1))
    of_business(submitted=True, owner=me)
    of_business(owner=me, state="assigned", idea=submitted_idea(stage=Stage.WITHDRAWN))
    of_business(assigned=True)

    assert list(reviews_of(viewer=me)) == [sooner, later]


@pytest.mark.parametrize("count", [1, 12])
def test_reviews_of_reviewer_are_read_in_one_query(count: int, django_assert_num_queries: Any) -> None:
    me = UserFactory()
    for _ in range(count):
        of_business(owner=me, state="assigned")

    with django_assert_num_queries(1):
        for review in reviews_of(viewer=me):
            assert (review.idea.tally.vote_count, review.department.slug, review.owner) == (0, "business", me)


def test_claimable_reviews_are_those_of_ones_departments_and_free_of_conflict() -> None:
    manager = UserFactory()
    me = pool_member(person=UserFactory(manager=manager)).person
    free = of_business()
    of_business(assigned=True)
    of_business(idea=submitted_idea(author=me))
    of_business(idea=submitted_idea(author=UserFactory(manager=manager)))
    of_business(idea=submitted_idea(visibility="confidential"))
    ReviewFactory(department=Department.objects.get(slug="legal"))

    assert list(claimable_reviews(viewer=me)) == [free]


def test_reviews_of_led_departments_are_for_lead_and_deputy() -> None:
    mine, waiting = of_business(assigned=True), of_business()
    of_business(submitted=True)

    assert set(reviews_of_led_departments(viewer=pool_member(role="lead").person)) == {mine, waiting}
    assert set(reviews_of_led_departments(viewer=pool_member(role="deputy").person)) == {mine, waiting}
    assert not reviews_of_led_departments(viewer=pool_member().person).exists()


def test_reviews_of_led_departments_are_a_programme_manager_s_while_lead_and_deputy_are_away() -> None:
    manager, today = grant_role(UserFactory(), "programme_manager"), timezone.now().date()
    leaders = [pool_member(lead=True).person, pool_member(deputy=True).person]
    review = of_business(assigned=True)
    of_business(idea=submitted_idea(visibility="confidential"))
    before = list(reviews_of_led_departments(viewer=manager))

    for person in leaders:
        Absence.objects.create(person=person, from_on=today, to_on=today)

    assert before == []
    assert list(reviews_of_led_departments(viewer=manager)) == [review]
    assert list(chosen_reviews(viewer=manager, ids=[review.public_id]).values()) == [review]
    assert [one.slug for one in departments_of(viewer=manager) if one.slug == "business"] == ["business"]


@pytest.mark.parametrize("who", ["member", "author", "reviewer_of_other"])
def test_review_for_people_it_does_not_concern_is_not_found(who: str) -> None:
    review = of_business(submitted=True)
    people = {
        "member": UserFactory,
        "author": lambda: author_of(review.idea),
        "reviewer_of_other": lambda: pool_member("legal").person,
    }

    with pytest.raises(NotFound):
        review_for(viewer=people[who](), public_id=review.public_id)


@pytest.mark.parametrize("who", ["owner", "pool", "lead"])
def test_review_for_people_it_concerns_is_found(who: str) -> None:
    review = of_business(assigned=True)
    people = {
        "owner": lambda: review.owner,
        "pool": lambda: pool_member().person,
        "lead": lambda: pool_member(role="lead").person,
    }

    assert review_for(viewer=people[who](), public_id=review.public_id) == review


def test_review_sheet_of_owner_holds_what_was_saved() -> None:
    review = of_business(assigned=True)
    ReviewFactory(idea=review.idea, submitted=True)
    save_review(review=review, by=review.owner, content=review_content())
    review.refresh_from_db()

    sheet = review_sheet(viewer=review.owner, review=review)

    assert sheet.reading is Reading.EVERYTHING
    assert sheet.answers == {"problem": "Everybody who starts at six."}
    assert {key: score.value for key, score in sheet.scores.items()} == {
        "fit_with_goals": 4,
        "size_of_problem": 3,
        "people_ready": None,
    }
    assert (sheet.others_in, sheet.others_asked) == (1, 1)
    assert sheet.allowed_actions == ("save", "submit", "ask", "hand_over", "bounce", "ask_also")
    assert sheet.guide.slug == "business"


def test_review_sheet_of_pool_member_holds_no_words() -> None:
    review = of_business(assigned=True)
    save_review(review=review, by=review.owner, content=review_content())
    review.refresh_from_db()

    sheet = review_sheet(viewer=pool_member().person, review=review)

    assert sheet.reading is Reading.FRAME
    assert (sheet.answers, sheet.scores, sheet.conditions) == ({}, {}, ())
    assert sheet.allowed_actions == ()


def test_review_sheet_of_waiting_review_offers_to_claim() -> None:
    assert review_sheet(viewer=pool_member().person, review=of_business()).allowed_actions == ("claim",)


def test_people_to_hand_over_to_are_the_pool_without_owner_and_authors() -> None:
    owner, free = pool_member().person, pool_member().person
    review = of_business(assigned=True, owner=owner)
    pool_member(person=author_of(review.idea))
    pool_member(person=UserFactory(is_active=False))

    assert list(people_to_hand_over_to(review=review)) == [free]


def test_load_of_reviewer_counts_open_points_against_capacity() -> None:
    me = pool_member(capacity=Decimal("0.50")).person
    of_business(owner=me, state="assigned", points=3)
    of_business(owner=me, state="assigned", points=5, paused_at=timezone.now(), paused_for="question")

    assert load_of(viewer=me) == Load(points=3, most=5)


@pytest.mark.parametrize("code", [*WHY_ME, "unheard_of"])
def test_why_me_has_words_for_each_code(code: str) -> None:
    review = Review(assigned_because={"code": code})

    assert why_me(review) == str(WHY_ME.get(code, ""))
