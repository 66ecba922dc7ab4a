"""Every method of every address, tried by every caller on an object in every state, against the reviewed table.

What differs is printed as a block: review it, then put it into `table.txt`. Nothing is taken over by itself.
"""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from ideas.models import Idea
from ideas.rates import LIMITER
from ideas.selectors.outlines import outlines_for
from tests.permissions.routes import METHODS, Route, all_routes
from tests.permissions.scene import CALLERS, Scene
from tests.permissions.table import read_table, written
from tests.permissions.targets import HEADERS, QUERIES, body_of, parts_of

pytestmark = pytest.mark.django_db
ROUTES = all_routes()
TABLE = read_table()
LISTED = [route for route in ROUTES if str(route) in TABLE]
# Whoever is nobody gets an answer here: signing in, help, looks, and what machines ask.
PUBLIC = {
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "accessibility",
    "appearance",
    "follow-link",
    "gallery",
    "healthz",
    "help",
    "help-decisions",
    "keyboard",
    "livez",
    "notification-stop",
    "organisation-logo",
    "problem",
    "problems",
    "readyz",
    "shortcuts",
    "version",
}
# Addresses of ideas that begin to exist when the idea is sent, the board votes, or a department asks to stop it.
LATER = {
    "GET idea-card",
    "GET idea-changes",
    *(f"GET {room}idea-{thing}" for room in ("", "api:v1:") for thing in ("ballot", "early-stop")),
}
# Addresses that show number, stage and dates of confidential ideas to whom the text is not shown.
OUTLINES = {"GET idea", "GET api:v1:idea-outline", "GET api:v1:idea-audit", "GET idea-audit", "GET idea-audit-csv"}


def answer(scene: Scene, route: Route, caller: str, state: str) -> Any:
    """Return the response to one cell of the table."""
    _states, parts = parts_of(route)
    address = reverse(route.name, kwargs=dict(parts(scene, state))) + QUERIES.get(str(route), "")
    return scene.ask(caller, route.method, address, body_of(route), HEADERS.get(str(route)))


def outcome(response: Any) -> str:
    """Return the status, or `login` for the way to the sign-in page."""
    is_login = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
    return "login" if is_login else str(response.status_code)


def callers_of(route: Route) -> tuple[str, ...]:
    """Return who tries a route: pages know no tokens, so a token is nobody there."""
    return CALLERS if route.name.startswith("api:") else tuple(one for one in CALLERS if not one.startswith("token_"))


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_route_answers_every_caller_as_the_table_says(scene: Scene, route: Route) -> None:
    states, _parts = parts_of(route)
    LIMITER.forget()

    found = {caller: {state: answer(scene, route, caller, state) for state in states} for caller in callers_of(route)}

    outcomes = {caller: tuple(map(outcome, cells.values())) for caller, cells in found.items()}
    block = written(str(route), states, outcomes)
    if "PERMISSIONS_DRAFT" in os.environ:
        with Path(os.environ["PERMISSIONS_DRAFT"]).open("a", encoding="utf-8") as draft:
            draft.write(block + "\n")
    if "ref" in dict(route.converters):
        check_access(scene, route, found)
    assert str(route) in TABLE, f"not in the table yet:\n\n{block}"
    wanted_states, wanted = TABLE[str(route)]
    wanted = {caller: wanted[caller] for caller in callers_of(route)}
    assert (states, outcomes) == (wanted_states, wanted), f"answered otherwise:\n\n{block}"


def check_access(scene: Scene, route: Route, found: dict[str, dict[str, Any]]) -> None:
    """Assert that an idea's route agrees with the queryset's access door.

    Who may not see an idea gets the very answer that a ref gets which was never given; who may, is not told 404. Where
    only number, stage and dates are to be known, nothing else is told.
    """
    for caller, cells in found.items():
        person = scene.person_of(caller)
        if person is None or not person.is_active:
            continue
        visible = scene.visible_to(caller)
        known = {row["id"] for row in outlines_for(viewer=person)} if str(route) in OUTLINES else set()
        unknown = neutral(cells["unknown"])
        for state, idea in scene.ideas.items():
            if idea.pk in known:
                check_outline(cells[state], idea)
            elif idea.pk not in visible or str(route) == "GET api:v1:idea-outline":
                assert neutral(cells[state]) == unknown, (caller, state)
            elif route.method == "GET" and str(route) not in LATER:
                assert cells[state].status_code != 404, (caller, state)


def check_outline(response: Any, idea: Idea) -> None:
    """Assert that an answer tells the number of a confidential idea, and none of its words."""
    told = (b"".join(response) if response.streaming else response.content).decode()
    assert response.status_code == 200
    assert idea.ref in told
    assert not any(words in told for words in (idea.title, idea.problem, idea.proposal, idea.expected_result))


def test_table_names_no_route_that_is_gone() -> None:
    assert set(TABLE) <= {str(route) for route in ROUTES}


def test_routes_have_names_of_their_own() -> None:
    names = [str(route) for route in ROUTES]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("route", [one for one in LISTED if one.name not in PUBLIC], ids=str)
def test_nobody_and_the_deactivated_are_let_in_nowhere(route: Route) -> None:
    _states, answers = TABLE[str(route)]

    assert set(answers["anonymous"]) | set(answers["deactivated"]) <= {"401", "login", "404"}


@pytest.mark.parametrize(
    "route", [one for one in LISTED if one.name.startswith("api:") and one.method in METHODS[1:]], ids=str
)
def test_token_that_reads_changes_nothing(route: Route) -> None:
    assert set(TABLE[str(route)][1]["token_read"]) == {"403"}


def neutral(response: Any) -> tuple[int, bytes]:
    """Return status and body without what differs between any two requests."""
    body = re.sub(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|GS-[0-9]{6}", b"", response.content)
    return response.status_code, re.sub(rb'csrf[a-z]*"?[^>]{0,40}[A-Za-z0-9]{64}', b"", body)
