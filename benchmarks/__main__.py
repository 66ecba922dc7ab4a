"""`bin/bench`: one run, its result as JSON and as tables."""

import argparse
import json
import sys
import time
from pathlib import Path

from benchmarks import assignment, audit, report, reviews
from benchmarks.suite import Options, run, run_sockets
from benchmarks.wrk import Load, ToolMissing
from tests.crash.stack import ROOT

RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "performance.md"


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    found = argparse.ArgumentParser(prog="bin/bench", description="Measure Groundswell beside floors, in one run.")
    found.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000], help="ideas (1000 10000)")
    found.add_argument("--people", type=int, default=2_000, help="members of staff (2000)")
    found.add_argument("--runs", type=int, default=3, help="runs of each figure (3)")
    found.add_argument("--seconds", type=float, default=3, help="length of a run (3)")
    found.add_argument("--connections", type=int, default=32, help="connections at once (32)")
    found.add_argument("--full", action="store_true", help="5,000 sockets besides 1,000")
    found.add_argument("--one-port", action="store_true", help="serve as bin/serve does, by one process")
    found.add_argument(
        "--only", choices=["sockets", "assignment", "audit", "reviews"], help="measure that part alone, and print it"
    )
    found.add_argument("--output", type=Path, help="write the JSON there, and leave the page as it is")
    return found


def main() -> int:
    """Measure, write and tell."""
    given = parser().parse_args()
    options = Options(
        sizes=tuple(sorted(given.sizes)),
        people=given.people,
        load=Load(given.connections, given.seconds, given.runs),
        sockets=(1_000, 5_000) if given.full else (1_000,),
        is_one_port=given.one_port,
    )
    try:
        if given.only is not None:
            sys.stdout.write(_only(given.only, options, given.output))
            return 0
        result = run(options)
    except ToolMissing as error:
        sys.stderr.write(f"{error}\n")
        return 1
    path: Path = given.output or RESULTS / ("one-port.json" if given.one_port else "split.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    tables = report.as_markdown(result)
    if given.output is None and not given.one_port:
        report.write_into(PAGE, tables)
    sys.stdout.write(f"{tables}\nThe whole result is in {path}.\n")
    return 0


def _only(part: str, options: Options, output: Path | None) -> str:
    """Measure one part alone; return what is to be read."""
    if part == "sockets":
        return json.dumps(run_sockets(options), indent=1) + "\n"
    if part == "reviews":
        return _reviews(options.load, output)
    return _simulate(output) if part == "assignment" else _audit(output)


def _reviews(load: Load, output: Path | None) -> str:
    """Measure the pages of those who review, and write the result; return its table."""
    result = reviews.measure(load)
    (output or RESULTS / "reviews.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    table = reviews.as_markdown(result)
    if output is None:
        report.write_into(PAGE, table, begins=reviews.BEGINS, ends=reviews.ENDS)
    return table


def _audit(output: Path | None) -> str:
    """Seal and check a long audit trail, and write the result; return its table."""
    found = audit.measure()
    (output or RESULTS / "audit.json").write_text(json.dumps(audit.as_json(found), indent=1) + "\n", encoding="utf-8")
    table = audit.as_markdown(found)
    if output is None:
        report.write_into(PAGE, table, begins=audit.BEGINS, ends=audit.ENDS)
    return table


def _simulate(output: Path | None) -> str:
    """Share out the work of simulated years in every way, and write the result; return its table."""
    began = time.process_time()
    outcomes = assignment.measure()
    result = assignment.as_json(outcomes, seconds=time.process_time() - began)
    (output or RESULTS / "assignment.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    table = assignment.as_markdown(outcomes)
    if output is None:
        report.write_into(PAGE, table, begins=assignment.BEGINS, ends=assignment.ENDS)
    return table


if __name__ == "__main__":
    sys.exit(main())
