"""Real processes on the test's own database and broker."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

from config import processes
from config.children import programs

ROOT = Path(__file__).resolve().parents[2]
_BY_NAME = {one.name: one.command for one in programs(1, Path("run"))}


def _as_shipped(name: str) -> tuple[str, ...]:
    """The words of a shipped worker after the interpreter, with the application of `poisoned.py`."""
    words = _BY_NAME[name][1:]
    return tuple("tests.workers.poisoned" if word == "config.celery" else word for word in words)


WORKER = _as_shipped("worker")
WORKER_OUTSIDE = _as_shipped("worker-outside")
RELAY = ("manage.py", "relay")


def database_url() -> str:
    """The URL of the database that this test uses."""
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    parts = {names[key]: str(value) for key, value in connection.settings_dict.items() if key in names and value}
    return f"postgresql:///?{urlencode(parts)}"


class Running:
    """A process in a session of its own, ended with everything it started.

    `environment` changes what it is told; its output is in `log`.
    """

    def __init__(self, *arguments: str, **environment: str) -> None:
        self.arguments = arguments
        self.directory = tempfile.TemporaryDirectory(prefix="gs-process-")
        self.home = Path(self.directory.name)
        self.log = self.home / "log"
        self.mark = self.home.name
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "DATA_DIR": str(self.home),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONWARNINGS": "default",
            **environment,
        }

    def __enter__(self) -> "Running":
        self.process = processes.spawn(
            [sys.executable, *self.arguments], log=self.log, environment=self.environment, mark=self.mark
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end(signal.SIGTERM)
        processes.end_session(self.process.pid, mark=self.mark)
        if error is not None:
            sys.stderr.write(self.output())
        self.directory.cleanup()

    def end(self, number: signal.Signals, *, seconds: float = 30) -> int:
        """Send the signal to the process; return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


def wait_until(condition: Callable[[], bool], *, seconds: float = 30) -> bool:
    """Return True as soon as `condition` holds, False when it still does not after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
