"""Every operation of the API answers as the published document says: once with success, and once to nobody."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from ideas.rates import LIMITER
from tests.api.published import address_of, check_answer, document
from tests.permissions.routes import Route, all_routes
from tests.permissions.scene import Scene, build_scene
from tests.permissions.table import read_table
from tests.permissions.targets import HEADERS, QUERIES, body_of, parts_of

pytestmark = pytest.mark.django_db
TABLE = read_table()
ROUTES = [route for route in all_routes() if route.name.startswith("api:") and route.name != "api:v1:docs"]
# The table tries this with a colleague whom nobody knows; here it goes to somebody, by the reviewer.
HAND_OVER = "POST api:v1:review-hand-over"
OWNER = "PUT api:v1:idea-owner"
# No idea of the table is approved, so these succeed with one of their own.
APPROVED = {OWNER: ("programme", "approved"), "POST api:v1:idea-outcomes": ("programme", "approved")}


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with folder, django_db_blocker.unblock(), transaction.atomic():
        yield build_scene()
        transaction.set_rollback(True)


def ask(scene: Scene, route: Route, caller: str, state: str) -> Any:
    """Send the route's request, compare the answer with the document, and return it."""
    LIMITER.forget()
    is_approved = state == "approved"
    parts = {"ref": scene.things["approved"].ref} if is_approved else dict(parts_of(route)[1](scene, state))
    path = reverse(route.name, kwargs=parts)
    query = QUERIES.get(str(route), "")
    body = body_of(route)
    if str(route) == HAND_OVER:
        body = {**body, "to": str(scene.people["lead"].public_id)}
    if str(route) == OWNER:
        body = {**body, "person": str(scene.people["lead"].public_id)}
    response = scene.ask(caller, route.method, path + query, body, HEADERS.get(str(route)))
    assert address_of(path) is not None, f"{route} is not in the document"
    check_answer(route.method, path, response)
    return response


def successes(route: Route) -> list[tuple[str, str]]:
    """Return the callers and states whom the table lets through."""
    if str(route) == HAND_OVER:
        return [("reviewer", "open")]
    if str(route) in APPROVED:
        return [APPROVED[str(route)]]
    states, answers = TABLE[str(route)]
    return [
        (caller, state)
        for caller, codes in answers.items()
        for state, code in zip(states, codes, strict=True)
        if code.startswith("2")
    ]


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_operation_answers_as_published(scene: Scene, route: Route) -> None:
    caller, state = successes(route)[0]

    response = ask(scene, route, caller, state)

    assert response.status_code < 300


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_operation_refuses_nobody_as_published(scene: Scene, route: Route) -> None:
    state = TABLE[str(route)][0][0]

    assert ask(scene, route, "anonymous", state).status_code == 401


def test_every_operation_of_the_document_was_tried() -> None:
    tried = {(route.method.lower(), address_of_route(route)) for route in ROUTES}

    assert tried == {(verb, address) for address, verbs in document()["paths"].items() for verb in verbs}


def address_of_route(route: Route) -> str:
    """Return the address of a route as the document writes it."""
    address = route.pattern
    for name, kind in route.converters:
        address = address.replace(f"<{kind}:{name}>", f"{{{name}}}")
    return address
