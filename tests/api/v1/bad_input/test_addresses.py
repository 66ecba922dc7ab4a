"""Rows 32 to 48 and 72: addresses, parameters, cursors, headers."""

import time
from typing import Any

import pytest

from tests.api.client import Caller, problem
from tests.api.v1.bad_input.catalogue import DEPARTMENTS, IDEAS, PEOPLE, Case, Send, World, case, check
from tests.factories.ideas import submitted_idea
from tests.factories.people import UserFactory

UNKNOWN_ID = "00000000-0000-0000-0000-000000000000"


def get(address: str, **headers: str) -> Send:
    return lambda world: world.api.get(address, **headers)


def send(method: str, address: str) -> Send:
    return lambda world: world.api.send(method, address)


def with_cursor(change: Any) -> Send:
    """Ask for the second page with a changed cursor; `change` gets the world and the next page's address."""

    def ask(world: World) -> Any:
        submitted_idea()
        return change(world, world.api.get(f"{IDEAS}?limit=1").json()["next"])

    return ask


def parameter(name: str, row: int, query: str, where: str, code: str = "invalid_parameter", status: int = 400) -> Any:
    return case(name, row, get(f"{IDEAS}?{query}"), status, code, (where, code))


REQUESTS = [
    case(
        "1200-parameters", 32, get(f"{IDEAS}?" + "&".join(f"a{n}=1" for n in range(1200))), 400, "too_many_parameters"
    ),
    case("csv", 35, get(IDEAS, accept="text/csv"), 406, "not_acceptable"),
    case("html", 35, get(IDEAS, accept="text/html"), 406, "not_acceptable"),
    case("host", 37, get(IDEAS, host="evil.example"), 400, "bad_host"),
    *[
        case(f"ref-{number}", 38, get(f"{IDEAS}/{ref}"), 404, "not_found")
        for number, ref in enumerate(
            ["99999999999999999999", "-1", "abc", "1%00", "%F0%9F", "GS-999999", "GS-000001%00", "gs-000001", "GS-1"]
        )
    ],
    *[
        case(f"id-{number}", 48, get(f"{DEPARTMENTS}/{one}"), 404, "not_found")
        for number, one in enumerate(["1", UNKNOWN_ID, UNKNOWN_ID[:-1], UNKNOWN_ID + "%00", "%00", "../me"])
    ],
]
PARAMETERS = [
    *[
        parameter(f"page-{page}", 39, f"page={page}", "page", "unknown_parameter")
        for page in ("0", "-1", "abc", "100000000000000000000")
    ],
    *[
        case(f"cursor-{cursor}", 39, get(f"{IDEAS}?cursor={cursor}"), 400, "invalid_cursor")
        for cursor in ("0", "-1", "abc", "100000000000000000000", "")
    ],
    case("cursor-nul", 39, get(f"{IDEAS}?cursor=%00"), 400, "invalid_parameter"),
    *[
        parameter(f"limit-{limit}", 40, f"limit={limit}", "limit")
        for limit in ("0", "-1", "1000000000", "1e3", "101", "1.0", "%201", "", "٣")
    ],
    parameter("order-secret", 42, "order=secret", "order"),
    parameter("order-many", 42, "order=-score,title__x", "order"),
    case("order-nul", 42, get(f"{IDEAS}?order=%00"), 400, "invalid_parameter"),
    parameter("lookup", 43, "title__startswith=a", "title__startswith", "unknown_parameter"),
    parameter("connector", 43, "_connector=OR%201=1", "_connector", "unknown_parameter"),
    parameter("filter", 43, "is_staff=true", "is_staff", "unknown_parameter"),
    parameter("repeated", 44, "limit=1&limit=2", "limit", "repeated_parameter"),
    case("search-nul", 45, get(f"{IDEAS}?q=a%00b"), 400, "invalid_parameter"),
    case("bad-utf8", 45, get(f"{IDEAS}?tag=%ff"), 400, "invalid_parameter"),
    parameter("2000-words", 46, "q=" + "+".join(["word"] * 2000), "q", "too_long", 422),
    parameter("9000-characters", 46, "q=" + "a" * 9000, "q", "too_long", 422),
    case("token-in-query", 72, get(f"{IDEAS}?token=gsp_abc"), 400, "token_in_query"),
]
CURSORS = [
    case("edited", 41, with_cursor(lambda world, address: world.api.get(address[:-2] + "xx")), 400, "invalid_cursor"),
    case(
        "other-filter",
        41,
        with_cursor(lambda world, address: world.api.get(address + "&stage=in_review")),
        400,
        "invalid_cursor",
    ),
    case(
        "other-order",
        41,
        with_cursor(lambda world, address: world.api.get(address + "&order=new")),
        400,
        "invalid_cursor",
    ),
    case(
        "other-person",
        41,
        with_cursor(lambda world, address: Caller(UserFactory()).get(address)),
        400,
        "invalid_cursor",
    ),
    case("8-kib", 41, get(f"{IDEAS}?cursor=" + "a" * 8192), 400, "invalid_cursor"),
]


@pytest.mark.parametrize("one", [*REQUESTS, *PARAMETERS])
def test_address_is_refused_and_nothing_changes(world: World, one: Case, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]

    check(world, one)


@pytest.mark.parametrize("one", CURSORS)
def test_cursor_of_something_else_is_refused(world: World, one: Case) -> None:
    assert problem(one.send(world)) == (one.status, one.code)


@pytest.mark.parametrize("method", ["TRACE", "FOO", "PUT", "DELETE", "OPTIONS"])
def test_row_36_other_method_is_refused_with_what_is_allowed(world: World, method: str) -> None:
    response = check(world, Case(36, send(method, DEPARTMENTS), 405, "method_not_allowed"))

    assert response["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("ref", ["abc", "1%00", "GS-1"])
def test_row_38_malformed_ref_is_answered_like_an_unknown_one(world: World, ref: str) -> None:
    unknown = {**world.api.get(f"{IDEAS}/GS-999999").json(), "instance": ""}

    assert {**world.api.get(f"{IDEAS}/{ref}").json(), "instance": ""} == unknown


@pytest.mark.parametrize(
    "words",
    [
        "%25 _ %5C",
        "' %26 | ! ( ) : *",
        "'; select pg_sleep(10)--",
        "a & | b",
        "((((",
        '"unclosed',
        "is:nothing",
        ":*",
        "\\",
    ],
)
def test_row_46_and_47_search_takes_every_character_literally(world: World, words: str) -> None:
    began = time.process_time()

    response = world.api.get(f"{IDEAS}?q={words.replace('&', '%26').replace('#', '%23')}")

    assert response.status_code == 200
    assert time.process_time() - began < 5  # no measurement: a blow-up takes far longer


@pytest.mark.parametrize("name", ["pg_sleep(10)", "%25%25", "__", "a' or 1=1"])
def test_row_47_name_is_taken_literally(api: Caller, name: str) -> None:
    UserFactory(name="Ana Petrova")

    assert api.get(f"{PEOPLE}?name={name}").json()["results"] == []
