import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.models import ApiToken, AuditEvent, Delivery, Event, Review, SignInLink, User
from ideas.services.invitations import invite_person
from ideas.services.people import PersonFields, add_person, change_person, deactivate_person, reactivate_person
from ideas.services.roles import grant_role as give_role
from ideas.services.roles import revoke_role
from ideas.services.sign_in_links import make_sign_in_link
from tests.factories import DepartmentFactory, MembershipFactory, ReviewFactory, UserFactory, grant_role

pytestmark = pytest.mark.django_db
FIELDS = PersonFields(email="Ada@Example.org", name="Ada Byron", job_title="Analyst")


@pytest.fixture
def administrator() -> User:
    return grant_role(UserFactory(), "administrator")


def test_add_person_stores_a_clean_row_without_a_password(administrator: User) -> None:
    person = add_person(by=administrator, fields=FIELDS)

    assert (person.email, person.name, person.name_sort) == ("ada@example.org", "Ada Byron", "ada byron")
    assert not person.has_usable_password()
    assert AuditEvent.objects.get().action == "person.add"


def test_add_person_by_a_member_is_refused() -> None:
    member = UserFactory()

    with pytest.raises(NotPermitted):
        add_person(by=member, fields=FIELDS)

    assert User.objects.count() == 1


def test_add_person_with_a_taken_address_and_no_name_says_both(administrator: User) -> None:
    UserFactory(email="ada@example.org")

    with pytest.raises(InvalidValue) as refusal:
        add_person(by=administrator, fields=PersonFields(email="ADA@example.org", name=" "))

    assert {(one.field, one.code) for one in refusal.value.problems} == {("email", "email_taken"), ("name", "blank")}
    assert User.objects.count() == 2


def test_change_person_into_a_loop_of_managers_is_refused(administrator: User) -> None:
    boss = UserFactory()
    middle = UserFactory(manager=boss)
    fields = PersonFields(email=boss.email, name=boss.name, manager=UserFactory(manager=middle))

    with pytest.raises(InvalidValue) as refusal:
        change_person(person=boss, by=administrator, fields=fields)

    assert [one.code for one in refusal.value.problems] == ["manager_loop"]
    boss.refresh_from_db()
    assert boss.manager is None


def test_change_person_to_another_address_revokes_links(administrator: User) -> None:
    person = UserFactory(email="old@example.org")
    make_sign_in_link(person=person, purpose=SignInLink.Purpose.INVITATION)

    change_person(person=person, by=administrator, fields=PersonFields(email="new@example.org", name=person.name))

    assert SignInLink.objects.get().revoked_at is not None


def test_change_person_to_the_same_writes_nothing(administrator: User) -> None:
    person = UserFactory()

    change_person(person=person, by=administrator, fields=PersonFields(email=person.email, name=person.name))

    assert not AuditEvent.objects.exists()


def test_deactivate_person_ends_all_access_and_returns_their_reviews(administrator: User, client: Client) -> None:
    person = UserFactory()
    place = MembershipFactory(person=person)
    review = ReviewFactory(assigned=True, owner=person, department=place.department)
    client.force_login(person)
    UserSession.objects.create(user=person, session_key=client.session.session_key, ip="127.0.0.1", user_agent="x")
    ApiToken.objects.create(
        person=person, name="x", prefix="gsp_", token_hash="0", scopes=["read"], expires_at=timezone.now()
    )

    deactivate_person(person=person, by=administrator, reason="left")

    person.refresh_from_db()
    review.refresh_from_db()
    assert not person.is_active
    assert not Session.objects.exists()
    assert ApiToken.objects.get().revoked_at is not None
    assert (review.owner, review.state) == (None, Review.State.QUEUED)
    assert set(Event.objects.values_list("type", flat=True)) == {"pool.changed", "person.deactivated"}
    assert set(Delivery.objects.values_list("consumer", flat=True)) == {"assign"}


def test_deactivate_the_last_administrator_or_oneself_is_refused(administrator: User) -> None:
    other = grant_role(UserFactory(), "administrator")
    deactivate_person(person=other, by=administrator)

    with pytest.raises(Conflict) as refusal:
        deactivate_person(person=administrator, by=administrator)

    administrator.refresh_from_db()
    assert refusal.value.error_code == "own_account"
    assert administrator.is_active


def test_reactivate_person_lets_their_departments_try_again(administrator: User) -> None:
    person = UserFactory(is_active=False)
    place = MembershipFactory(person=person)

    reactivate_person(person=person, by=administrator)

    person.refresh_from_db()
    assert person.is_active
    assert Event.objects.get().payload == {"department_id": place.department_id}


def test_invite_person_owes_one_mail(administrator: User) -> None:
    person = UserFactory()

    invite_person(person=person, by=administrator)

    assert Event.objects.get().payload == {"person_id": person.pk}
    assert list(Delivery.objects.values_list("consumer", flat=True)) == ["account_mail"]


def test_invite_person_whose_account_is_closed_is_refused(administrator: User) -> None:
    with pytest.raises(Conflict):
        invite_person(person=UserFactory(is_active=False), by=administrator)

    assert not Event.objects.exists()


def test_grant_role_twice_is_granted_once_and_ends_old_sessions(administrator: User, client: Client) -> None:
    person = UserFactory()
    client.force_login(person)
    UserSession.objects.create(user=person, session_key=client.session.session_key, ip="127.0.0.1", user_agent="x")

    give_role(person=person, role="triager", by=administrator)
    give_role(person=person, role="triager", by=administrator)

    assert list(person.role_grants.values_list("role", "granted_by")) == [("triager", administrator.pk)]
    assert not Session.objects.exists()
    assert AuditEvent.objects.count() == 1


def test_grant_role_of_a_second_chair_is_refused(administrator: User) -> None:
    grant_role(UserFactory(), "board_chair")

    with pytest.raises(Conflict) as refusal:
        give_role(person=UserFactory(), role="board_chair", by=administrator)

    assert refusal.value.error_code == "chair_taken"


def test_revoke_role_of_the_last_administrator_is_refused(administrator: User) -> None:
    with pytest.raises(Conflict) as refusal:
        revoke_role(person=administrator, role="administrator", by=administrator)

    assert refusal.value.error_code == "last_administrator"
    assert administrator.role_grants.count() == 1


def test_grant_role_by_a_programme_manager_is_refused() -> None:
    manager = grant_role(UserFactory(), "programme_manager")

    with pytest.raises(NotPermitted):
        give_role(person=manager, role="administrator", by=manager)

    assert manager.role_grants.count() == 1


def test_department_lead_manages_no_people() -> None:
    lead = MembershipFactory(lead=True, department=DepartmentFactory(core=True)).person

    with pytest.raises(NotPermitted):
        add_person(by=lead, fields=FIELDS)

    assert not User.objects.filter(email="ada@example.org").exists()
