"""bin/serve's supervisor as a person meets it: start, Ctrl-C, kill -9, start again; nothing is left behind."""

import json
import os
import signal
import socket
import subprocess
import sys
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


def manage(installation: Installation, *words: str) -> str:
    """Run a command of manage.py on the installation that runs, as a person does beside it."""
    environment = {name: value for name, value in installation.environment.items() if name != "GROUNDSWELL_MODE"}
    command = [sys.executable, "manage.py", *words]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def organisation(installation: Installation, act: str = "pass") -> str:
    """Do something to the row of the organisation, and return its name."""
    words = f"from ideas.models import Organisation; one = Organisation.objects.get(); {act}; print(one.name)"
    return manage(installation, "shell", "--no-imports", "-v", "0", "-c", words).strip()


def test_up_with_a_backup_brings_back_what_was_then(installation: Installation, tmp_path: Path) -> None:
    archive = tmp_path / "then.backup"
    installation.start("--admin-email", "then@example.org")
    then = organisation(installation, "one.name = 'Then'; one.save()")
    (installation.home / "files").mkdir(exist_ok=True)
    (installation.home / "files" / "then.txt").write_text("then")
    manage(installation, "backup", str(archive))
    organisation(installation, "one.name = 'Later'; one.save()")
    (installation.home / "files" / "later.txt").write_text("later")
    before = organisation(installation)
    installation.end(signal.SIGINT)

    installation.start("--restore", str(archive))

    assert (then, before) == ("Then", "Later")
    assert organisation(installation) == "Then"
    assert [one.name for one in (installation.home / "files").iterdir()] == ["then.txt"]
    assert "Restoring the backup" in installation.output
    assert installation.answers()


def refusal(installation: Installation, *words: str) -> str:
    """Return why a start is refused."""
    command = installation.command(*words)
    refused = subprocess.run(
        command, cwd=ROOT, env=installation.environment, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert "What to do:" in refused.stderr
    return refused.stderr


def test_up_with_a_backup_that_is_none_changes_nothing(installation: Installation, tmp_path: Path) -> None:
    installation.start("--admin-email", "then@example.org")
    organisation(installation, "one.name = 'Then'; one.save()")
    installation.end(signal.SIGINT)
    archive = tmp_path / "none.backup"
    archive.write_bytes(b"no backup at all")

    said = refusal(installation, "--restore", str(archive))
    installation.start()

    assert "is no backup of Groundswell, or was cut short" in said
    assert organisation(installation) == "Then"


def test_up_fresh_with_a_backup_that_is_not_there_wipes_nothing(installation: Installation, tmp_path: Path) -> None:
    kept = installation.home / "files" / "kept.txt"
    kept.parent.mkdir()
    kept.write_text("kept")

    said = refusal(installation, "--fresh", "--yes", "--restore", str(tmp_path / "none.backup"))

    assert f"There is no backup {tmp_path / 'none.backup'}." in said
    assert kept.read_text() == "kept"


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
