"""Every method of every address, tried by every caller on an object in every state, against the reviewed table.

What differs is printed as a block: review it, then put it into `table.txt`. Nothing is taken over by itself.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from ideas.models import Idea
from ideas.rates import LIMITER
from tests.permissions.routes import METHODS, Route, all_routes
from tests.permissions.scene import CALLERS, Scene, build_scene
from tests.permissions.table import Answers, read_table, written
from tests.permissions.targets import HEADERS, QUERIES, body_of, parts_of

pytestmark = pytest.mark.django_db
ROUTES = all_routes()
TABLE = read_table()
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
    "readyz",
    "shortcuts",
    "version",
}


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_scene()
        transaction.set_rollback(True)


def answer(scene: Scene, route: Route, caller: str, state: str) -> Any:
    """Return the response to one cell of the table."""
    _states, parts = parts_of(route)
    address = reverse(route.name, kwargs=dict(parts(scene, state))) + QUERIES.get(str(route), "")
    return scene.ask(caller, route.method, address, body_of(route), HEADERS.get(str(route)))


def outcome(response: Any) -> str:
    """Return the status, or `login` for the way to the sign-in page."""
    is_login = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
    return "login" if is_login else str(response.status_code)


def answers_to(scene: Scene, route: Route) -> tuple[tuple[str, ...], Answers]:
    """Return the states of a route and what every caller was answered."""
    states, _parts = parts_of(route)
    LIMITER.forget()
    return states, {
        caller: tuple(outcome(answer(scene, route, caller, state)) for state in states) for caller in CALLERS
    }


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_route_answers_every_caller_as_the_table_says(scene: Scene, route: Route) -> None:
    states, found = answers_to(scene, route)
    block = written(str(route), states, found)
    if "PERMISSIONS_DRAFT" in os.environ:
        with Path(os.environ["PERMISSIONS_DRAFT"]).open("a", encoding="utf-8") as draft:
            draft.write(block + "\n")

    assert str(route) in TABLE, f"not in the table yet:\n\n{block}"
    assert (states, found) == TABLE[str(route)], f"answered otherwise:\n\n{block}"


def test_table_names_no_route_that_is_gone() -> None:
    assert set(TABLE) <= {str(route) for route in ROUTES}


def test_routes_have_names_of_their_own() -> None:
    names = [str(route) for route in ROUTES]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_nobody_and_the_deactivated_are_let_in_nowhere(route: Route) -> None:
    if route.name in PUBLIC or str(route) not in TABLE:
        pytest.skip("open to everybody")
    _states, answers = TABLE[str(route)]

    assert set(answers["anonymous"]) | set(answers["deactivated"]) <= {"401", "login", "404"}


@pytest.mark.parametrize("route", [one for one in ROUTES if one.name.startswith("api:")], ids=str)
def test_token_that_reads_changes_nothing(route: Route) -> None:
    if route.method not in METHODS[1:] or str(route) not in TABLE:
        pytest.skip("reads")

    assert set(TABLE[str(route)][1]["token_read"]) == {"403"}


@pytest.mark.parametrize("route", [one for one in ROUTES if "ref" in dict(one.converters)], ids=str)
def test_idea_route_answers_exactly_those_who_may_see_it(scene: Scene, route: Route) -> None:
    """The queryset's access door and the table agree; who may not see gets what a ref that was never given gets."""
    states, _parts = parts_of(route)
    LIMITER.forget()

    for caller in CALLERS[2:]:
        visible = set(Idea.objects.visible_to(scene.person_of(caller)).values_list("pk", flat=True))
        unknown = neutral(answer(scene, route, caller, "unknown"))
        for state in states[:-1]:
            if scene.ideas[state].pk not in visible:
                assert neutral(answer(scene, route, caller, state)) == unknown, (caller, state)
            elif route.method == "GET":
                assert answer(scene, route, caller, state).status_code != 404, (caller, state)


def neutral(response: Any) -> tuple[int, bytes]:
    """Return status and body without what differs between any two requests."""
    body = re.sub(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|GS-[0-9]{6}", b"", response.content)
    return response.status_code, re.sub(rb'csrf[a-z]*"?[^>]{0,40}[A-Za-z0-9]{64}', b"", body)
