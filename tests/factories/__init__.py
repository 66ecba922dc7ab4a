"""The smallest valid row of every table; variants are named traits."""

from tests.factories.ideas import IdeaFactory, submitted_idea
from tests.factories.people import DepartmentFactory, MembershipFactory, UserFactory, grant_role
from tests.factories.reviews import ReviewFactory

__all__ = [
    "DepartmentFactory",
    "IdeaFactory",
    "MembershipFactory",
    "ReviewFactory",
    "UserFactory",
    "grant_role",
    "submitted_idea",
]
