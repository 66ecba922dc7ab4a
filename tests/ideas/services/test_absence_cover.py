"""What becomes of reviews while their holders are away."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ideas.models import Absence, AuditEvent, Calendar, Event, Review, User
from ideas.policies.delegations import day_here
from ideas.services.absence_cover import cover_absences
from ideas.services.absences import add_absence
from ideas.services.assignment import assign_department
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.fairness import DelegationFactory
from tests.factories.house import SiteFactory
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
TUESDAY = MONDAY.date() + timedelta(days=1)


def held(owner: User, *, days: int) -> Review:
    department = owner.memberships.get().department
    due = MONDAY.replace(hour=17) + timedelta(days=days)
    return ReviewFactory(department=department, assigned=True, owner=owner, due_at=due, plain_answer="Half written")


def owner_of(review: Review) -> User | None:
    return Review.objects.get(pk=review.pk).owner


@time_machine.travel(MONDAY, tick=False)
def test_cover_absences_gives_back_what_is_due_up_to_a_day_after_the_return() -> None:
    owner = pool_member().person
    due, edge, later = held(owner, days=1), held(owner, days=8), held(owner, days=9)
    Absence.objects.create(person=owner, from_on=MONDAY.date(), to_on=MONDAY.date() + timedelta(days=4))

    moved = [cover_absences(), cover_absences()]

    assert moved == [2, 0]
    assert [owner_of(one) for one in (due, edge, later)] == [None, None, owner]
    assert Review.objects.get(pk=due.pk).plain_answer == "Half written"
    assert list(Event.objects.order_by("id").values_list("type", flat=True)) == [
        "review.returned",
        "review.returned",
        "pool.changed",
    ]


@time_machine.travel(MONDAY, tick=False)
def test_cover_absences_counts_the_return_on_the_calendar_of_where_somebody_works() -> None:
    SiteFactory(name="Leith")  # St Andrew's Day, Monday 30 November, is a holiday there
    scot, other = (pool_member(person=UserFactory(site=site)).person for site in ("Leith", ""))
    reviews = [held(one, days=9) for one in (scot, other)]
    later = held(scot, days=10)
    for one in (scot, other):
        Absence.objects.create(person=one, from_on=MONDAY.date(), to_on=MONDAY.date() + timedelta(days=4))

    cover_absences()

    assert [owner_of(one) for one in (*reviews, later)] == [None, other, scot]


def test_cover_absences_begins_with_the_day_of_where_somebody_works() -> None:
    Calendar.objects.filter(key="scotland").update(time_zone="Pacific/Auckland")
    SiteFactory(name="Leith")
    far, near = (pool_member(person=UserFactory(site=site)).person for site in ("Leith", ""))
    reviews = [held(one, days=1) for one in (far, near)]
    for one in (far, near):
        Absence.objects.create(person=one, from_on=TUESDAY, to_on=TUESDAY)

    with time_machine.travel(MONDAY.replace(hour=12), tick=False):  # one o'clock on Tuesday there
        cover_absences()

    assert [owner_of(one) for one in reviews] == [None, near]


@time_machine.travel(MONDAY, tick=False)
def test_cover_absences_gives_it_to_whoever_acts_for_the_person() -> None:
    owner, delegate = pool_member().person, pool_member().person
    review = held(owner, days=1)
    DelegationFactory(from_person=owner, to_person=delegate, starts_on=MONDAY.date())
    Absence.objects.create(person=owner, from_on=MONDAY.date(), to_on=MONDAY.date())

    cover_absences()

    review.refresh_from_db()
    assert (review.owner, review.acted_for) == (delegate, owner)
    assert AuditEvent.objects.get().on_behalf_of == owner


@time_machine.travel(MONDAY, tick=False)
@pytest.mark.parametrize("why", ["away too", "own idea"])
def test_cover_absences_passes_a_delegate_over_who_cannot(why: str) -> None:
    owner, delegate = pool_member().person, pool_member().person
    review = held(owner, days=1)
    DelegationFactory(from_person=owner, to_person=delegate, starts_on=MONDAY.date())
    Absence.objects.create(person=owner, from_on=MONDAY.date(), to_on=MONDAY.date())
    if why == "away too":
        Absence.objects.create(person=delegate, from_on=MONDAY.date(), to_on=MONDAY.date())
    else:
        Review.objects.filter(pk=review.pk).update(idea=submitted_idea(author=delegate))

    cover_absences()

    assert owner_of(review) is None


@time_machine.travel(MONDAY, tick=False)
def test_add_absence_that_has_begun_moves_reviews_at_once() -> None:
    owner = pool_member().person
    review = held(owner, days=0)

    add_absence(person=owner, by=owner, from_on=MONDAY.date(), to_on=MONDAY.date())

    assert owner_of(review) is None


@settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(
    absences=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9), st.integers(0, 4)), max_size=5),
    due=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 11)), min_size=1, max_size=4),
    delegate=st.booleans(),
)
def test_no_review_due_today_is_held_by_somebody_absent_without_a_delegate(
    absences: list[tuple[int, int, int]], due: list[tuple[int, int]], delegate: bool
) -> None:
    mark = transaction.savepoint()
    people = [pool_member().person for _ in range(3)]
    first = MONDAY.date()
    for who, start, length in absences:
        day = first + timedelta(days=start)
        Absence.objects.get_or_create(person=people[who], from_on=day, to_on=day + timedelta(days=length))
    if delegate:
        DelegationFactory(from_person=people[0], to_person=people[1], starts_on=first)
    for who, days in due:
        held(people[who], days=days)
    department_id = people[0].memberships.get().department_id

    for days in range(12):
        with time_machine.travel(MONDAY + timedelta(days=days), tick=False):
            cover_absences()
            assign_department(department_id=department_id)
            today = day_here()
            away = Absence.objects.filter(from_on__lte=today, to_on__gte=today).values("person")
            held_today = Review.objects.filter(owner__in=away, due_at__date=today, state__in=["assigned", "drafting"])
            assert not held_today.exists()
    transaction.savepoint_rollback(mark)


@time_machine.travel(MONDAY, tick=False)
def test_cover_absences_leaves_the_reviews_of_who_is_away_for_half_a_day() -> None:
    owner = pool_member().person
    due = held(owner, days=0)

    add_absence(person=owner, by=owner, from_on=MONDAY.date(), to_on=MONDAY.date(), part="morning")

    assert cover_absences() == 0
    assert owner_of(due) == owner


@time_machine.travel(MONDAY, tick=False)
def test_second_half_of_the_day_moves_the_reviews_at_once() -> None:
    owner = pool_member().person
    due = held(owner, days=0)
    add_absence(person=owner, by=owner, from_on=MONDAY.date(), to_on=MONDAY.date(), part="afternoon")
    assert owner_of(due) == owner

    add_absence(person=owner, by=owner, from_on=MONDAY.date(), to_on=MONDAY.date(), part="morning")

    assert owner_of(due) is None


@time_machine.travel(MONDAY, tick=False)
def test_cover_absences_gives_to_a_delegate_who_is_away_for_half_a_day() -> None:
    owner = pool_member().person
    acting = pool_member().person
    DelegationFactory(from_person=owner, to_person=acting, starts_on=MONDAY.date())
    due = held(owner, days=1)
    Absence.objects.create(person=acting, from_on=MONDAY.date(), to_on=MONDAY.date(), part="afternoon")

    add_absence(person=owner, by=owner, from_on=MONDAY.date(), to_on=TUESDAY)

    assert owner_of(due) == acting
