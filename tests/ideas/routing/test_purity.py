import ast
import sys
from pathlib import Path

import pytest

import ideas.routing

MODULES = sorted(Path(ideas.routing.__path__[0]).glob("*.py"))
READS_THE_WORLD = {"os", "io", "pathlib", "socket", "subprocess", "random", "secrets", "time", "logging"}


def imported(module: Path) -> set[str]:
    """The modules that a file imports, by full name."""
    nodes = list(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("module", MODULES, ids=[one.stem for one in MODULES])
def test_routing_module_imports_only_itself_and_pure_parts_of_the_language(module: Path) -> None:
    outside = {name for name in imported(module) if not name.startswith("ideas.routing.")}

    assert {name.partition(".")[0] for name in outside} <= set(sys.stdlib_module_names) - READS_THE_WORLD
