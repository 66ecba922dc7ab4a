"""Fills the rig's database: `python -m tests.crash.seed PEOPLE` prints one token a line, of people who send and support.

Every department that reviews has a lead and three reviewers, none of whom sends anything. The first of the others keep order.
"""

import sys
from decimal import Decimal

import django

django.setup()

from django.db import transaction  # noqa: E402

from ideas.models import Department, Membership, RoleGrant, User  # noqa: E402
from ideas.services.api_tokens import make_api_token  # noqa: E402

REVIEWERS = 3
MODERATORS = 10


@transaction.atomic
def fill(people: int) -> list[str]:
    """Make reviewers of the core departments and `people` others; return the tokens of the others."""
    departments = list(Department.objects.filter(kind=Department.Kind.CORE).order_by("pk"))
    for department in departments:
        for number in range(REVIEWERS + 1):
            person = _person(f"{department.slug}-{number}", department)
            role = Membership.Role.LEAD if number == 0 else Membership.Role.REVIEWER
            Membership.objects.create(person=person, department=department, role=role, capacity=Decimal(1))
    tokens = []
    for number in range(people):
        person = _person(f"member-{number}", departments[number % len(departments)])
        if number < MODERATORS:
            RoleGrant.objects.create(person=person, role=RoleGrant.Role.PROGRAMME_MANAGER)
        _token, secret = make_api_token(owner=person, name="crash rig", scopes=frozenset({"write"}), days=2)
        tokens.append(secret)
    return tokens


def _person(name: str, department: Department) -> User:
    return User.objects.create(email=f"{name}@example.org", name=name, department=department)


if __name__ == "__main__":
    sys.stdout.write("\n".join(fill(int(sys.argv[1]))))
