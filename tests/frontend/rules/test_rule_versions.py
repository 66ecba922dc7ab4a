"""Versions of the rules: who reads a draft, what differs, trying, activating, putting away."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ideas.models import User
from ideas.selectors.rule_sets import active_rule_set
from tests.factories import UserFactory
from tests.factories.rule_sets import draft, rules_editor
from tests.frontend.rules.pages import address, filled
from tests.ideas.selectors.test_simulation import tried_idea

pytestmark = pytest.mark.django_db


def test_draft_is_read_by_those_who_edit_rules_alone(client: Client) -> None:
    row = draft()
    client.force_login(UserFactory())

    assert client.get(address(row)).status_code == 404
    assert client.get(address(row, "file")).status_code == 404
    assert client.get("/rules/versions/").context["rows"][0][0].version == 1


def test_version_page_shows_what_differs_in_words(client: Client, editor: User) -> None:
    row = draft(editor)
    url = address(row, "edit", "rules", 5)
    client.post(url, {**filled(client, url), "when__0__values": ["new", "unknown"]})

    page = client.get(address(row)).content.decode()

    assert "is Something new or I don’t know" in page or "is something new or I don’t know" in page
    assert "somebody else has to activate it" in page


def test_activate_by_a_second_person_holds_at_once_and_is_in_the_history(client: Client, editor: User) -> None:
    row = draft(rules_editor(name="Ada Byron"))

    response = client.post(address(row, "activate"), {"reason": "Prices rose.", "revision": "1", "active_from": ""})

    assert response.status_code == 302
    assert active_rule_set() == row
    page = client.get("/rules/versions/").content.decode()
    assert ("Prices rose." in page, "Ada Byron" in page, "Priya Nair" in page) == (True, True, True)


def test_activate_own_draft_is_refused(client: Client, editor: User) -> None:
    row = draft(editor)

    response = client.post(address(row, "activate"), {"reason": "Prices rose.", "revision": "1"})

    assert (response.status_code, active_rule_set().version) == (403, 1)


def test_activate_from_a_past_moment_keeps_what_was_typed(client: Client, editor: User) -> None:
    row = draft()
    sent = {"reason": "Prices rose.", "revision": "1", "active_from": "2020-01-01T09:00"}

    response = client.post(address(row, "activate"), sent)

    assert response.status_code == 422
    assert response.context["form"]["reason"].value() == "Prices rose."
    assert "This moment is past" in response.content.decode()


def test_trial_names_rule_department_and_idea(client: Client, editor: User) -> None:
    idea = tried_idea(title="A second key")
    row = draft(editor)
    url = address(row, "edit", "rules", 15)
    sent = filled(client, url)
    client.post(url, {**sent, "when__count": "0", "join": "all"})

    page = client.get(address(row, "try") + "?ideas=10").content.decode()

    assert idea.ref in page
    assert "T3-ADV" in page
    assert "2.0" not in page.split("h-loads")[0]


@pytest.mark.parametrize("count", ["9", "2001", "many", ""])
def test_trial_of_too_few_or_too_many_ideas_is_refused(client: Client, editor: User, count: str) -> None:
    row = draft(editor)

    assert client.get(address(row, "try") + f"?ideas={count}").status_code == 422


def test_discard_asks_first(client: Client, editor: User) -> None:
    row = draft(editor)

    asked = client.get(address(row, "discard"))
    client.post(address(row, "discard"))

    row.refresh_from_db()
    assert (asked.status_code, row.discarded_at is not None) == (200, True)
    assert client.get(address(row, "edit", "rules")).status_code == 409


def test_history_asks_the_database_as_often_for_many_versions_as_for_one(client: Client, editor: User) -> None:
    client.get("/rules/versions/")
    counts = []
    for more in (1, 9):
        for _ in range(more):
            draft(editor)
        with CaptureQueriesContext(connection) as asked:
            client.get("/rules/versions/")
        counts.append(len(asked))

    assert counts[0] == counts[1]
