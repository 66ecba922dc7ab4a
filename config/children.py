"""Groundswell's own processes under the supervisor: started, watched, started again, ended."""

import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config import processes

LONGEST_BACK_OFF_SECONDS = 30.0
SHORTEST_BACK_OFF_SECONDS = 0.5
STEADY_SECONDS = 60.0
# Calls to the outside at the same time: a thread each, because they only wait.
OUTSIDE_CALLS = 8


@dataclass(frozen=True)
class Program:
    """One process: its name, its command, and how long it may take to end by itself."""

    name: str
    command: tuple[str, ...]
    grace_seconds: float


def programs(port: int, run: Path) -> tuple[Program, ...]:
    """Return the five programs of one-machine operation, in the order in which they stop."""
    python = sys.executable
    uvicorn: tuple[str, ...] = (
        python,
        "-m",
        "uvicorn",
        "config.asgi:application",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    )
    uvicorn += ("--http", "config.http_protocol:BoundedHttpProtocol", "--ws", "auto", "--ws-max-size", "4096")
    # Frames are a hundred bytes: to press each of them costs more than to send it, and a window of memory a socket.
    uvicorn += ("--ws-per-message-deflate", "false")
    uvicorn += ("--no-proxy-headers", "--no-access-log", "--no-server-header", "--timeout-graceful-shutdown", "5")
    celery = (python, "-m", "celery", "-A", "config.celery")
    beat_files = ("--schedule", str(run / "beat-schedule"), "--pidfile=")
    return (
        Program("web", uvicorn, 10),
        Program("worker", (*celery, *_worker("worker", "inside"), "--concurrency", "2"), 25),
        Program(
            "worker-outside",
            (*celery, *_worker("worker-outside", "outside"), "--pool", "threads", "--concurrency", str(OUTSIDE_CALLS)),
            25,
        ),
        Program("relay", (python, "manage.py", "relay"), 15),
        Program("beat", (*celery, "beat", "--loglevel", "INFO", *beat_files), 10),
    )


def _worker(name: str, queue: str) -> tuple[str, ...]:
    words = ("worker", "--hostname", f"{name}@%h", "--queues", queue, "--loglevel", "INFO")
    return (*words, "--without-gossip", "--without-mingle")


def demo_receiver(port: int) -> Program:
    """Return the demo's webhook receiver, which an evaluation runs besides the five."""
    return Program("receiver", (sys.executable, "manage.py", "demo_receiver", "--port", str(port)), 5)


class Child:
    """One running program and its restarts."""

    def __init__(self, program: Program, *, home: Path, mark: str) -> None:
        self.program = program
        self.log = home / "log" / f"{program.name}.log"
        self.mark = mark
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.due_at = 0.0
        self.back_off = SHORTEST_BACK_OFF_SECONDS

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it in a session of its own."""
        self.process = processes.spawn(self.program.command, log=self.log, environment=environment, mark=self.mark)
        self.started_at = time.monotonic()

    def has_ended(self) -> bool:
        """Say whether it ran and runs no more."""
        return self.process is not None and self.process.poll() is not None

    def put_off(self) -> str:
        """Clear away what it left, decide when it starts again, and return a sentence that says so."""
        ended = None
        if self.process is not None:
            ended = self.process.returncode
            processes.end_session(self.process.pid, mark=self.mark)
            self.process = None
        if time.monotonic() - self.started_at > STEADY_SECONDS:
            self.back_off = SHORTEST_BACK_OFF_SECONDS
        wait, self.back_off = self.back_off, min(self.back_off * 2, LONGEST_BACK_OFF_SECONDS)
        self.due_at = time.monotonic() + wait
        return f"{self.program.name} ended (exit {ended}) and starts again in {wait:.0f} s; its log is {self.log}."

    def is_due(self) -> bool:
        """Say whether it waits for a start whose time has come."""
        return self.process is None and time.monotonic() >= self.due_at

    def stop(self) -> None:
        """End it politely, then firmly, and everything it started."""
        if self.process is None:
            return
        identity = processes.identify(self.process.pid)
        if identity is not None:
            processes.end(identity, steps=[(signal.SIGTERM, self.program.grace_seconds), (signal.SIGKILL, 5)])
        self.process.wait()
        processes.end_session(self.process.pid, mark=self.mark)
        self.process = None
