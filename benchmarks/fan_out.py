"""A change of a busy idea reaches everybody who looks at it: our hub beside a thin one, with the same clients."""

import asyncio
import json
import statistics
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import redis

from benchmarks import meter
from benchmarks.sockets import open_all
from benchmarks.stack import BenchStack

ROUNDS = 10
GAP_SECONDS = 0.5  # longer than the hub's gap between two frames of one topic, so that every round is sent
SETTLE_SECONDS = 2.0
ROUND_SECONDS = 10.0
JOIN_SECONDS = 300.0
FIRST_VERSION = 1_000_000
LIVE_CHANNEL = "live"
MICROSECONDS = 1_000_000
KIBIBYTES = 1024


@dataclass(frozen=True)
class FanOut:
    """One server: milliseconds from publishing to arrival, processor time a message, memory a socket, frames lost."""

    name: str
    sockets: int
    p50_ms: float
    p95_ms: float
    cpu_a_message: float
    kib_a_socket: float
    lost: int

    def as_dict(self) -> dict[str, object]:
        """Return the figures, rounded."""
        return {name: round(one, 2) if isinstance(one, float) else one for name, one in asdict(self).items()}


@dataclass(frozen=True)
class Target:
    """A server of sockets: the program's name, its port, and the topic that its sockets follow.

    `answers_at_once`: it sends the topic's present state to a socket that begins to follow.
    """

    program: str
    port: int
    topic: str
    answers_at_once: bool


def measure(stack: BenchStack, *, sessions: Sequence[str], ref: str, number: int, rounds: int = ROUNDS) -> list[FanOut]:
    """Measure the thin hub and ours; starts both and leaves them running."""
    targets = [
        Target("thin", stack.thin_port, "-", answers_at_once=False),
        Target(stack.live_name, stack.live_port, f"idea:{ref}", answers_at_once=True),
    ]
    found = []
    for target in targets:
        if target.program not in stack.running:
            stack.start_program(target.program)
        stack.wait_for_port(target.port)
        found.append(asyncio.run(_measure(stack, target, sessions, number, rounds)))
    return found


async def _measure(stack: BenchStack, target: Target, sessions: Sequence[str], number: int, rounds: int) -> FanOut:
    pid = stack.pid_of(target.program)
    arrivals: dict[int, list[float]] = defaultdict(list)
    memory = meter.memory_mib(pid)
    sockets = await open_all(
        port=target.port,
        origin=stack.environment["PUBLIC_URL"],
        sessions=sessions,
        number=number,
        topic=target.topic,
        heard=lambda version, at: arrivals[version].append(at),
    )
    if target.answers_at_once:
        await _until(lambda: sum(map(len, arrivals.values())) >= number, seconds=JOIN_SECONDS)
    await asyncio.sleep(SETTLE_SECONDS)
    grown = meter.memory_mib(pid) - memory
    watch = meter.Meter({"server": pid})
    waits = [await _publish(stack, target, arrivals, FIRST_VERSION + each, number) for each in range(rounds)]
    used = watch.read().by_tree["server"]
    for socket in sockets:
        if socket.transport is not None:
            socket.transport.abort()
    every = sorted(one for wait in waits for one in wait)
    return FanOut(
        name=target.program,
        sockets=number,
        p50_ms=statistics.median(every) * 1000 if every else 0.0,
        p95_ms=every[int(0.95 * (len(every) - 1))] * 1000 if every else 0.0,
        cpu_a_message=used * MICROSECONDS / max(len(every), 1),
        kib_a_socket=grown * KIBIBYTES / number,
        lost=number * rounds - len(every),
    )


async def _publish(
    stack: BenchStack, target: Target, arrivals: dict[int, list[float]], version: int, number: int
) -> list[float]:
    """Publish one change as the web server does; return how long each socket waited for it, in seconds."""
    figures = {"votes": 34, "departments": 5, "comments": 4, "stage": "in_review"}
    frame = json.dumps({"t": target.topic, "v": version, "f": figures}, separators=(",", ":"))
    loop = asyncio.get_running_loop()
    with redis.Redis.from_url(stack.valkey.url()) as client:
        began = loop.time()
        client.publish(LIVE_CHANNEL, frame)
    await _until(lambda: len(arrivals[version]) >= number, seconds=ROUND_SECONDS)
    await asyncio.sleep(max(0.0, GAP_SECONDS - (loop.time() - began)))
    return [at - began for at in arrivals[version]]


async def _until(condition: Callable[[], bool], *, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + seconds
    # An event would be set once for each of a thousand sockets.
    while not condition() and loop.time() < ends_at:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
