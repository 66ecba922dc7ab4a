"""The house as docs/architecture.md describes it: sizes, doors and facts."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from ideas.events import DomainEvent

ROOT = Path(settings.BASE_DIR)
ROOMS = ("api", "config", "frontend", "ideas", "workers")
MOST_FUNCTION_LINES = 40
MOST_FILE_LINES = 299
TRANSPORT = (
    "django.http",
    "django.urls",
    "django.shortcuts",
    "django.template",
    "rest_framework",
    "celery",
    "channels",
)
# What a room must not touch: rows are reached through selectors and services.
HANDS_OFF = ("api", "frontend", "workers/handlers")


def modules(*places: str) -> list[Path]:
    """Return the modules below some folders, without migrations."""
    found = (path for place in places for path in (ROOT / place).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name_of(path)}: {one.name}": one.end_lineno - one.lineno + 1
        for path in modules(*ROOMS)
        for one in functions(path)
        if one.end_lineno and one.end_lineno - one.lineno + 1 > MOST_FUNCTION_LINES
    }

    assert long == {}


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(*ROOMS)}

    assert {name: count for name, count in lengths.items() if count > MOST_FILE_LINES} == {}


def test_no_module_is_named_for_leftovers() -> None:
    names = {"utils", "helpers", "common", "misc", "manager"}

    assert [name_of(path) for path in modules(*ROOMS) if path.stem in names] == []


@pytest.mark.parametrize("place", HANDS_OFF)
def test_room_reaches_rows_through_selectors_and_services(place: str) -> None:
    touched = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules(place)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    ]

    assert touched == []


def test_domain_knows_no_transport() -> None:
    known = [
        f"{name_of(path)}: {module}"
        for path in modules("ideas")
        for module in imports_of(path)
        if module.startswith(TRANSPORT)
    ]

    assert known == []


def test_domain_imports_at_the_top_of_its_modules() -> None:
    hidden = [
        f"{name_of(path)}: {one.name}"
        for path in modules("ideas")
        for one in functions(path)
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(one))
    ]

    assert hidden == []


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


def test_only_the_doorbell_and_the_relay_send_tasks() -> None:
    senders = {
        name_of(path)
        for path in modules(*ROOMS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"delay", "apply_async", "send_task"}
    }

    assert {name for name in senders if name != "workers/apps.py" and not name.startswith("workers/relay/")} == set()


def test_rooms_import_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")

    ended = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stdout
    assert ", 0 broken" in ended.stdout


@pytest.mark.parametrize("event", DomainEvent.__subclasses__(), ids=lambda event: event.__name__)
def test_event_says_who_must_hear_of_it_or_that_nobody_must(event: type[DomainEvent]) -> None:
    assert "consumers" in vars(event)
    assert "type" in vars(event)


def test_events_have_types_of_their_own() -> None:
    types = [event.type for event in DomainEvent.__subclasses__()]

    assert len(types) == len(set(types))
