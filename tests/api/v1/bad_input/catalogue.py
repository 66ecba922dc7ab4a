"""What every row of the bad-input catalogue shares: the request, the answer wanted, and that nothing changed.

Row numbers are those of docs/bad-input.md.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from ideas.models import Comment, Idea, User
from tests.api.client import Caller, places, problem

IDEAS = "/api/v1/ideas"
PEOPLE = "/api/v1/people"
DEPARTMENTS = "/api/v1/departments"
TOKENS = "/api/v1/me/tokens"
# Rewritten by requests that were refused too: counting them, and remembering who came.
_COUNTED = {"rate_window", "django_session", "ideas_apitoken"}


@dataclass
class World:
    """Who asks, and what there is: a draft and a sent idea of theirs, an idea and a comment of somebody else."""

    api: Caller
    member: User
    draft: Idea
    own: Idea
    open: Idea
    comment: Comment


Send = Callable[[World], Any]
Place = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """One input: its row, how it is sent, and status, code and places of the answer."""

    row: int
    send: Send
    status: int
    code: str
    places: tuple[Place, ...] = ()


def case(name: str, row: int, send: Send, status: int, code: str, *places: Place) -> Any:
    """Return one parameter of a test, known by its row and name."""
    return pytest.param(Case(row, send, status, code, places), id=f"{row:02d}-{name}")


def check(world: World, one: Case) -> Any:
    """Send the input; the answer is as wanted, no table changed, and the next request is answered. Return the answer."""
    with nothing_changes(world.api):
        response = one.send(world)

    assert problem(response) == (one.status, one.code)
    assert tuple(places(response))[: len(one.places)] == one.places
    return response


@contextmanager
def nothing_changes(api: Caller) -> Iterator[None]:
    """Assert that no table changed meanwhile and that the next normal request is answered."""
    before = checksums()
    yield
    assert checksums() == before
    assert api.get("/api/v1/me").status_code == 200


def checksums() -> dict[str, str]:
    """Return a digest of every table of ours."""
    with connection.cursor() as cursor:
        cursor.execute(_digest())
        return dict(cursor.fetchall())


@cache
def _digest() -> str:
    tables = {model._meta.db_table for model in apps.get_app_config("ideas").get_models(include_auto_created=True)}
    parts = [
        f"select '{table}', coalesce(md5(string_agg(row::text, '|' order by row::text)), '') from \"{table}\" as row"
        for table in sorted(tables - _COUNTED)
    ]
    return " union all ".join(parts)


def rows_of(*modules: Any) -> set[int]:
    """Return the rows that the cases of some modules cover."""
    return {
        parameter.values[0].row
        for module in modules
        for value in vars(module).values()
        if isinstance(value, list)
        for parameter in value
        if hasattr(parameter, "values") and isinstance(parameter.values[0], Case)
    }
