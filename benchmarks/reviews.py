"""The pages of those who review, lead and sort, beside many open reviews: `bin/bench --only reviews`.

Each size has a database of its own. The floor is one keyset page of a department's open reviews by one statement and
orjson, through the same middleware and behind the same session; `bare` is the way there and back alone.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import psycopg

from benchmarks import wrk
from benchmarks.home import make_home
from benchmarks.plans import line
from benchmarks.stack import BenchStack
from benchmarks.suite import versions
from benchmarks.wrk import Load, Row
from tests.crash.stack import ROOT, START_SECONDS, wait_until

BEGINS: Final = "<!-- reviews: written by bin/bench --only reviews -->"
ENDS: Final = "<!-- end of reviews -->"
SIZES: Final = (1_000, 10_000)
FLOOR: Final = "floor"
MOST_GROWTH: Final = 1.5  # processor time of ten times as many reviews


@dataclass(frozen=True)
class Page:
    """One page, and the people who read it: the name of a group that the seed made."""

    name: str
    path: str
    readers: str


PAGES: Final = (
    Page("bare", "/floor/bare", "leads"),
    Page(FLOOR, "/floor/reviews", "leads"),
    Page("desk of a reviewer", "/reviews/", "reviewers"),
    Page("desk of a lead", "/reviews/", "leads"),
    Page("queue of a department", "/reviews/several/departments/", "leads"),
    Page("late reviews of a department", "/reviews/several/departments/?late=on", "leads"),
    Page("open to claim", "/reviews/several/to-take/", "reviewers"),
    Page("triage inbox", "/triage/", "triagers"),
    Page("load of every department", "/departments/load/", "managers"),
    Page("escalated", "/escalated/", "managers"),
    Page("board", "/ideas/", "members"),
    Page("overview", "/overview/", "managers"),
)


def measure(load: Load, *, sizes: Sequence[int] = SIZES, pages: Sequence[Page] = PAGES) -> dict[str, Any]:
    """Measure every page beside as many open reviews as each of `sizes` says."""
    wrk.program()
    found = []
    for size in sizes:
        sys.stderr.write(f"{size:,} open reviews\n")
        with _filled(size) as (stack, sessions):
            queries = _queries(stack, sessions, pages)
            rows = [_measure(stack, load, size, sessions, page) for page in pages]
            found.append({"reviews": size, "rows": [row.as_dict() for row in rows], "queries": queries})
    used = {"connections": load.connections, "seconds": load.seconds, "runs": load.runs}
    return {"versions": versions(), **used, "load": round(os.getloadavg()[0], 1), "sizes": found}


def as_markdown(result: Mapping[str, Any]) -> str:
    """Return the table of the page: the largest size, and beside it what the smallest took."""
    first, last = result["sizes"][0], result["sizes"][-1]
    small, large = ({row["name"]: row for row in size["rows"]} for size in (first, last))
    head = f"| page | ms p50 | µs server | µs PostgreSQL | to the floor | to {first['reviews']:,} reviews | statements | reads whole tables |"
    lines = [head, "|---|--:|--:|--:|--:|--:|--:|---|"]
    for name, row in large.items():
        asked = last["queries"].get(name, {"statements": "–", "scans": []})
        growth = _cpu(row) / _cpu(small[name])
        lines.append(
            f"| {name} | {_milliseconds(row)} | {row['server_cpu']:,.0f} | {row['postgres_cpu']:,.0f} "
            f"| {_cpu(row) / _cpu(large[FLOOR]):.1f}× | {growth:.2f}× | {asked['statements']} | {', '.join(asked['scans']) or '–'} |"
        )
    sentence = (
        f"{last['reviews']:,} open reviews, {result['connections']} connections, median of {result['runs']} runs of "
        f"{result['seconds']:g} s at commit `{result['versions']['groundswell'][:12]}`. Load average at the end {result['load']}."
    )
    return "\n".join([*lines, "", sentence]) + "\n"


def _milliseconds(row: Mapping[str, Any]) -> str:
    """The median; none where most runs were over before the first answer."""
    return f"{row['p50_ms']:.1f}" if row["p50_ms"] else "–"


def _cpu(row: Mapping[str, Any]) -> float:
    """Processor time of one request in server and PostgreSQL, in microseconds."""
    return float(row["server_cpu"] + row["postgres_cpu"]) or 1.0


@contextlib.contextmanager
def _filled(size: int) -> Iterator[tuple[BenchStack, Mapping[str, Sequence[str]]]]:
    """Run engines and the web server beside `size` open reviews; afterwards nothing of them is left."""
    home = make_home()
    stack = BenchStack(home, is_one_port=False)
    try:
        stack.start_engines()
        made = json.loads(stack.run_module("benchmarks.seed_reviews", str(size)))
        with psycopg.connect(stack.database_url(), autocommit=True) as connection:
            connection.execute("vacuum analyze")
        stack.start_program("web")
        if not wait_until(stack.answers, seconds=START_SECONDS):
            raise RuntimeError(f"the web server did not start: {(stack.home / 'log' / 'web.log').read_text()[-3000:]}")
        yield stack, {**made["sessions"], "members": made["members"]}
    finally:
        stack.stop()
        shutil.rmtree(home, ignore_errors=True)


def _measure(stack: BenchStack, load: Load, size: int, sessions: Mapping[str, Sequence[str]], page: Page) -> Row:
    plan = [line("GET", page.path, f"Cookie: sessionid={key}") for key in sessions[page.readers]]
    return wrk.measure(stack, load, page.name, size, lambda _run: plan)


def _queries(
    stack: BenchStack, sessions: Mapping[str, Sequence[str]], pages: Sequence[Page]
) -> dict[str, dict[str, Any]]:
    """Statements of each page and what they read from end to end; the floors have none worth a line."""
    asked = {
        page.name: {"path": page.path, "session": sessions[page.readers][0]}
        for page in pages
        if not page.path.startswith("/floor/")
    }
    command = [sys.executable, "-m", "benchmarks.review_queries"]
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=stack.environment,
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, dict[str, Any]] = json.loads(ended.stdout)
    return found
