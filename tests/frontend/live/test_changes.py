"""What a page without a socket is told over HTTP."""

import json
from typing import Any

import pytest
from django.test import Client

from ideas.models import Idea, User
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
