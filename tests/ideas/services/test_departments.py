from decimal import Decimal

import pytest

from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.models import AuditEvent, Department, Event, Membership, Review, User
from ideas.services.departments import DepartmentFields, add_department, change_department, name_leader
from ideas.services.memberships import PlaceFields, add_member, change_member, remove_member
from tests.factories import DepartmentFactory, MembershipFactory, ReviewFactory, UserFactory, grant_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return grant_role(UserFactory(), "administrator")


def test_add_department_gets_a_free_slug(administrator: User) -> None:
    DepartmentFactory(slug="parks", name="Parks!")

    department = add_department(by=administrator, fields=DepartmentFields(name="Parks"))

    assert (department.slug, department.kind, department.name_sort) == ("parks-2", "service", "parks")


def test_add_department_of_a_taken_name_is_refused(administrator: User) -> None:
    DepartmentFactory(slug="parks", name="Parks")

    with pytest.raises(InvalidValue) as refusal:
        add_department(by=administrator, fields=DepartmentFields(name="parks"))

    assert [one.code for one in refusal.value.problems] == ["name_taken"]
    assert not AuditEvent.objects.exists()


def test_change_department_that_reviews_into_one_that_does_not_is_refused(administrator: User) -> None:
    legal = Department.objects.get(slug="legal")

    with pytest.raises(Conflict) as refusal:
        change_department(department=legal, by=administrator, fields=DepartmentFields(name="Legal", kind="service"))

    legal.refresh_from_db()
    assert (refusal.value.error_code, legal.kind) == ("department_needed", "core")


def test_name_leader_makes_the_earlier_one_a_reviewer(administrator: User) -> None:
    earlier = MembershipFactory(lead=True)
    person = UserFactory()

    name_leader(department=earlier.department, role="lead", person=person, by=administrator)

    places = dict(earlier.department.memberships.values_list("person_id", "role"))
    assert places == {earlier.person_id: "reviewer", person.pk: "lead"}
    assert Event.objects.get().type == "pool.changed"


def test_name_leader_by_the_lead_is_refused() -> None:
    place = MembershipFactory(lead=True)

    with pytest.raises(NotPermitted):
        name_leader(department=place.department, role="deputy", person=UserFactory(), by=place.person)

    assert place.department.memberships.count() == 1


def test_lead_adds_and_changes_reviewers_of_the_own_department() -> None:
    lead = MembershipFactory(lead=True)
    person = UserFactory()

    place = add_member(department=lead.department, person=person, by=lead.person)
    change_member(membership=place, by=lead.person, fields=PlaceFields(Decimal("0.5"), ("fleet", "fleet")))

    place.refresh_from_db()
    assert (place.capacity, place.tags, place.role) == (Decimal("0.50"), ["fleet"], "reviewer")
    assert Event.objects.filter(type="pool.changed").count() == 2


def test_lead_of_another_department_changes_nobody() -> None:
    place = MembershipFactory()
    other = MembershipFactory(lead=True, department=DepartmentFactory(core=True))

    with pytest.raises(NotPermitted):
        change_member(membership=place, by=other.person, fields=PlaceFields(Decimal("0.1")))

    place.refresh_from_db()
    assert place.capacity == Decimal("1.00")


@pytest.mark.parametrize("capacity", ["0.05", "1.01", "0", "-1"])
def test_change_member_to_an_impossible_capacity_is_refused(administrator: User, capacity: str) -> None:
    place = MembershipFactory()

    with pytest.raises(InvalidValue) as refusal:
        change_member(membership=place, by=administrator, fields=PlaceFields(Decimal(capacity)))

    assert [one.field for one in refusal.value.problems] == ["capacity"]


def test_remove_member_returns_their_open_reviews_of_that_department_alone(administrator: User) -> None:
    place = MembershipFactory()
    mine = ReviewFactory(assigned=True, owner=place.person, department=place.department)
    elsewhere = ReviewFactory(assigned=True, owner=place.person, department=DepartmentFactory(core=True))

    remove_member(membership=place, by=administrator)

    mine.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (mine.owner, mine.state) == (None, Review.State.QUEUED)
    assert elsewhere.owner == place.person
    assert not Membership.objects.exists()


def test_remove_member_who_leads_is_refused(administrator: User) -> None:
    place = MembershipFactory(lead=True)

    with pytest.raises(Conflict) as refusal:
        remove_member(membership=place, by=administrator)

    assert refusal.value.error_code == "is_leader"
    assert Membership.objects.count() == 1
