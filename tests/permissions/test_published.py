"""Every operation of the API answers as the published document says: once with success, and once to nobody."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.urls import reverse

from ideas.rates import LIMITER
from tests.api.published import address_of, check_answer, document
from tests.permissions.routes import Route, all_routes
from tests.permissions.scene import Scene
from tests.permissions.successes import SUCCESSES, Success
from tests.permissions.table import read_table
from tests.permissions.targets import HEADERS, QUERIES, body_of, parts_of

pytestmark = pytest.mark.django_db
TABLE = read_table()
ROUTES = [route for route in all_routes() if route.name.startswith("api:") and route.name != "api:v1:docs"]


def ask(scene: Scene, route: Route, caller: str, parts: Mapping[str, Any], body: Any) -> Any:
    """Send the route's request, compare the answer with the document, and return it."""
    LIMITER.forget()
    path = reverse(route.name, kwargs=dict(parts))
    response = scene.ask(caller, route.method, path + QUERIES.get(str(route), ""), body, HEADERS.get(str(route)))
    assert address_of(path) is not None, f"{route} is not in the document"
    check_answer(route.method, path, response)
    return response


def success_of(scene: Scene, route: Route) -> Success:
    """Return a request that succeeds: one of its own, or the first that the table lets through."""
    if str(route) in SUCCESSES:
        return SUCCESSES[str(route)](scene)
    states, answers = TABLE[str(route)]
    caller, state = next(
        (caller, state)
        for caller, codes in answers.items()
        for state, code in zip(states, codes, strict=True)
        if code.startswith("2")
    )
    return Success(caller, parts_of(route)[1](scene, state))


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_operation_answers_as_published(scene: Scene, route: Route) -> None:
    given = success_of(scene, route)

    response = ask(scene, route, given.caller, given.parts, given.body or body_of(route))

    assert response.status_code < 300


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_operation_refuses_nobody_as_published(scene: Scene, route: Route) -> None:
    state = TABLE[str(route)][0][0]

    response = ask(scene, route, "anonymous", parts_of(route)[1](scene, state), body_of(route))

    assert response.status_code == 401


def test_every_operation_of_the_document_was_tried() -> None:
    tried = {(route.method.lower(), address_of_route(route)) for route in ROUTES}

    assert tried == {(verb, address) for address, verbs in document()["paths"].items() for verb in verbs}


def address_of_route(route: Route) -> str:
    """Return the address of a route as the document writes it."""
    address = route.pattern
    for name, kind in route.converters:
        address = address.replace(f"<{kind}:{name}>", f"{{{name}}}")
    return address
