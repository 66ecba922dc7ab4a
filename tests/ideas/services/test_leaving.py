"""Whoever leaves keeps no review, whatever else happens in that moment, and nobody waits for anybody for ever."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from ideas.exceptions import DomainError, NotPermitted
from ideas.models import AuditEvent, Department, Membership, Review, User
from ideas.policies.roles import standing_of
from ideas.services.assignment import assign_department
from ideas.services.defaults import install_defaults
from ideas.services.departments import name_leader
from ideas.services.memberships import add_member, remove_member
from ideas.services.people import deactivate_person
from ideas.services.review_owners import claim_review, hand_over_review
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db(transaction=True)
LONGEST_SECONDS = 10


@pytest.fixture
def administrator() -> User:
    install_defaults()
    return grant_role(UserFactory(), "administrator")


class Act(threading.Thread):
    """A service called in a thread with its own connection; `problem` is what it raised."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self.act = act
        self.problem: BaseException | None = None

    def run(self) -> None:
        try:
            self.act()
        except Exception as problem:
            self.problem = problem
        finally:
            connection.close()


def is_waiting_for_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from pg_locks where not granted)")
        return bool(cursor.fetchone()[0])


@contextmanager
def started_meanwhile(act: Callable[[], object]) -> Iterator[Act]:
    """Run what is inside in a transaction, start `act` at its end, and commit when `act` waits or is over."""
    other = Act(act)
    with transaction.atomic():
        yield other
        other.start()
        ends_at = time.monotonic() + LONGEST_SECONDS
        while other.is_alive() and not is_waiting_for_lock() and time.monotonic() < ends_at:
            time.sleep(0.02)
    other.join(LONGEST_SECONDS)
    assert not other.is_alive()


def test_deactivate_person_waits_for_a_review_that_is_being_given_to_them(administrator: User) -> None:
    place = pool_member()
    ReviewFactory(department=place.department)

    with started_meanwhile(lambda: deactivate_person(person=place.person, by=administrator)) as other:
        assert len(assign_department(department_id=place.department_id).assigned) == 1

    assert other.problem is None
    review = Review.objects.get()
    assert (review.owner, review.state) == (None, Review.State.QUEUED)


def test_remove_member_waits_for_a_review_that_is_being_given_to_them(administrator: User) -> None:
    place = pool_member()
    ReviewFactory(department=place.department)

    with started_meanwhile(lambda: remove_member(membership=place, by=administrator)) as other:
        assert len(assign_department(department_id=place.department_id).assigned) == 1

    assert other.problem is None
    assert Review.objects.get().owner is None


def test_claim_review_of_somebody_who_is_deactivated_meanwhile_is_refused(administrator: User) -> None:
    place = pool_member()
    review = ReviewFactory(department=place.department)
    standing_of(place.person)  # what a request remembers

    with started_meanwhile(lambda: claim_review(review=review, by=place.person)) as other:
        deactivate_person(person=place.person, by=administrator)

    assert isinstance(other.problem, NotPermitted)
    assert Review.objects.get().owner is None


def test_hand_over_review_to_somebody_who_is_removed_meanwhile_is_refused(administrator: User) -> None:
    owner, place = pool_member(), pool_member()
    review = ReviewFactory(department=place.department, assigned=True, owner=owner.person)
    standing_of(place.person)

    with started_meanwhile(
        lambda: hand_over_review(review=review, to=place.person, by=owner.person, reason="On leave")
    ) as other:
        remove_member(membership=place, by=administrator)

    assert isinstance(other.problem, DomainError)
    assert Review.objects.get().owner == owner.person


@pytest.mark.parametrize("joins", ["add_member", "name_leader"])
def test_person_who_is_deactivated_meanwhile_joins_no_department(administrator: User, joins: str) -> None:
    person, legal = UserFactory(), Department.objects.get(slug="legal")
    acts: dict[str, Callable[[], object]] = {
        "add_member": lambda: add_member(department=legal, person=person, by=administrator),
        "name_leader": lambda: name_leader(department=legal, role="lead", person=person, by=administrator),
    }

    with started_meanwhile(acts[joins]) as other:
        deactivate_person(person=person, by=administrator)

    assert isinstance(other.problem, DomainError)
    assert other.problem.error_code == "person_inactive"
    assert not Membership.objects.exists()


def test_remove_member_twice_at_once_changes_nothing_the_second_time(administrator: User) -> None:
    place = pool_member()

    with started_meanwhile(lambda: remove_member(membership=place, by=administrator)) as other:
        remove_member(membership=place, by=administrator)

    assert other.problem is None
    assert not Membership.objects.exists()
    assert AuditEvent.objects.filter(action="membership.remove").count() == 1


def test_many_who_leave_while_reviews_are_given_and_taken_never_lock_one_another_out(administrator: User) -> None:
    places = [pool_member(slug) for slug in ("business", "legal", "business", "legal", "business", "legal")]
    for place in places:
        pool_member("finance", person=place.person)
        held = ReviewFactory(department=place.department, assigned=True, owner=place.person)
        ReviewFactory(department=Department.objects.get(slug="finance"), idea=held.idea)
    leavers, stayers = places[:3], places[3:]
    waiting = list(Review.objects.filter(owner=None))
    acts: list[Callable[[], object]] = [
        *(lambda one=one: deactivate_person(person=one.person, by=administrator) for one in leavers),
        *(lambda one=one: remove_member(membership=one, by=administrator) for one in stayers),
        *(
            lambda slug=slug: assign_department(department_id=Department.objects.get(slug=slug).pk)
            for slug in ("business", "legal", "finance")
        ),
        *(
            lambda review=review, one=one: claim_review(review=review, by=one.person)
            for review, one in zip(waiting, places, strict=False)
        ),
    ]

    threads = [Act(act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST_SECONDS)

    problems = [thread.problem for thread in threads if thread.problem and not isinstance(thread.problem, DomainError)]
    assert problems == []
    assert not Review.objects.filter(owner__is_active=False).exists()
