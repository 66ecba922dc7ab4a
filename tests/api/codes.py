"""Finds every code that the API can answer, in the modules that it can reach and in the tables that codes come from."""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from api import errors, serializers
from ideas import typed_text
from ideas.exceptions import DomainError
from ideas.routing.rules import ANSWER_PROBLEMS
from ideas.routing.ruleset import ReasonNeeds

ROOT = Path(settings.BASE_DIR)
# Which argument of a call is the code.
_PLACES = {
    "Detail": 0,
    "ErrorDetail": 1,
    "FieldProblem": 1,
    "Problem": 1,
    "Refusal": 1,
    "_refused": 0,
    "_wrong": 1,
    "add": 1,
    "refuse": 0,
    "refused": 1,
}


def reachable() -> list[Path]:
    """Return the modules of `api`, what they import of `ideas`, and what is refused before a view is asked."""
    found = {ROOT / "config" / "refusals.py", *(ROOT / "api").rglob("*.py")}
    waiting = list(found)
    while waiting:
        for path in map(_file_of, _imported(waiting.pop())):
            if path is not None and path not in found:
                found.add(path)
                waiting.append(path)
    return sorted(found)


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def _file_of(module: str) -> Path | None:
    room = module.partition(".")[0]
    places = [ROOT / f"{module.replace('.', '/')}.py", ROOT / module.replace(".", "/") / "__init__.py"]
    return next((path for path in places if room in {"api", "ideas"} and path.is_file()), None)


def written_codes() -> set[str]:
    """Return the codes that stand as words in those modules."""
    trees = (ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for path in reachable())
    calls = (node for node in chain.from_iterable(trees) if isinstance(node, ast.Call))
    return {word for call in calls for word in _codes_of(call)}


def _codes_of(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    place = _PLACES.get(name, len(call.args))
    given = [*call.args[place : place + 1], *(one.value for one in call.keywords if one.arg == "code")]
    for node in given:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield node.value


def tabled_codes() -> set[str]:
    """Return the codes that come from tables and classes, not from calls."""
    checks = (*typed_text._STORABLE, *typed_text._ONE_LINE, *typed_text._READABLE)
    return {
        *(code for _is_wrong, code, _sentence in checks),
        *ANSWER_PROBLEMS,
        *(f"{need.value}_required" for need in ReasonNeeds),
        *errors._WORDS.values(),
        *serializers._CODES.values(),
        *(kind.code for kind in _kinds()),
        import_string("ideas.addresses.AddressRefused")("No.").code,
        "not_authenticated",
    }


def _kinds(base: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    yield base
    for kind in base.__subclasses__():
        yield from _kinds(kind)
