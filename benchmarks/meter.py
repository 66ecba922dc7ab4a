"""What processes use: processor time of a whole tree, memory, and how much of the machine others took meanwhile."""

import resource
import time
from collections.abc import Iterable
from dataclasses import dataclass

import psutil

MEBIBYTE = 1024 * 1024


def tree(pid: int) -> list[psutil.Process]:
    """Return a process and everything it started."""
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def cpu_seconds(pid: int) -> float:
    """Return the processor time a tree has used, its ended members included once their parent has waited for them."""
    used = 0.0
    for process in tree(pid):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        used += times.user + times.system + times.children_user + times.children_system
    return used


def memory_mib(pid: int) -> float:
    """Return the memory of a tree in MiB, pages that several share counted once where the system tells."""
    total = 0
    for process in tree(pid):
        try:
            total += _memory(process)
        except psutil.NoSuchProcess:
            continue
    return total / MEBIBYTE


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.AccessDenied, AttributeError):
        return int(process.memory_info().rss)


@dataclass(frozen=True)
class Used:
    """Seconds of the clock and of processors: of each watched tree, of the clients, and of everything else (cores)."""

    seconds: float
    by_tree: dict[str, float]
    foreign_cores: float


class Meter:
    """Reads the clocks at its making, and again at `read`."""

    def __init__(self, trees: dict[str, int], *, ours: Iterable[int] = ()) -> None:
        self._trees = trees
        self._ours = set(ours) | set(trees.values())
        self._began = self._now()

    def read(self) -> Used:
        """Return what was used since the making."""
        began, ended = self._began, self._now()
        seconds = ended.at - began.at
        by_tree = {name: ended.trees[pid] - began.trees[pid] for name, pid in self._trees.items()}
        known = sum(ended.trees.values()) - sum(began.trees.values()) + ended.own - began.own
        foreign = max(0.0, ended.machine - began.machine - known) / seconds
        return Used(seconds, by_tree, foreign)

    def _now(self) -> "_Reading":
        busy = psutil.cpu_times()
        machine = busy.user + busy.nice + busy.system + getattr(busy, "irq", 0.0) + getattr(busy, "softirq", 0.0)
        own = sum(
            usage.ru_utime + usage.ru_stime
            for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        )
        return _Reading(time.monotonic(), {pid: cpu_seconds(pid) for pid in self._ours}, machine, own)


@dataclass(frozen=True)
class _Reading:
    at: float
    trees: dict[int, float]
    machine: float
    own: float
