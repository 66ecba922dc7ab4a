"""The catalogue is whole: each row of docs/bad-input.md is a test here, or names the place where it is one."""

import re
from pathlib import Path

from django.conf import settings

HERE = Path(__file__).parent
WANTED = {*range(1, 54), 57, *range(59, 65)}


def test_every_row_of_the_catalogue_is_tried() -> None:
    page = (Path(settings.BASE_DIR) / "docs" / "bad-input.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1]: line for line in page.splitlines() if re.match(r"\| \d", line)}
    elsewhere = {row for cells, line in rows.items() if "tests/" in line for row in _numbers(cells)}
    source = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py"))
    here = {int(row) for row in re.findall(r'"[a-z0-9{}_-]+", (\d\d?),|test_row_(\d\d?)', source) for row in row if row}
    here |= {int(row) for row in re.findall(r"_and_(\d\d)_", source)}
    here |= {int(row) for row in re.findall(r'text\(.*"[a-z_]+", (\d\d)\)', source)}
    here |= {int(row) for row in re.findall(r"f\"[a-z0-9{}_-]+\", (\d\d),", source)}
    here |= {int(row) for row in re.findall(r"^ +(\d\d?),$", source, re.MULTILINE)}

    assert WANTED - elsewhere - here == set()
    assert {row for cells in rows for row in _numbers(cells)} >= WANTED


def _numbers(cells: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", cells)]
