"""The pages of those who review, measured once beside few reviews; how fast anything is, is not asserted."""

import shutil
from typing import Any

import pytest

from benchmarks.reviews import FLOOR, PAGES, as_markdown, measure
from benchmarks.wrk import Load


@pytest.mark.crash
@pytest.mark.timeout(300)
def test_measure_reads_every_page_and_counts_its_statements() -> None:
    if shutil.which("wrk") is None:
        pytest.skip("wrk is not installed (Debian, Ubuntu: apt-get install wrk)")

    (size,) = measure(Load(connections=2, seconds=1, runs=1), sizes=[140])["sizes"]

    assert [row["name"] for row in size["rows"]] == [page.name for page in PAGES]
    assert [row["name"] for row in size["rows"] if row["refused"] or row["broken"]] == []
    assert set(size["queries"]) == {page.name for page in PAGES[2:]}


def test_table_compares_with_the_floor_and_with_fewer_reviews() -> None:
    result = {
        "versions": {"groundswell": "0123456789abcdef"}, "connections": 8, "seconds": 3, "runs": 1, "load": 0.5,
        "sizes": [size(1_000, page_us=1_000), size(10_000, page_us=1_500)],
    }  # fmt: skip

    table = as_markdown(result)

    assert "| desk | 9.0 | 1,500 | 500 | 4.0× | 1.33× | 19 | ideas_idea: 2,500 |" in table
    assert "| floor | 9.0 | 0 | 500 | 1.0× | 1.00× | – | – |" in table


def size(reviews: int, *, page_us: int) -> dict[str, Any]:
    rows = [
        {"name": name, "p50_ms": 9.0, "server_cpu": server, "postgres_cpu": 500}
        for name, server in ((FLOOR, 0), ("desk", page_us))
    ]
    return {
        "reviews": reviews,
        "rows": rows,
        "queries": {"desk": {"statements": 19, "scans": ["ideas_idea: 2,500"], "scanning": []}},
    }
