"""What a page without a socket is told over HTTP."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from ideas.models import Idea, User
from ideas.selectors.live import changes_since
from tests.factories import UserFactory, submitted_idea

pytestmark = pytest.mark.django_db


def asked(person: User, shown: Any) -> Any:
    page = Client()
    page.force_login(person)
    return page.get("/live/", {"shown": shown if isinstance(shown, str) else json.dumps(shown)})


def test_changes_are_the_frames_of_what_stands_later() -> None:
    stale = submitted_idea(tally={"live_version": 9, "content_version": 7})
    fresh = submitted_idea(tally={"live_version": 4, "content_version": 4})

    response = asked(UserFactory(), {f"idea:{stale.ref}": 8, f"idea:{fresh.ref}": 4})

    figures = {"votes": 0, "departments": 0, "comments": 0, "stage": "in_review"}
    assert response.json() == {"frames": [{"t": f"idea:{stale.ref}", "v": 9, "c": 7, "f": figures}]}
    assert "no-store" in response["Cache-Control"]


def test_changes_of_an_idea_that_may_not_be_seen_are_none() -> None:
    idea = submitted_idea(visibility=Idea.Visibility.CONFIDENTIAL, tally={"live_version": 9})

    response = asked(UserFactory(), {f"idea:{idea.ref}": 0, "idea:GS-000000": 0})

    assert response.json() == {"frames": []}


@pytest.mark.parametrize(
    "shown", ["", "{", "[]", "7", "[" * 5000, json.dumps({f"idea:GS-{number:06d}": 0 for number in range(101)})]
)
def test_changes_of_what_cannot_be_read_are_refused(shown: str) -> None:
    assert asked(UserFactory(), shown).status_code == 422


def test_changes_of_open_ideas_ask_once_and_never_who_the_reader_is(
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    person, ideas = UserFactory(), [submitted_idea(tally={"live_version": 9}) for _number in range(3)]

    with django_assert_num_queries(1):
        found = changes_since(viewer=person, shown={f"idea:{idea.ref}": 8 for idea in ideas})

    assert {change.version for change in found.values()} == {9}
    assert len(found) == 3
