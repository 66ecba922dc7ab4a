"""The smallest valid row of every table; variants are named traits."""

from tests.factories.ideas import IdeaFactory, submitted_idea
from tests.factories.outbox import DeliveryFactory, EventFactory, claimed
from tests.factories.people import DepartmentFactory, MembershipFactory, UserFactory, grant_role
from tests.factories.reviews import ReviewFactory

__all__ = [
    "DeliveryFactory",
    "DepartmentFactory",
    "EventFactory",
    "IdeaFactory",
    "MembershipFactory",
    "ReviewFactory",
    "UserFactory",
    "claimed",
    "grant_role",
    "submitted_idea",
]
