"""From an idea that was sent to reviews with owners: how long when idle, and how many a second from a backlog."""

import json
import statistics
import time
from dataclasses import asdict, dataclass

import psycopg

from benchmarks import meter
from benchmarks.plans import Cast, ask, bearer, draft, line
from benchmarks.stack import BenchStack
from tests.crash.stack import wait_until

IDLE_PAUSE_SECONDS = 0.3
DRAIN_SECONDS = 90
WORKER_SECONDS = 30
MICROSECONDS = 1_000_000
_LATENCY = """
    select extract(epoch from max(owned.occurred_at) - sent.occurred_at) * 1000
    from event as sent join event as owned on owned.idea_id = sent.idea_id and owned.type = 'review.assigned'
    where sent.type = 'idea.submitted' and sent.idea_id in (select id from ideas_idea where ref = any(%s))
    group by sent.idea_id, sent.occurred_at
"""
_OPEN = "select count(*) from delivery where state in ('pending', 'leased') and consumer in ('route', 'assign')"
_DONE = """
    select count(*), coalesce(extract(epoch from max(finished_at) - min(finished_at)), 0)
    from delivery where consumer = 'route' and state = 'done' and finished_at > %s
"""
_DRAFTS = """
    select idea.ref, person.email from ideas_idea as idea
    join ideas_ideaauthor as author on author.idea_id = idea.id join ideas_user as person on person.id = author.person_id
    where idea.stage = 'draft' order by idea.id
"""


@dataclass(frozen=True)
class RoutingFigures:
    """Milliseconds from commit to the last owner when idle; ideas a second from a backlog; processor time an idea.

    `no_op_per_second` is the floor: empty tasks of the same worker.
    """

    idle_p50_ms: float
    idle_p95_ms: float
    idle_samples: int
    backlog: int
    routed_per_second: float
    drained_per_second: float
    worker_cpu: float
    worker_memory_mib: float
    no_op_per_second: float

    def as_dict(self) -> dict[str, object]:
        """Return the figures, rounded."""
        return {name: round(value, 2) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Idle:
    """What was measured while nothing else was to do."""

    latencies_ms: list[float]
    no_op_per_second: float


def measure_idle(stack: BenchStack, cast: Cast, *, samples: int, no_ops: int) -> Idle:
    """Start the worker and the relay, send ideas one by one, and time empty tasks; leaves the worker stopped."""
    _start_worker(stack)
    try:
        empty = json.loads(stack.run_module("benchmarks.no_op", str(no_ops)))
        refs = [_send_one(cast, number) for number in range(samples + 2)][2:]
        wait_until(lambda: _open(stack) == 0, seconds=DRAIN_SECONDS)
        return Idle(_latencies(stack, refs), empty["done_per_second"])
    finally:
        stack.stop_program("relay")
        stack.stop_program("worker")


def measure_backlog(stack: BenchStack, idle: Idle) -> RoutingFigures:
    """Start the worker on the ideas that were sent without one, and wait until each has its owners."""
    with psycopg.connect(stack.database_url(), autocommit=True) as connection:
        began_at = connection.execute("select clock_timestamp()").fetchone()
    began = time.monotonic()
    _start_worker(stack)
    watch = meter.Meter({"worker": stack.pid_of("worker")})
    wait_until(lambda: _open(stack) == 0, seconds=DRAIN_SECONDS)
    took = time.monotonic() - began
    used = watch.read()
    with psycopg.connect(stack.database_url()) as connection:
        count, span = connection.execute(_DONE, began_at).fetchone() or (0, 0)
    memory = meter.memory_mib(stack.pid_of("worker"))
    stack.stop_program("relay")
    stack.stop_program("worker")
    ordered = sorted(idle.latencies_ms)
    return RoutingFigures(
        idle_p50_ms=statistics.median(ordered),
        idle_p95_ms=ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))],
        idle_samples=len(ordered),
        backlog=count,
        routed_per_second=(count - 1) / float(span) if count > 1 and span else 0.0,
        drained_per_second=count / took,
        worker_cpu=used.by_tree["worker"] * MICROSECONDS / max(count, 1),
        worker_memory_mib=memory,
        no_op_per_second=idle.no_op_per_second,
    )


def sends(stack: BenchStack, cast: Cast) -> list[str]:
    """Return a plan that sends every draft there is, each by its author."""
    with psycopg.connect(stack.database_url()) as connection:
        drafts = connection.execute(_DRAFTS).fetchall()
    by_email = {f"member-{number}@example.org": token for number, token in enumerate(cast.tokens)}
    return [line("POST", f"/api/v1/ideas/{ref}/submit", bearer(by_email[email]), {}) for ref, email in drafts]


def _start_worker(stack: BenchStack) -> None:
    log = stack.home / "log" / "worker.log"
    before = log.stat().st_size if log.exists() else 0
    stack.start_program("worker")
    stack.start_program("relay")
    wait_until(lambda: log.exists() and b"ready." in log.read_bytes()[before:], seconds=WORKER_SECONDS)


def _send_one(cast: Cast, number: int) -> str:
    token = cast.tokens[number]
    ref = str(ask(cast.port, "POST", "/api/v1/ideas", token, draft(number))["ref"])
    ask(cast.port, "POST", f"/api/v1/ideas/{ref}/submit", token, {})
    time.sleep(IDLE_PAUSE_SECONDS)
    return ref


def _latencies(stack: BenchStack, refs: list[str]) -> list[float]:
    with psycopg.connect(stack.database_url()) as connection:
        return [float(row[0]) for row in connection.execute(_LATENCY, [refs])]


def _open(stack: BenchStack) -> int:
    with psycopg.connect(stack.database_url()) as connection:
        row = connection.execute(_OPEN).fetchone()
    return int(row[0]) if row else 0
