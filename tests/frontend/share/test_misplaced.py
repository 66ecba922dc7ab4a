"""What belongs elsewhere is offered its door, and nothing of it is stored or logged."""

import json
import logging

import pytest
from django.apps import apps
from django.db import connection

from ideas.models import Idea, RuleSet, User
from tests.api.client import Caller
from tests.factories import UserFactory
from tests.factories.drafts import WORDS
from tests.pages import signed_in, typed

pytestmark = pytest.mark.django_db
CANARY = "canary-4711"
GRIEVANCE = f"I was bullied by {CANARY} in front of everybody."


def assert_nothing_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    """No row of any table and no line of the log holds the canary."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"select count(*) from {table} as row where row::text like %s", [f"%{CANARY}%"])
            assert cursor.fetchone() == (0,), table
    assert CANARY not in caplog.text
    assert not Idea.objects.exists()


@pytest.fixture
def member() -> User:
    return UserFactory()


@pytest.mark.parametrize("act", ["draft", "send", "preview"])
def test_share_offers_the_door_keeps_the_form_and_nothing_else(
    member: User, act: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    response = signed_in(member).post("/share/", typed(problem=GRIEVANCE, act=act))

    page = response.content.decode()
    assert response.status_code == 422
    assert "Its place is the People team." in page
    assert GRIEVANCE in page
    assert_nothing_is_kept(caplog)


def test_autosave_offers_the_door_and_keeps_nothing(member: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    response = signed_in(member).post("/share/autosave/", typed(problem=GRIEVANCE))

    assert (response.status_code, response.json()["code"]) == (422, "misplaced_concern")
    assert_nothing_is_kept(caplog)


def test_api_offers_the_door_and_keeps_nothing(member: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    response = Caller(member).post("/api/v1/ideas", {"title": "Help", "problem": GRIEVANCE})

    assert response.status_code == 422
    assert [(one["pointer"], one["code"]) for one in response.json()["errors"]] == [
        ("/is_improvement", "misplaced_concern")
    ]
    assert_nothing_is_kept(caplog)


def test_share_with_the_tick_goes_on_and_asks_no_more(member: User) -> None:
    client = signed_in(member)

    response = client.post("/share/", typed(problem=GRIEVANCE, act="draft", is_improvement="on"))

    idea = Idea.objects.get()
    assert (response.status_code, idea.problem) == (302, GRIEVANCE)
    form = client.get(f"/ideas/{idea.ref}/draft/").context["form"]
    assert form["is_improvement"].value() is True


def test_save_of_a_draft_that_becomes_a_grievance_keeps_what_it_said(member: User) -> None:
    client = signed_in(member)
    client.post("/share/", typed(act="draft"))
    idea = Idea.objects.get()

    response = client.post(f"/ideas/{idea.ref}/draft/", typed(problem=GRIEVANCE, act="draft"))

    idea.refresh_from_db()
    assert (response.status_code, idea.problem) == (422, WORDS["problem"])


def test_rule_set_without_doors_offers_none(member: User) -> None:
    row = RuleSet.objects.get()
    body = {key: value for key, value in row.body.items() if key not in {"doors", "concerns", "text_hints"}}
    RuleSet.objects.create(name="bare", version=2, body=json.loads(json.dumps(body)), active_from=row.active_from)

    response = signed_in(member).post("/share/", typed(problem=GRIEVANCE, act="draft"))

    assert response.status_code == 302
