"""Groundswell as a person starts it: one data directory, one port, the real supervisor with all its processes."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from config import processes
from config.engine_files import free_port

ROOT = Path(__file__).resolve().parents[1]
# What a test run has in its environment and a person's shell has not.
_UNWANTED = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "GROUNDSWELL_KEYS", "PUBLIC_URL", "DJANGO_SETTINGS_MODULE")


class Installation:
    """One data directory and the supervisor that runs on it."""

    def __init__(self, home: Path, *, with_demo: bool = False) -> None:
        self.home = home
        self.with_demo = with_demo
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
        self.environment |= {"DATA_DIR": str(home), "GROUNDSWELL_MODE": "evaluation"}

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def output(self) -> str:
        return (self.home / "output").read_text()

    def command(self, *more: str) -> list[str]:
        demo = [] if self.with_demo else ["--no-demo"]
        return [sys.executable, "manage.py", "up", *demo, "--port", str(self.port), *more]

    def start(self, *more: str) -> None:
        """Start and wait until the address is told."""
        # Not "does the port answer": after a kill -9 the old web server still would.
        starts = self.output.count("Groundswell runs at") if (self.home / "output").exists() else 0
        with (self.home / "output").open("ab") as output:
            self.process = subprocess.Popen(
                self.command(*more),
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        wait_for(lambda: self.has_started(starts + 1), seconds=180)

    def has_started(self, times: int) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.output
        return self.output.count("Groundswell runs at") == times

    def answers(self) -> bool:
        """Whether the port speaks HTTP."""
        assert self.process is not None
        assert self.process.poll() is None, self.output
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def run_script(self, script: str) -> str:
        """Run Python inside the running program's settings and database; return what it printed.

        Raises:
            AssertionError: the script failed.
        """
        ran = subprocess.run(
            self._shell(script),
            cwd=ROOT,
            env=self._found_here(),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip()

    def open_script(self, script: str) -> subprocess.Popen[str]:
        """Start Python inside the running program's settings and database, to be talked to line by line."""
        return subprocess.Popen(
            self._shell(script),
            cwd=ROOT,
            env=self._found_here(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _shell(self, script: str) -> list[str]:
        return [sys.executable, "manage.py", "shell", "--no-imports", "--command", script]

    def _found_here(self) -> dict[str, str]:
        """Without a mode named, manage.py finds the installation that runs here."""
        return {name: value for name, value in self.environment.items() if name != "GROUNDSWELL_MODE"}

    def end(self, number: signal.Signals) -> int:
        """Send a signal to the supervisor and wait for its end."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(timeout=90)

    def everything(self) -> list[int]:
        """Processes of this installation: by its mark, by PostgreSQL's directory, by Valkey's settings."""
        table = subprocess.run(["ps", "-axww", "-o", "pid=,stat=,command="], capture_output=True, text=True, check=True)
        rows = [line.split(None, 2) for line in table.stdout.splitlines()]
        named = {int(row[0]) for row in rows if not row[1].startswith("Z") and str(self.home) in row[2]}
        return sorted(named | set(processes.marked(str(self.home))))

    def clear(self) -> None:
        """End whatever still runs."""
        if self.process is not None and self.process.poll() is None:
            self.end(signal.SIGTERM)
        for pid in self.everything():
            os.kill(pid, signal.SIGKILL)


def wait_for(condition: Callable[[], object], *, seconds: float) -> None:
    """Wait until `condition` holds.

    Raises:
        AssertionError: it did not within `seconds`.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)
