"""The benchmarks run from end to end and write what their page shows; how fast anything is, is not asserted."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from benchmarks import report
from benchmarks.suite import Options, run
from benchmarks.wrk import Load

ROWS = [
    "bare",
    "psy",
    "drf",
    "list",
    "list, newest",
    "one idea",
    "board, page",
    "vote",
    "vote, ten ideas",
    "draft",
    "send",
]
OPTIONS = Options(
    sizes=(50,),
    people=80,
    load=Load(connections=4, seconds=1, runs=1),
    sockets=(20,),
    is_one_port=False,
    idle_samples=2,
    no_ops=20,
    rounds=2,
)

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    if shutil.which("wrk") is None:
        pytest.skip("wrk is not installed (Debian, Ubuntu: apt-get install wrk)")
    return json.loads(json.dumps(run(OPTIONS)))


def test_run_of_a_small_size_measures_every_row(result: dict[str, Any]) -> None:
    rows = result["sizes"][0]["rows"]

    assert [row["name"] for row in rows] == ROWS
    assert [row["name"] for row in rows if row["refused"] or row["broken"]] == []


def test_run_of_a_small_size_reaches_every_socket(result: dict[str, Any]) -> None:
    found = result["sizes"][0]["fan_out"]

    assert [(one["name"], one["sockets"], one["lost"]) for one in found] == [("thin", 20, 0), ("live", 20, 0)]


def test_report_of_a_run_replaces_the_tables_of_a_page(result: dict[str, Any], tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"before\n{report.BEGINS}\nold\n{report.ENDS}\nafter\n", encoding="utf-8")
    result["sizes"][0]["rows"].append({**result["sizes"][0]["rows"][3], "name": "list, deep page"})

    report.write_into(page, report.as_markdown(result))

    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{report.BEGINS}\n")
    assert text.endswith(f"{report.ENDS}\nafter\n")
    assert "old" not in text
    assert "| list: processor time, to psycopg + orjson |" in text
