"""Runs `wrk` over a plan and measures the server meanwhile."""

import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks import meter
from benchmarks.stack import BenchStack

SCRIPT = Path(__file__).with_name("load.lua")
THREADS = 2
SETTLE_SECONDS = 0.2
MOST_SETTLE_WAITS = 25
MICROSECONDS = 1_000_000


class ToolMissing(Exception):
    """A program that the benchmarks need is not on the PATH; the sentence says how to get it."""


@dataclass(frozen=True)
class Sample:
    """One run. Processor time is microseconds a request; `foreign_cores` is what others took of the machine."""

    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    server_cpu: float
    postgres_cpu: float
    memory_mib: float
    refused: int
    broken: int
    foreign_cores: float


@dataclass
class Row:
    """One thing that was measured, several times."""

    name: str
    size: int
    samples: list[Sample] = field(default_factory=list)

    def median(self, figure: str) -> float:
        """Return the median of one figure over the runs."""
        return statistics.median(getattr(sample, figure) for sample in self.samples)

    def __str__(self) -> str:
        return (
            f"{self.name:<16} {self.median('per_second'):8.0f}/s  p95 {self.median('p95_ms'):7.1f} ms  "
            f"cpu {self.median('server_cpu'):6.0f} us + {self.median('postgres_cpu'):5.0f} us  "
            f"refused {self.median('refused'):.0f}, foreign cores {self.median('foreign_cores'):.1f}"
        )

    def as_dict(self) -> dict[str, object]:
        """Return the medians, the spread of requests a second, and every run."""
        names = list(Sample.__dataclass_fields__)
        rates = [sample.per_second for sample in self.samples]
        return {
            "name": self.name,
            "size": self.size,
            **{name: round(self.median(name), 2) for name in names},
            "per_second_range": [round(min(rates), 1), round(max(rates), 1)],
            "runs": [asdict(sample) for sample in self.samples],
        }


@dataclass(frozen=True)
class Load:
    """How hard is asked, how long and how often."""

    connections: int
    seconds: float
    runs: int


def program() -> str:
    """Return the path of wrk.

    Raises:
        ToolMissing: there is none.
    """
    found = shutil.which("wrk")
    if found is None:
        raise ToolMissing("The benchmarks need wrk, and there is none. Debian, Ubuntu: apt-get install wrk.")
    return found


def measure(
    stack: BenchStack, load: Load, name: str, size: int, plan: Callable[[int], Sequence[str]], *, warm: bool = True
) -> Row:
    """Measure one plan several times.

    Args:
        plan: returns the requests of a run by its number; -1 is the run that warms up.
        warm: run for half a second first, unmeasured.
    """
    row = Row(name, size)
    if warm:
        _run(stack, load, plan(-1), seconds=0.5)
    for number in range(load.runs):
        row.samples.append(_run(stack, load, plan(number), seconds=load.seconds))
    sys.stderr.write(f"  {row}\n")
    return row


def _run(stack: BenchStack, load: Load, plan: Sequence[str], *, seconds: float) -> Sample:
    path = stack.home / "plan"
    path.write_text("\n".join(plan) + "\n", encoding="utf-8")
    trees = {"server": stack.pid_of("web"), "postgres": stack.pid_of("postgres")}
    watch = meter.Meter(trees, ours=[stack.pid_of("valkey")])
    told = _tell(stack, load, path, seconds)
    _settle(trees["server"])
    used = watch.read()
    # The server also finishes the request that each connection waits for when wrk stops counting.
    requests = told["requests"] + load.connections
    return Sample(
        per_second=told["requests"] * MICROSECONDS / told["microseconds"],
        p50_ms=told["p50"] / 1000,
        p95_ms=told["p95"] / 1000,
        p99_ms=told["p99"] / 1000,
        server_cpu=used.by_tree["server"] * MICROSECONDS / requests,
        postgres_cpu=used.by_tree["postgres"] * MICROSECONDS / requests,
        memory_mib=meter.memory_mib(trees["server"]),
        refused=int(told["refused"]),
        broken=int(told["broken"]),
        foreign_cores=used.foreign_cores,
    )


def _settle(pid: int) -> None:
    """Wait until the server has finished what it was asked."""
    for _wait in range(MOST_SETTLE_WAITS):
        before = meter.cpu_seconds(pid)
        time.sleep(SETTLE_SECONDS)
        if meter.cpu_seconds(pid) - before < SETTLE_SECONDS / 10:
            return


def _tell(stack: BenchStack, load: Load, plan: Path, seconds: float) -> dict[str, float]:
    command = [program(), "-t", str(THREADS), "-c", str(load.connections), "-d", f"{max(1, round(seconds))}s"]
    command += ["--latency", "--timeout", "10s", "-s", str(SCRIPT), stack.address, "--", str(plan), str(THREADS)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(ended.stdout.strip().splitlines()[-1])
    return told
