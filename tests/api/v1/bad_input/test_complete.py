"""The catalogue is whole: each row of docs/bad-input.md is a test here, or names the place where it is one."""

import re
from pathlib import Path

from django.conf import settings

from tests.api.v1.bad_input import test_acts, test_addresses, test_bodies, test_files
from tests.api.v1.bad_input.catalogue import rows_of

MODULES = (test_acts, test_addresses, test_bodies, test_files)
WANTED = {*range(1, 54), 57, *range(59, 65)}


def numbers(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"\d+", text)}


def test_every_row_of_the_catalogue_is_tried() -> None:
    page = (Path(settings.BASE_DIR) / "docs" / "bad-input.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in page.splitlines() if re.match(r"\| \d", line)]
    elsewhere = {number for _start, cell, *rest in rows if "tests/" in "".join(rest) for number in numbers(cell)}
    named = [re.match(r"test_row_(\d+)(?:_and_(\d+))?", name) for module in MODULES for name in vars(module)]
    here = rows_of(*MODULES) | {int(row) for match in named if match for row in match.groups() if row}

    assert WANTED - elsewhere - here == set()
    assert {number for _start, cell, *_rest in rows for number in numbers(cell)} >= WANTED
