"""bin/serve's supervisor as a person meets it: start, Ctrl-C, kill -9, start again; nothing is left behind."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import ROOT, Installation, wait_for

pytestmark = [pytest.mark.crash, pytest.mark.timeout(300)]


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.clear()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = Installation(tmp_path_factory.mktemp("running"))
    made.start()
    yield made
    made.clear()


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
