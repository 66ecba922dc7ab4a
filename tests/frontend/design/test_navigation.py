"""The counts beside the navigation are the reader's own."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from ideas.models import Notification, Organisation, RoleGrant
from ideas.selectors.navigation import Navigation, nav_for, news_version
from tests.factories.people import MembershipFactory, UserFactory, grant_role
from tests.factories.reviews import ReviewFactory

pytestmark = pytest.mark.django_db

READ_AT = datetime(2030, 1, 1, tzinfo=UTC)


def test_nav_of_new_member_is_empty() -> None:
    reader = UserFactory()

    nav = nav_for(reader)

    name = Organisation.objects.get().name if Organisation.objects.exists() else ""
    assert nav == Navigation(organisation_name=name)


def test_nav_counts_news_not_read_of_the_reader_alone() -> None:
    reader, other = UserFactory(), UserFactory()
    for person, read_at in ((reader, None), (reader, None), (reader, READ_AT), (other, None)):
        Notification.objects.create(person=person, kind="vote", reason="author", read_at=read_at)

    nav = nav_for(reader)

    assert nav.unread_count == 2
    assert nav.live_version == int(READ_AT.timestamp() * 1000)
    assert news_version(viewer=reader) == nav.live_version


def test_nav_of_reviewer_counts_open_reviews_they_own() -> None:
    reader = MembershipFactory().person
    ReviewFactory(assigned=True, owner=reader)
    ReviewFactory(submitted=True, owner=reader)
    ReviewFactory(assigned=True)

    nav = nav_for(reader)

    assert (nav.has_desk, nav.review_count) == (True, 1)


def test_nav_shows_reviews_to_managers_of_somebody_who_is_here() -> None:
    left = UserFactory(manager=UserFactory(), is_active=False)

    assert nav_for(UserFactory(manager=UserFactory()).manager).has_desk
    assert not nav_for(left.manager).has_desk


@pytest.mark.parametrize(
    ("role", "has_desk"),
    [
        (RoleGrant.Role.BOARD_CHAIR, True),
        (RoleGrant.Role.PROGRAMME_MANAGER, True),
        (RoleGrant.Role.TRIAGER, False),
        (RoleGrant.Role.ADMINISTRATOR, False),
    ],
)
def test_nav_shows_reviews_to_those_who_decide(role: str, has_desk: bool) -> None:
    assert nav_for(grant_role(UserFactory(), role)).has_desk is has_desk


def test_masthead_leads_to_reviews_those_alone_to_whom_any_can_come() -> None:
    manager = UserFactory(manager=UserFactory()).manager
    shown = []
    for person in (manager, MembershipFactory().person, UserFactory()):
        client = Client()
        client.force_login(person)
        shown.append(b'href="/reviews/"' in client.get("/ideas/").content)

    assert shown == [True, True, False]


@pytest.mark.parametrize(
    ("role", "enters"),
    [
        (RoleGrant.Role.ADMINISTRATOR, True),
        (RoleGrant.Role.PROGRAMME_MANAGER, True),
        (RoleGrant.Role.TRIAGER, True),
        (RoleGrant.Role.BOARD_CHAIR, False),
    ],
)
def test_nav_opens_settings_to_those_who_keep_them(role: str, enters: bool) -> None:
    reader = grant_role(UserFactory(), role)

    assert nav_for(reader).has_settings is enters


def test_nav_asks_few_queries(django_assert_num_queries: Callable[[int], object]) -> None:
    reader = MembershipFactory().person

    with django_assert_num_queries(4):
        nav_for(reader)


def test_help_of_signed_in_reader_has_their_menu_and_of_a_stranger_has_none(client: Client) -> None:
    stranger = client.get("/help/").content.decode()
    client.force_login(UserFactory(name="Sam Okafor"))
    member = client.get("/help/").content.decode()

    assert "gs-menu" not in stranger
    assert "Account: Sam Okafor" in member
    assert 'aria-hidden="true">SO</span>' in member
