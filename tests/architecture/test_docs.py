"""What the docs point at is there."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
INVARIANTS = (ROOT / "docs/review-process.md").read_text(encoding="utf-8").partition("## 3.14")[2]


def exists(test: str) -> bool:
    path, _, name = test.partition("::")
    file = ROOT / path
    return file.is_file() and (not name or f"def {name}(" in file.read_text(encoding="utf-8"))


def test_every_invariant_names_a_test_that_exists() -> None:
    rows = [row for row in INVARIANTS.splitlines() if re.match(r"\| \d+ \|", row)]
    tests = [re.findall(r"`(tests/[^`]+)`", row) for row in rows]

    assert [int(row.split("|")[1]) for row in rows] == list(range(1, 21))
    assert [row for row, named in zip(rows, tests, strict=True) if not named and "the same test" not in row] == []
    assert [one for named in tests for one in named if not exists(one)] == []


def test_every_constraint_that_holds_an_invariant_exists() -> None:
    known = {one.name for model in apps.get_models() for one in model._meta.constraints}
    held_by = [row.split("|")[3] for row in INVARIANTS.splitlines() if re.match(r"\| \d+ \|", row)]

    assert {name for cell in held_by for name in re.findall(r"`(\w+)`", cell)} - known == set()
