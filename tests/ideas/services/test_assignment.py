"""Owners for reviews: capacity, absence, conflicts, and two jobs at once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from ideas.models import Absence, Delivery, Department, Event, IdeaAuthor, Membership, Review
from ideas.services.assignment import assign_department
from ideas.services.defaults import install_defaults
from ideas.workflow import Stage
from tests.at_once import at_once
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db


def business() -> Department:
    return Department.objects.get(slug="business")


def waiting(**fields: object) -> Review:
    return ReviewFactory(department=business(), **fields)


def run() -> object:
    return assign_department(department_id=business().pk)


def test_assign_department_gives_the_lightest_load_with_the_reason() -> None:
    busy, free = pool_member(), pool_member()
    ReviewFactory(owner=busy.person, state="assigned", points=3)
    review = waiting()

    run()

    review.refresh_from_db()
    assert review.owner == free.person
    assert review.state == Review.State.ASSIGNED
    assert review.assigned_because["code"] == "lightest_load"
    free.refresh_from_db()
    assert free.last_assigned_at == review.assigned_at
    assert Event.objects.get(type="review.assigned").payload == {"review_id": review.pk, "owner_id": review.owner_id}


def test_assign_department_twice_changes_nothing() -> None:
    pool_member()
    waiting()
    run()
    before = list(Review.objects.values())
    events = Event.objects.count()

    run()

    assert list(Review.objects.values()) == before
    assert Event.objects.count() == events


def test_assign_department_takes_the_earliest_due_first() -> None:
    pool_member(capacity=Decimal("0.30"))
    late = waiting(due_at=timezone.now() + timedelta(days=9), points=2)
    soon = waiting(due_at=timezone.now() + timedelta(days=3), points=2)

    run()

    assert list(Review.objects.filter(owner__isnull=False)) == [soon]
    late.refresh_from_db()
    assert late.unassignable_at is not None


@pytest.mark.parametrize("kind", IdeaAuthor.Kind.values[1:])
def test_assign_department_never_gives_it_to_an_author(kind: str) -> None:
    place = pool_member()
    review = waiting()
    IdeaAuthor.objects.create(idea=review.idea, person=place.person, kind=kind)

    run()

    review.refresh_from_db()
    assert review.owner is None


def test_assign_department_never_gives_it_to_the_authors_team() -> None:
    manager = UserFactory()
    pool_member(person=UserFactory(manager=manager))
    review = waiting(idea=submitted_idea(author=UserFactory(manager=manager)))

    run()

    review.refresh_from_db()
    assert review.owner is None


def test_assign_department_passes_over_the_absent_and_the_inactive() -> None:
    away = pool_member().person
    today = timezone.now().date()
    Absence.objects.create(person=away, from_on=today, to_on=today + timedelta(days=30))
    pool_member(person=UserFactory(is_active=False))
    review = waiting()

    run()

    review.refresh_from_db()
    assert review.owner is None


def test_assign_department_gives_it_to_who_is_away_for_half_a_day() -> None:
    person = pool_member().person
    today = timezone.now().date()
    days = [today + timedelta(days=number) for number in range(10)]
    Absence.objects.bulk_create([Absence(person=person, from_on=day, to_on=day, part="morning") for day in days])
    review = waiting()

    run()

    review.refresh_from_db()
    assert review.owner == person


def test_assign_department_with_nobody_eligible_tells_once() -> None:
    review = waiting()

    run()
    run()

    assert Event.objects.get(type="review.unassignable").payload == {"review_id": review.pk}
    assert Delivery.objects.filter(consumer="notify").count() == 1
    review.refresh_from_db()
    assert review.state == Review.State.QUEUED


def test_assign_department_after_somebody_joins_gives_what_waited() -> None:
    review = waiting()
    run()
    joined = pool_member().person

    run()

    review.refresh_from_db()
    assert review.owner == joined


def test_assign_department_from_tier_2_spares_the_lead_who_will_decide() -> None:
    pool_member(role=Membership.Role.LEAD)
    other = pool_member(capacity=Decimal("0.50"))
    review = waiting(idea=submitted_idea(tier=2), points=3)

    run()

    review.refresh_from_db()
    assert review.owner == other.person


def test_assign_department_at_tier_2_falls_back_to_the_lead() -> None:
    lead = pool_member(role=Membership.Role.LEAD).person
    review = waiting(idea=submitted_idea(tier=2))

    run()

    review.refresh_from_db()
    assert review.owner == lead


def test_assign_department_leaves_reviews_of_closed_ideas() -> None:
    pool_member()
    review = waiting(idea=submitted_idea(stage=Stage.WITHDRAWN))

    run()

    review.refresh_from_db()
    assert review.owner is None


@pytest.mark.parametrize("count", [1, 25])
def test_assign_department_reads_in_a_fixed_number_of_queries(
    count: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for _ in range(count):
        waiting()
    run()

    with django_assert_num_queries(8):  # the lock included; nothing to do is the usual case
        run()


@pytest.mark.django_db(transaction=True)
def test_assign_department_twice_at_once_gives_one_owner() -> None:
    install_defaults()
    pool_member()
    pool_member()
    reviews = [waiting() for _ in range(4)]
    department_id = business().pk

    at_once(*[lambda: assign_department(department_id=department_id)] * 2)

    assert Event.objects.filter(type="review.assigned").count() == len(reviews)
    assert Review.objects.filter(owner__isnull=True).count() == 0
