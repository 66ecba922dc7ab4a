"""Owns the engines and Groundswell's processes: starts them, keeps them running, stops them in order."""

import fcntl
import json
import os
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType

from config import processes
from config.children import Child, Program
from config.embedded import PostgresServer, ValkeyServer
from config.launch.steps import StepError, say

WATCH_SECONDS = 0.2
# The relay writes "<program>-stuck" when what a worker was rung for is not done after a minute (docs/operations.md).
_STUCK = "-stuck"


class StopRequested(BaseException):
    """Ctrl-C, a closed terminal or a TERM signal."""


class OneAtATime:
    """A lock on the data directory: a second start is refused.

    Raises:
        StepError: another start holds it.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / "run" / "supervisor.lock"

    def __enter__(self) -> "OneAtATime":
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = self.path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.file.seek(0)
            raise StepError(
                f"Groundswell already runs here{_described(self.file.read())}.",
                "Use that one, or stop it with Ctrl-C in its terminal first.",
            ) from None
        return self

    def describe(self, address: str) -> None:
        """Write down who holds the lock, for whoever is refused."""
        self.file.truncate(0)
        self.file.write(json.dumps({"pid": os.getpid(), "address": address}))
        self.file.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.file.truncate(0)
        self.file.close()


def _described(content: str) -> str:
    try:
        holder = json.loads(content)
        return f", at {holder['address']} (process {holder['pid']})"
    except (ValueError, KeyError, TypeError):
        return ""


def catch_stop_signals() -> None:
    """Turn the signals that mean "stop" into StopRequested, once; later ones only say that it is stopping."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def later(_number: int, _frame: FrameType | None) -> None:
        say("Stopping already; a moment, please.")

    def first(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, later)
        raise StopRequested

    for number in numbers:
        signal.signal(number, first)


class Supervisor:
    """The engines that are embedded here, if any, and the programs around them."""

    def __init__(self, home: Path, *, postgres: PostgresServer | None, valkey: ValkeyServer | None) -> None:
        self.home = home
        self.mark = str(home)
        self.postgres = postgres
        self.valkey = valkey
        self.children: list[Child] = []
        self.environment: Mapping[str, str] = {}

    def clear_leftovers(self) -> None:
        """End what a killed supervisor of this directory left running."""
        processes.end_marked(self.mark)
        for engine in (self.valkey, self.postgres):
            if engine is not None:
                engine.clear_leftovers()
        for file in (self.home / "run").glob(f"*{_STUCK}"):
            file.unlink(missing_ok=True)

    def start_programs(self, programs: Sequence[Program], environment: Mapping[str, str]) -> None:
        """Start the programs; whoever ends is started again by `watch`."""
        self.environment = environment
        self.children = [Child(program, home=self.home, mark=self.mark) for program in programs]
        for child in self.children:
            child.start(environment)

    def watch(self) -> None:
        """Keep everything running until somebody asks to stop."""
        while True:
            self.look_once()
            time.sleep(WATCH_SECONDS)

    def look_once(self) -> None:
        """Start again whatever has ended, engines first."""
        self._revive_engines()
        for child in self.children:
            if child.has_ended():
                say(child.put_off())
            elif child.is_due():
                child.start(self.environment)
        self._restart_stuck()

    def stop(self) -> None:
        """Stop the programs in their order, then Valkey, then PostgreSQL."""
        for child in self.children:
            child.stop()
        if self.valkey is not None:
            self.valkey.stop()
        if self.postgres is not None:
            self.postgres.stop()

    def _revive_engines(self) -> None:
        for name, engine in (("PostgreSQL", self.postgres), ("Valkey", self.valkey)):
            if engine is not None and engine.process is not None and engine.process.poll() is not None:
                say(f"{name} ended (exit {engine.process.returncode}); starting it again.")
                engine.start()

    def _restart_stuck(self) -> None:
        for child in self.children:
            file = stuck_file(self.home, child.program.name)
            if file.exists():
                if child.process is not None:
                    say(f"The {child.program.name} takes nothing although there is work; starting it again.")
                    child.stop()
                    child.start(self.environment)
                file.unlink(missing_ok=True)


def stuck_file(home: Path, program: str) -> Path:
    """Return the file by which the relay asks for a program to be started again."""
    return home / "run" / f"{program}{_STUCK}"
