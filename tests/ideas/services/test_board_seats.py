"""People are named for a department's seat on the board; without them its lead and deputy sit there."""

import pytest

from ideas.exceptions import Conflict, InvalidValue, NotFound, NotPermitted
from ideas.models import AuditEvent, BallotSeat, BoardSeat, Department, User
from ideas.selectors.board_seats import board_department, seat_of_department, seats_of_board
from ideas.services.board_seats import name_seat
from ideas.services.readiness import make_ready_if_complete
from ideas.workflow import Stage
from tests.factories import DepartmentFactory, ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.people import BoardSeatFactory
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return grant_role(UserFactory(), "administrator")


@pytest.fixture
def legal() -> Department:
    return Department.objects.get(slug="legal")


def who_sits(department: Department) -> tuple[User | None, User | None]:
    seat = seat_of_department(board_department(slug=department.slug))
    return seat.holder, seat.deputy


def test_seat_without_named_people_is_held_by_lead_and_deputy(legal: Department) -> None:
    lead, deputy = pool_member("legal", lead=True).person, pool_member("legal", deputy=True).person

    assert who_sits(legal) == (lead, deputy)


def test_name_seat_puts_people_in_the_place_of_lead_and_deputy(legal: Department, administrator: User) -> None:
    pool_member("legal", lead=True)
    holder, deputy = UserFactory(), UserFactory()

    name_seat(department=legal, by=administrator, holder=holder, deputy=deputy)

    assert who_sits(legal) == (holder, deputy)
    audit = AuditEvent.objects.get(action="board_seat.change")
    assert (audit.object_id, audit.before) == ("legal", {"holder": None, "deputy": None})
    assert audit.after == {"holder": str(holder.public_id), "deputy": str(deputy.public_id)}


def test_name_seat_of_the_deputy_leaves_nobody_to_stand_in(legal: Department, administrator: User) -> None:
    deputy = pool_member("legal", deputy=True).person

    name_seat(department=legal, by=administrator, holder=deputy, deputy=None)

    assert who_sits(legal) == (deputy, None)


def test_seat_of_somebody_whose_account_was_closed_goes_back_to_the_lead(legal: Department) -> None:
    lead = pool_member("legal", lead=True).person
    BoardSeatFactory(department=legal, holder=UserFactory(is_active=False))

    assert who_sits(legal) == (lead, None)


def test_name_seat_again_changes_nothing(legal: Department, administrator: User) -> None:
    holder = UserFactory()
    first = name_seat(department=legal, by=administrator, holder=holder, deputy=None)

    again = name_seat(department=legal, by=administrator, holder=holder, deputy=None)

    assert again == first
    assert AuditEvent.objects.count() == 1


def test_name_seat_of_nobody_gives_it_back_to_the_lead(legal: Department, administrator: User) -> None:
    lead = pool_member("legal", lead=True).person
    BoardSeatFactory(department=legal)

    assert name_seat(department=legal, by=administrator, holder=None, deputy=None) is None

    assert who_sits(legal) == (lead, None)
    assert not BoardSeat.objects.exists()


@pytest.mark.parametrize("role", ["lead", "programme_manager", "board_chair"])
def test_name_seat_by_others_than_administrators_is_refused(legal: Department, role: str) -> None:
    person = pool_member("legal", lead=True).person if role == "lead" else grant_role(UserFactory(), role)

    with pytest.raises(NotPermitted):
        name_seat(department=legal, by=person, holder=UserFactory(), deputy=None)

    assert not BoardSeat.objects.exists()
    assert not AuditEvent.objects.exists()


def test_name_seat_of_one_person_twice_is_refused(legal: Department, administrator: User) -> None:
    person = UserFactory()

    with pytest.raises(InvalidValue) as refusal:
        name_seat(department=legal, by=administrator, holder=person, deputy=person)

    assert [(one.field, one.code) for one in refusal.value.problems] == [("deputy", "same_person")]
    assert not BoardSeat.objects.exists()


def test_name_seat_of_a_closed_account_is_refused(legal: Department, administrator: User) -> None:
    with pytest.raises(Conflict) as refusal:
        name_seat(department=legal, by=administrator, holder=UserFactory(is_active=False), deputy=None)

    assert refusal.value.error_code == "person_inactive"
    assert not BoardSeat.objects.exists()


def test_name_seat_of_a_department_that_does_not_review_is_refused(administrator: User) -> None:
    with pytest.raises(NotFound):
        name_seat(department=DepartmentFactory(), by=administrator, holder=UserFactory(), deputy=None)

    assert not BoardSeat.objects.exists()


def test_ballot_opens_with_the_people_named_and_keeps_them(legal: Department, administrator: User) -> None:
    for slug in ("business", "finance", "operations", "legal"):
        pool_member(slug, lead=True)
    grant_role(UserFactory(), "board_chair")
    named = UserFactory()
    name_seat(department=legal, by=administrator, holder=named, deputy=None)
    idea = submitted_idea(stage=Stage.IN_REVIEW, tier=3)
    ReviewFactory(submitted=True, idea=idea, department=Department.objects.get(slug="operations"))

    make_ready_if_complete(idea=idea)
    name_seat(department=legal, by=administrator, holder=None, deputy=None)

    assert BallotSeat.objects.get(department=legal).holder == named


@pytest.mark.parametrize("named", [0, 7])
def test_seats_of_board_take_two_queries_however_many_are_named(named: int, django_assert_num_queries: object) -> None:
    for department in Department.objects.filter(kind="core")[:named]:
        BoardSeatFactory(department=department)

    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(seats_of_board()) == 7
