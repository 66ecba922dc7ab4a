import pytest

from ideas.exceptions import Conflict, InvalidValue
from ideas.models import RoleGrant, User
from ideas.services.administrators import create_administrator
from tests.factories import UserFactory, grant_role

pytestmark = pytest.mark.django_db


def test_create_administrator_in_an_empty_installation_makes_the_person() -> None:
    person = create_administrator(email="Ada@Example.org", name="Ada Byron")

    assert (person.email, person.name, person.has_usable_password()) == ("ada@example.org", "Ada Byron", False)
    assert list(RoleGrant.objects.values_list("person_id", "role")) == [(person.pk, "administrator")]


def test_create_administrator_for_a_known_address_gives_the_role() -> None:
    person = UserFactory(email="ada@example.org", is_active=False)

    assert create_administrator(email="ada@example.org") == person

    person.refresh_from_db()
    assert person.is_active


def test_create_administrator_beside_an_active_one_is_refused() -> None:
    grant_role(UserFactory(), "administrator")

    with pytest.raises(Conflict) as refusal:
        create_administrator(email="second@example.org")

    assert refusal.value.error_code == "administrator_exists"
    assert User.objects.count() == 1


def test_create_administrator_without_an_address_is_refused() -> None:
    with pytest.raises(InvalidValue):
        create_administrator(email="ada")

    assert not User.objects.exists()
