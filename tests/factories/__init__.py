"""The smallest valid row of every table; variants are named traits."""

from tests.factories.ideas import IdeaFactory, submitted_idea
from tests.factories.outbox import DeliveryFactory, EventFactory, claimed
from tests.factories.people import DepartmentFactory, MembershipFactory, UserFactory, grant_role
from tests.factories.reviews import ReviewFactory
from tests.factories.support import CommentFactory, FollowFactory, VoteFactory

__all__ = [
    "CommentFactory",
    "DeliveryFactory",
    "DepartmentFactory",
    "EventFactory",
    "FollowFactory",
    "IdeaFactory",
    "MembershipFactory",
    "ReviewFactory",
    "UserFactory",
    "VoteFactory",
    "claimed",
    "grant_role",
    "submitted_idea",
]
