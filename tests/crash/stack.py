"""Groundswell's processes and engines in a directory of their own, each of which can be killed with all it started."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

from config import processes
from config.children import Program, programs
from config.embedded import APPLICATION_ROLE, OWNER_ROLE, PostgresServer, ValkeyServer, free_port
from config.keys import ensure_keys
from config.supervisor import stuck_file

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90


class Stack:
    """PostgreSQL with fsync on, Valkey, web on one port, worker, relay and beat.

    Every process carries a mark of its own, so that what it started dies with it: PostgreSQL's and Celery's children
    leave the group of their parent.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.postgres = PostgresServer(home, mark=f"{home}/postgres")
        self.valkey = ValkeyServer(home, mark=f"{home}/valkey")
        self.programs: dict[str, Program] = {one.name: one for one in programs(self.port, home / "run")}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.environment: Mapping[str, str] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def database_url(self) -> str:
        """The owner's connection, for the checker."""
        return self.postgres.url(OWNER_ROLE)

    def start_engines(self) -> None:
        """Start PostgreSQL and Valkey, migrate, and gather the static files."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.postgres.start()
        self.valkey.start()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("TEST_")},
            **ensure_keys(self.home / "keys"),
            "GROUNDSWELL_MODE": "evaluation",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PUBLIC_URL": f"http://localhost:{self.port}",
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATA_DIR": str(self.home),
            "DATABASE_URL": self.postgres.url(APPLICATION_ROLE),
            "MIGRATION_DATABASE_URL": self.postgres.url(OWNER_ROLE),
            "REDIS_URL": self.valkey.url(),
            "PYTHONUNBUFFERED": "1",
        }
        self.manage("prepare", "--log", str(self.home / "log" / "setup.log"))

    def manage(self, *words: str) -> None:
        """Run one of Groundswell's commands to its end."""
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, check=True)

    def is_chain_whole(self) -> bool:
        """Return whether the audit trail is as it was written, as `audit_verify` finds it."""
        command = [sys.executable, "manage.py", "audit_verify"]
        return subprocess.run(command, cwd=ROOT, env=self.environment, check=False).returncode == 0

    def run_module(self, *words: str) -> str:
        """Run a Python module to its end; return what it printed."""
        command = [sys.executable, "-m", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout

    def start(self) -> None:
        """Start the programs and wait until the web server answers."""
        for name in self.programs:
            self.start_program(name)
        if not wait_until(self.answers, seconds=START_SECONDS):
            raise RuntimeError(f"the web server did not start: {(self.home / 'log' / 'web.log').read_text()[-3000:]}")

    def start_program(self, name: str) -> None:
        """Start one program in a session of its own."""
        self.running[name] = processes.spawn(
            self.programs[name].command,
            log=self.home / "log" / f"{name}.log",
            environment=self.environment,
            mark=f"{self.home}/{name}",
        )

    def kill(self, name: str) -> None:
        """`kill -9` the named process or engine and everything it started, at once."""
        engine = {"postgres": self.postgres, "valkey": self.valkey}.get(name)
        process = self.running.get(name) if engine is None else engine.process
        if process is not None and process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        for pid in processes.marked(f"{self.home}/{name}"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if process is not None:
            process.wait()

    def restart(self, name: str) -> None:
        """Start again what was killed; PostgreSQL recovers for as long as it takes."""
        if name == "postgres":
            self.postgres.start()
        elif name == "valkey":
            self.valkey.start()
        else:
            self.start_program(name)

    def revive(self) -> list[str]:
        """Start again programs that ended by themselves, and a stuck worker, as the supervisor does; return their names."""
        for name in self.running:
            stuck = stuck_file(self.home, name)
            if stuck.exists():
                self.kill(name)
                stuck.unlink()
        ended = [name for name, process in self.running.items() if process.poll() is not None]
        for name in ended:
            self.start_program(name)
        return ended

    def stop(self) -> None:
        """End everything."""
        for name, program in self.programs.items():
            process = self.running.get(name)
            if process is not None and process.poll() is None:
                process.terminate()
                try:
                    process.wait(program.grace_seconds)
                except subprocess.TimeoutExpired:
                    process.kill()
            self.kill(name)
        self.valkey.stop()
        self.postgres.stop()

    def answers(self) -> bool:
        """Say whether the web server answers anything."""
        try:
            with urllib.request.urlopen(f"{self.address}/livez", timeout=2):  # noqa: S310 - our own address
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Return True as soon as `condition` holds, False when it still does not after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
