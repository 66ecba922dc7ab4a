"""One small organisation in which anybody may come too close to an idea, at each point of an idea's life."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ideas.models import Department, Event, Idea, User
from ideas.services.routing import Asked, open_reviews_of
from ideas.workflow import Stage
from tests.factories.after_decision import sleeping_idea
from tests.factories.drafts import complete_draft, sent_idea
from tests.factories.ideas import submitted_idea
from tests.factories.people import MembershipFactory, UserFactory, grant_role
from tests.factories.reviews import (
    BallotFactory,
    BallotSeatFactory,
    DecisionFactory,
    ReviewFactory,
    SecondReadingFactory,
)

AUTHOR, LEAD, BEN, CAL, PROGRAMME, MANAGER = range(6)
CAST: Final = 6
POINTS: Final = ("draft", "reviewed", "reviewed", "read_twice", "voted_on", "refused")  # most acts are about reviews


@dataclass(frozen=True)
class Cast:
    """Six people, an administrator, an idea of the first of them at each point, and another one's that is like it.

    Lead, Ben, Cal and the author review for Business and Security, which the lead leads. The manager chairs the board.
    """

    people: tuple[User, ...]
    administrator: User
    ideas: Mapping[str, int]
    twin: int


def cast() -> Cast:
    """Return the organisation; made once for any number of sequences."""
    manager = grant_role(UserFactory(name="Manager"), "board_chair")
    author, lead, ben, cal = (UserFactory(name=name) for name in ("Author", "Lead", "Ben", "Cal"))
    User.objects.filter(pk=author.pk).update(manager=manager)
    for department in Department.objects.filter(slug__in=["business", "security"]):
        MembershipFactory(person=lead, department=department, lead=True)
        for person in (ben, cal, author):
            MembershipFactory(person=person, department=department)
    programme = grant_role(UserFactory(name="Programme"), "programme_manager")
    people = (author, lead, ben, cal, programme, manager)
    return Cast(
        people=people,
        administrator=grant_role(UserFactory(name="Administrator"), "administrator"),
        ideas={
            "draft": complete_draft(author=author).pk,
            "reviewed": routed(sent_idea(author=author)).pk,
            "read_twice": _read_twice(author, ben).pk,
            "voted_on": _voted_on(people).pk,
            "refused": _refused(author, lead).pk,
        },
        twin=routed(sent_idea(author=cal)).pk,
    )


def routed(idea: Idea) -> Idea:
    """Open the reviews of an idea that was sent."""
    event = Event.objects.get(idea=idea, type="idea.submitted")
    open_reviews_of(asked=[Asked(idea.pk, event.pk)])
    return idea


def _read_twice(author: User, reviewer: User) -> Idea:
    idea = submitted_idea(author=author, tier=3)
    security = Department.objects.get(slug="security")
    review = ReviewFactory(idea=idea, department=security, submitted=True, owner=reviewer)
    SecondReadingFactory(review=review, reader=None)
    return idea


def _voted_on(people: tuple[User, ...]) -> Idea:
    idea = submitted_idea(author=people[AUTHOR], tier=3, stage=Stage.READY_FOR_DECISION)
    ballot = BallotFactory(idea=idea, chair=people[MANAGER])
    seats = {"business": (LEAD, BEN), "finance": (CAL, None), "security": (AUTHOR, PROGRAMME), "legal": (BEN, CAL)}
    for slug, (holder, deputy) in seats.items():
        BallotSeatFactory(
            ballot=ballot,
            department=Department.objects.get(slug=slug),
            holder=people[holder],
            deputy=None if deputy is None else people[deputy],
        )
    return idea


def _refused(author: User, lead: User) -> Idea:
    idea = sleeping_idea(author=author)
    DecisionFactory(idea=idea, announced=True, decided_by=lead)
    return idea
