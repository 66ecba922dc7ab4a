"""One run of the benchmarks: for each size a fresh database, the floors, ours, the worker and the sockets."""

import contextlib
import itertools
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import psutil
import psycopg
import redis

from benchmarks import fan_out, postgres_floor, routing, wrk
from benchmarks.home import make_home
from benchmarks.plans import LIST, Cast
from benchmarks.stack import BenchStack
from benchmarks.wrk import Load, Row
from config.open_files import raise_open_files
from tests.crash.stack import ROOT, START_SECONDS, wait_until

MOST_LINES = 30_000
WARM_LINES = 100
PACKAGES = ("django", "djangorestframework", "psycopg", "orjson", "granian", "uvicorn", "celery", "channels")


@dataclass(frozen=True)
class Options:
    """What is measured, and how hard."""

    sizes: tuple[int, ...]
    people: int
    load: Load
    sockets: tuple[int, ...]
    is_one_port: bool
    idle_samples: int = 20
    no_ops: int = 1500
    rounds: int = fan_out.ROUNDS


def run(options: Options) -> dict[str, Any]:
    """Measure everything and return the result as it is written to the file."""
    wrk.program()
    raise_open_files()
    sizes = []
    for size in options.sizes:
        sys.stderr.write(f"{size:,} ideas, {options.people:,} people\n")
        sizes.append(_run_size(options, size))
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "form": "one port" if options.is_one_port else "split",
        "connections": options.load.connections,
        "seconds": options.load.seconds,
        "runs": options.load.runs,
        "people": options.people,
        "machine": {
            "processors": psutil.cpu_count(),
            "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
            "system": platform.platform(),
        },
        "versions": versions(),
        "sizes": sizes,
    }


def run_sockets(options: Options) -> list[dict[str, object]]:
    """Measure the sockets alone, beside the smallest number of ideas."""
    raise_open_files()
    with _filled(options, min(options.sizes)) as (stack, cast):
        return _sockets(stack, options, cast)


def _run_size(options: Options, size: int) -> dict[str, Any]:
    began = time.monotonic()
    with _filled(options, size) as (stack, cast):
        engines = _engines(stack)
        stack.start_program("web")
        if not wait_until(stack.answers, seconds=START_SECONDS):
            raise RuntimeError(f"the web server did not start: {(stack.home / 'log' / 'web.log').read_text()[-3000:]}")
        found = _measure(stack, options, cast, size)
        sockets = _sockets(stack, options, cast)
        return {
            "ideas": size,
            "engines": engines,
            "load_average": [round(one, 2) for one in os.getloadavg()],
            "seconds": round(time.monotonic() - began, 1),
            **found,
            "fan_out": sockets,
        }


@contextlib.contextmanager
def _filled(options: Options, size: int) -> Iterator[tuple[BenchStack, Cast]]:
    """Run engines with `size` ideas; afterwards nothing of them is left."""
    home = make_home()
    stack = BenchStack(home, is_one_port=options.is_one_port)
    try:
        stack.start_engines()
        seeded = json.loads(stack.run_module("benchmarks.seed", str(size), str(options.people)))
        yield stack, Cast(stack.port, seeded["tokens"], seeded["sessions"], seeded["refs"])
    finally:
        stack.stop()
        shutil.rmtree(home, ignore_errors=True)


def _measure(stack: BenchStack, options: Options, cast: Cast, size: int) -> dict[str, Any]:
    load = options.load
    rows = _reads(stack, load, cast, size)
    floor = postgres_floor.measure(
        stack, ideas=size, connections=load.connections, seconds=load.seconds, runs=load.runs
    )
    idle = routing.measure_idle(stack, cast, samples=options.idle_samples, no_ops=options.no_ops)
    rows += _writes(stack, load, cast, size)
    routed = routing.measure_backlog(stack, idle)
    return {
        "rows": [row.as_dict() for row in rows],
        "postgres_floor": {"tool": floor.tool, "spread": floor.spread, "hot": floor.hot},
        "routing": routed.as_dict(),
    }


def _reads(stack: BenchStack, load: Load, cast: Cast, size: int) -> list[Row]:
    plans = {
        "bare": cast.readers("/floor/bare"),
        "psy": cast.readers("/floor/psy"),
        "drf": cast.readers("/floor/drf"),
        "list": cast.readers(LIST),
        "list, newest": cast.readers(f"{LIST}&order=new"),
        "list, deep page": cast.deep_pages(),
        "one idea": cast.details(),
        "board, page": cast.visitors("/ideas/"),
    }
    return [wrk.measure(stack, load, name, size, lambda _run, plan=plan: plan) for name, plan in plans.items() if plan]  # type: ignore[misc]


def _writes(stack: BenchStack, load: Load, cast: Cast, size: int) -> list[Row]:
    """Measure votes, drafts and sending; every run gets requests that no run before it had."""
    found = []
    for name, requests in (("vote", cast.votes()), ("vote, ten ideas", cast.hot_votes()), ("draft", cast.drafts())):
        most = _share(name, load)
        found.append(
            wrk.measure(
                stack, load, name, size, lambda run, it=requests, most=most: _take(it, most if run >= 0 else WARM_LINES)
            )
        )  # type: ignore[misc]
    sends = routing.sends(stack, cast)
    share = max(1, len(sends) // load.runs)
    found.append(wrk.measure(stack, load, "send", size, lambda run: sends[run * share : (run + 1) * share], warm=False))
    return found


def _share(name: str, load: Load) -> int:
    """Return how many new requests a run gets: more than can be answered, where there are enough of them."""
    return 2_500 if name == "vote, ten ideas" else min(MOST_LINES, round(3_000 * max(1.0, load.seconds)))


def _take(requests: Iterator[str], most: int) -> list[str]:
    """Return the next requests.

    Raises:
        RuntimeError: every one was used.
    """
    taken = list(itertools.islice(requests, most))
    if not taken:
        raise RuntimeError("there are too few people and ideas for so many runs")
    return taken


def _sockets(stack: BenchStack, options: Options, cast: Cast) -> list[dict[str, object]]:
    found = []
    for number in options.sockets:
        sys.stderr.write(f"  {number:,} sockets\n")
        for one in fan_out.measure(
            stack, sessions=cast.sessions, ref=cast.refs[0], number=number, rounds=options.rounds
        ):
            sys.stderr.write(f"    {one}\n")
            found.append(one.as_dict())
    return found


def versions() -> dict[str, str]:
    """Return the commit and the versions of what matters for figures."""
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return {
        "groundswell": commit.stdout.strip() or "unknown",
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }


def _engines(stack: BenchStack) -> dict[str, str]:
    with psycopg.connect(stack.database_url(), autocommit=True) as connection:
        connection.execute("analyze")
        row = connection.execute("show server_version").fetchone()
    with redis.Redis.from_url(stack.valkey.url()) as client:
        valkey = str(client.info("server").get("valkey_version", "unknown"))
    return {"postgresql": str(row[0]) if row else "unknown", "valkey": valkey}
