"""bin/serve's supervisor as a person meets it: start, Ctrl-C, kill -9, start again; nothing is left behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import processes
from config.engine_files import free_port

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.crash, pytest.mark.timeout(300)]


class Installation:
    """One data directory and the supervisor that runs on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        unwanted = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "GROUNDSWELL_KEYS", "PUBLIC_URL", "GROUNDSWELL_MODE")
        self.environment = {name: value for name, value in os.environ.items() if name not in unwanted}
        self.environment["DATA_DIR"] = str(home)

    @property
    def output(self) -> str:
        return (self.home / "output").read_text()

    def command(self, *more: str) -> list[str]:
        return [sys.executable, "manage.py", "up", "--no-demo", "--port", str(self.port), *more]

    def start(self) -> None:
        # Not "does the port answer": after a kill -9 the old web server still would.
        starts = self.output.count("Groundswell runs at") if (self.home / "output").exists() else 0
        with (self.home / "output").open("ab") as output:
            self.process = subprocess.Popen(
                self.command(), cwd=ROOT, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )
        wait_for(lambda: self.has_started(starts + 1), seconds=120)

    def has_started(self, times: int) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.output
        return self.output.count("Groundswell runs at") == times

    def answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.output
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def end(self, number: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(timeout=90)

    def everything(self) -> list[int]:
        """Processes of this installation: by its mark, by PostgreSQL's directory, by Valkey's settings."""
        table = subprocess.run(["ps", "-axww", "-o", "pid=,stat=,command="], capture_output=True, text=True, check=True)
        rows = [line.split(None, 2) for line in table.stdout.splitlines()]
        named = {int(row[0]) for row in rows if not row[1].startswith("Z") and str(self.home) in row[2]}
        return sorted(named | set(processes.marked(str(self.home))))


def wait_for(condition: object, *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def clear(made: Installation) -> None:
    if made.process is not None and made.process.poll() is None:
        made.end(signal.SIGTERM)
    for pid in made.everything():
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    clear(made)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = Installation(tmp_path_factory.mktemp("running"))
    made.start()
    yield made
    clear(made)


def test_up_killed_started_again_and_stopped_leaves_no_process_and_no_port(installation: Installation) -> None:
    installation.start()
    installation.end(signal.SIGKILL)
    left = installation.everything()

    installation.start()
    survivors = set(left) & set(installation.everything())
    code = installation.end(signal.SIGINT)

    assert left != []
    assert survivors == set()
    assert code == 0
    assert installation.output.rstrip().endswith("Stopped.")
    assert installation.everything() == []
    assert is_free(installation.port)


def test_up_started_twice_is_refused_with_a_sentence(running: Installation) -> None:
    second = subprocess.run(
        running.command(), cwd=ROOT, env=running.environment, capture_output=True, text=True, check=False
    )

    assert second.returncode == 1
    assert f"Groundswell already runs here, at http://localhost:{running.port}" in second.stderr
    assert running.answers()


@pytest.mark.parametrize("engine", ["postgres", "valkey"])
def test_up_engine_that_is_killed_is_started_again(running: Installation, engine: str) -> None:
    file = running.home / "run" / f"{engine}.json"
    before = json.loads(file.read_text())

    os.kill(before["pid"], signal.SIGKILL)

    wait_for(lambda: file.exists() and json.loads(file.read_text()) != before, seconds=30)
    wait_for(running.answers, seconds=30)


def test_up_on_a_busy_port_is_refused_with_a_sentence(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", installation.port))
        other.listen()

        refused = subprocess.run(
            installation.command(), cwd=ROOT, env=installation.environment, capture_output=True, text=True, check=False
        )

    assert refused.returncode == 1
    assert f"Port {installation.port} is taken by another program." in refused.stderr
    assert installation.everything() == []


def test_up_fresh_without_an_answer_removes_nothing(installation: Installation) -> None:
    kept = installation.home / "files" / "kept.txt"
    kept.parent.mkdir()
    kept.write_text("kept")

    refused = subprocess.run(
        installation.command("--fresh"),
        cwd=ROOT,
        env=installation.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 1
    assert "Nothing was removed." in refused.stderr
    assert kept.read_text() == "kept"
