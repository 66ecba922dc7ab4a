"""A program that runs but does nothing is started again: the relay leaves a file, the supervisor sees it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.children import Program, programs
from config.supervisor import Supervisor, stuck_file
from workers.relay.process import Relay

SLEEPER = (sys.executable, "-c", "import time; print('ready', flush=True); time.sleep(60)")
# Deaf to TERM, as a worker that hangs in a call may be.
DEAF = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)",
)


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path, postgres=None, valkey=None)
    (tmp_path / "run").mkdir()
    made.start_programs(
        [Program("worker", SLEEPER, 5), Program("worker-outside", DEAF, 0.3), Program("relay", SLEEPER, 5)], {}
    )
    yield made
    made.stop()


def running(supervisor: Supervisor) -> dict[str, int]:
    """Return the process ids by name, once every program has said that it is ready."""
    for child in supervisor.children:
        assert child.process is not None
        while b"ready" not in child.log.read_bytes():
            assert child.process.poll() is None
    return {child.program.name: child.process.pid for child in supervisor.children if child.process}


@pytest.mark.parametrize("name", ["worker", "worker-outside"])
def test_stuck_program_is_started_again_and_no_other(
    supervisor: Supervisor, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = running(supervisor)
    stuck_file(supervisor.home, name).touch()

    supervisor.look_once()

    after = running(supervisor)
    assert after.keys() == before.keys()
    assert {one for one in before if after[one] != before[one]} == {name}
    assert f"The {name} takes nothing although there is work" in capsys.readouterr().out


def test_stuck_program_is_started_again_once(supervisor: Supervisor) -> None:
    stuck_file(supervisor.home, "worker").touch()
    supervisor.look_once()
    before = running(supervisor)

    supervisor.look_once()

    assert running(supervisor) == before
    assert not stuck_file(supervisor.home, "worker").exists()


def test_stuck_program_that_ended_meanwhile_only_starts_again(supervisor: Supervisor) -> None:
    child = supervisor.children[0]
    before = running(supervisor)["worker"]
    child.stop()
    stuck_file(supervisor.home, "worker").touch()

    supervisor.look_once()

    assert running(supervisor)["worker"] != before
    assert not stuck_file(supervisor.home, "worker").exists()


def test_file_of_an_earlier_run_asks_for_nothing(supervisor: Supervisor, tmp_path: Path) -> None:
    stuck_file(tmp_path, "worker").touch()

    Supervisor(tmp_path / "other", postgres=None, valkey=None).clear_leftovers()
    assert stuck_file(tmp_path, "worker").exists()

    fresh = Supervisor(tmp_path, postgres=None, valkey=None)
    fresh.mark = "nobody runs under this mark"
    fresh.clear_leftovers()
    assert not stuck_file(tmp_path, "worker").exists()


def test_relay_asks_for_programs_that_the_supervisor_runs(tmp_path: Path) -> None:
    names = {program.name for program in programs(8000, tmp_path / "run")}
    wards = Relay(run=tmp_path / "run").wards

    assert [ward.process for ward in wards] == ["worker", "worker-outside"]
    assert {ward.process for ward in wards} <= names
    assert [ward.stuck_file for ward in wards] == [stuck_file(tmp_path, ward.process) for ward in wards]
