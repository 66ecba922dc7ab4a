"""People and their places."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from ideas.models import BoardSeat, Department, Membership, RoleGrant, User


class DepartmentFactory(DjangoModelFactory[Department]):
    class Meta:
        model = Department
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"department-{n}")
    name = factory.LazyAttribute(lambda one: one.slug.replace("-", " ").capitalize())

    class Params:
        core = factory.Trait(kind=Department.Kind.CORE)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    person = factory.SubFactory(UserFactory)
    department = factory.SubFactory(DepartmentFactory, core=True)
    capacity = Decimal("1.00")

    class Params:
        lead = factory.Trait(role=Membership.Role.LEAD)
        deputy = factory.Trait(role=Membership.Role.DEPUTY)


def grant_role(person: User, role: str) -> User:
    """Give `person` an organisation-wide role; return the person."""
    RoleGrant.objects.create(person=person, role=role)
    return person


class BoardSeatFactory(DjangoModelFactory[BoardSeat]):
    class Meta:
        model = BoardSeat

    department = factory.SubFactory(DepartmentFactory, core=True)
    holder = factory.SubFactory(UserFactory)
