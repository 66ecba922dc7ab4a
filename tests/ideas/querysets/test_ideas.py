"""The access door: who sees which idea."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Idea, IdeaAuthor, IdeaReader, Membership, RoleGrant
from ideas.workflow import Stage
from tests.factories import IdeaFactory, MembershipFactory, ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.ideas import author_of
from tests.running import in_request

pytestmark = pytest.mark.django_db


def sees(viewer: object, idea: Idea) -> bool:
    return Idea.objects.visible_to(viewer).filter(pk=idea.pk).exists()


def test_visible_to_member_shows_open_idea() -> None:
    assert sees(UserFactory(), submitted_idea())


def test_visible_to_deactivated_person_shows_nothing() -> None:
    assert not sees(UserFactory(is_active=False), submitted_idea())


def test_visible_to_member_hides_draft_of_somebody_else() -> None:
    assert not sees(UserFactory(), IdeaFactory())


@pytest.mark.parametrize("kind", IdeaAuthor.Kind.values[1:])
@pytest.mark.parametrize("visibility", Idea.Visibility.values)
def test_visible_to_authors_shows_every_visibility(kind: str, visibility: str) -> None:
    idea = IdeaFactory(visibility=visibility)
    other = UserFactory()
    IdeaAuthor.objects.create(idea=idea, person=other, kind=kind)

    assert sees(author_of(idea), idea)
    assert sees(other, idea)


READERS = {
    # who: (restricted, confidential)
    "member": (False, False),
    "named_reader": (True, True),
    "reviewer_of_asked": (True, False),
    "lead_of_asked": (True, True),
    "review_owner": (True, True),
    "reviewer_of_other": (False, False),
    "triager": (True, False),
    "programme_manager": (True, False),
    "administrator": (False, False),
    "business_lead": (True, True),
    "board_chair_tier_2": (False, False),
}


def make_reader(who: str, idea: Idea) -> object:
    asked = ReviewFactory(idea=idea).department
    person = UserFactory()
    places: dict[str, dict[str, object]] = {
        "reviewer_of_asked": {"department": asked},
        "lead_of_asked": {"department": asked, "role": Membership.Role.LEAD},
        "review_owner": {"department": asked},
        "reviewer_of_other": {},
        "business_lead": {"department__slug": "business", "role": Membership.Role.LEAD},
    }
    if who in places:
        MembershipFactory(person=person, **places[who])
    if who == "review_owner":
        idea.reviews.update(owner=person, state="assigned")
    if who == "named_reader":
        IdeaReader.objects.create(idea=idea, person=person)
    role = who.removesuffix("_tier_2")
    if role in RoleGrant.Role.values:
        grant_role(person, role)
    return person


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize(("column", "visibility"), [(0, "restricted"), (1, "confidential")])
def test_visible_to_follows_the_table(who: str, column: int, visibility: str) -> None:
    idea = submitted_idea(visibility=visibility, tier=2)
    reader = make_reader(who, idea)

    assert sees(reader, idea) is READERS[who][column]


@pytest.mark.parametrize(("tier", "is_decider"), [(0, True), (1, False)])
def test_visible_to_manager_of_author_at_tier_0_only(tier: int, is_decider: bool) -> None:
    manager = UserFactory()
    idea = submitted_idea(visibility="confidential", tier=tier, author=UserFactory(manager=manager))

    assert sees(manager, idea) is is_decider


def test_visible_to_board_chair_at_tier_3() -> None:
    idea = submitted_idea(visibility="confidential", tier=3)

    assert sees(grant_role(UserFactory(), "board_chair"), idea)


def test_visible_to_reviewer_who_left_the_pool_keeps_the_review_that_is_theirs() -> None:
    idea = submitted_idea(visibility="confidential", tier=2)
    former, stranger = UserFactory(), UserFactory()
    ReviewFactory(idea=idea, assigned=True, owner=former)

    assert sees(former, idea)
    assert not sees(stranger, idea)


def test_visible_to_asks_what_the_reader_is_once_in_a_request() -> None:
    idea = submitted_idea()
    reader = UserFactory()
    with in_request(), CaptureQueriesContext(connection) as queries:
        sees(reader, idea)
        sees(reader, idea)

    assert len(queries) == 3


def test_visible_to_in_the_next_request_knows_that_a_role_was_taken_back() -> None:
    idea = submitted_idea(visibility="restricted")
    reader = grant_role(UserFactory(), "triager")
    with in_request():
        assert sees(reader, idea)

    RoleGrant.objects.filter(person=reader).delete()

    with in_request():
        assert not sees(reader, idea)


def test_visible_to_outside_of_requests_knows_at_once_that_a_place_was_taken_back() -> None:
    idea = submitted_idea(visibility="restricted", tier=2)
    place = MembershipFactory(department=ReviewFactory(idea=idea).department)
    assert sees(place.person, idea)

    place.delete()

    assert not sees(place.person, idea)


def test_next_answer_first_leaves_out_closed_ideas() -> None:
    open_idea = submitted_idea()
    submitted_idea(stage=Stage.DECLINED)

    assert list(Idea.objects.next_answer_first()) == [open_idea]
