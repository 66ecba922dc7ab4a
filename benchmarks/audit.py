"""What it takes to seal and to check a long audit trail.

`bin/bench --only audit` runs it on engines of its own and writes `results/audit.json` and its table into the page.

Source of the target: 100,000 rows are checked within ten seconds (docs/audit.md "Checking").
"""

import os
import shutil
import statistics
import time
from dataclasses import asdict, dataclass
from typing import Final

import psycopg

from benchmarks.home import make_home
from benchmarks.stack import BenchStack

BEGINS: Final = "<!-- audit: written by bin/bench --only audit -->"
ENDS: Final = "<!-- end of audit -->"
ROWS: Final = 100_000
RUNS: Final = 3
MOST_SECONDS: Final = 10.0
_SEALED_AT_ONCE: Final = 1000
# As of a transaction that ended long ago, so that all rows may be sealed; with values of usual length.
_WRITE: Final = """
    insert into audit_event (action, object_type, object_id, before, after, reason, tx)
    select 'review.hand_over', 'review', gen_random_uuid()::text, jsonb_build_object('owner', number),
           jsonb_build_object('owner', number + 1), 'Away for two weeks; the deputy takes it over.', '3'::xid8
    from generate_series(1, %s) as number
"""


@dataclass(frozen=True)
class Measured:
    """Seconds to seal all rows, and for each run of `audit_verify` from its start to its end; `load`: average at the end."""

    rows: int
    seal_seconds: float
    verify_seconds: tuple[float, ...]
    load: float

    @property
    def verify_median(self) -> float:
        return statistics.median(self.verify_seconds)


def measure(*, rows: int = ROWS, runs: int = RUNS) -> Measured:
    """Write `rows` audit rows into a new database, seal them as the relay does, and check them `runs` times.

    Raises:
        CalledProcessError: the chain does not hold.
    """
    home = make_home()
    stack = BenchStack(home, is_one_port=False)
    try:
        stack.start_engines()
        sealed = _seal(stack.database_url(), rows)
        checked = tuple(_verify(stack) for _run in range(runs))
        return Measured(rows, sealed, checked, round(os.getloadavg()[0], 1))
    finally:
        stack.stop()
        shutil.rmtree(home, ignore_errors=True)


def as_json(found: Measured) -> dict[str, object]:
    """Return the result as it is written to the file."""
    return {**asdict(found), "verify_median": found.verify_median, "most_seconds": MOST_SECONDS}


def as_markdown(found: Measured) -> str:
    """Return the table of the page."""
    is_met = "met" if found.verify_median <= MOST_SECONDS else "**not met**"
    checked = f"{found.rows:,} rows: check all (`manage.py audit_verify`, from start to end)"
    lines = [
        "| what | seconds | target | |",
        "|---|--:|--:|---|",
        f"| {checked} | {found.verify_median:.1f} | ≤ {MOST_SECONDS:g} | {is_met} |",
        f"| {found.rows:,} rows: seal all, a thousand at a time | {found.seal_seconds:.1f} | – | |",
    ]
    return "\n".join([*lines, "", f"Load average at the end {found.load}."]) + "\n"


def _seal(url: str, rows: int) -> float:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_WRITE, [rows])
        began = time.perf_counter()
        for _batch in range(rows // _SEALED_AT_ONCE + 1):
            connection.execute("select seal_audit_events(%s)", [_SEALED_AT_ONCE])
        took = time.perf_counter() - began
        connection.execute("analyze audit_event")
    return took


def _verify(stack: BenchStack) -> float:
    began = time.perf_counter()
    stack.run_module("manage", "audit_verify")
    return time.perf_counter() - began
