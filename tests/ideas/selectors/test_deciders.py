"""Who decides before any review is known."""

import pytest

from ideas.models import User
from ideas.selectors.deciders import expected_decider
from tests.factories import DepartmentFactory, MembershipFactory, UserFactory, grant_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[str, User]:
    business = DepartmentFactory(slug="business")
    top = UserFactory()
    return {
        "top": top,
        "manager": UserFactory(manager=top),
        "lead": MembershipFactory(department=business, lead=True).person,
        "deputy": MembershipFactory(department=business, deputy=True).person,
        "chair": grant_role(UserFactory(), "board_chair"),
        "programme": grant_role(UserFactory(), "programme_manager"),
    }


@pytest.mark.parametrize(
    ("tier", "missing", "decider", "because"),
    [
        (0, (), "manager", "author_manager"),
        (0, ("manager",), "top", "author_manager"),
        (0, ("manager", "top"), "lead", "business_lead"),
        (1, (), "lead", "business_lead"),
        (1, ("lead",), "deputy", "business_deputy"),
        (1, ("lead", "deputy"), "programme", "programme_manager"),
        (2, (), "lead", "business_lead"),
        (2, ("lead",), "programme", "programme_manager"),
        (3, (), "chair", "board_chair"),
        (3, ("chair",), "programme", "programme_manager"),
        (3, ("chair", "programme"), None, "programme_manager"),
    ],
)
def test_expected_decider_of_tier_is_the_first_who_may(
    people: dict[str, User], tier: int, missing: tuple[str, ...], decider: str | None, because: str
) -> None:
    author = UserFactory(manager=people["manager"])
    excluded = frozenset(people[name].pk for name in missing)

    found = expected_decider(tier=tier, author=author, excluded=excluded | {author.pk})

    assert found.person == (people[decider] if decider else None)
    assert found.because == because


def test_expected_decider_skips_people_who_left(people: dict[str, User]) -> None:
    User.objects.filter(pk=people["manager"].pk).update(is_active=False)
    author = UserFactory(manager=User.objects.get(pk=people["manager"].pk))

    assert expected_decider(tier=0, author=author, excluded=frozenset()).person == people["top"]
