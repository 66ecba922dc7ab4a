"""A run of the benchmarks that was killed leaves nothing to the next one, which leaves others alone."""

import subprocess
import sys
from pathlib import Path

from benchmarks.home import OWNER_FILE, sweep
from config import processes
from tests.installation import wait_for


def home_of(folder: Path, name: str, owner: processes.ProcessIdentity | None) -> Path:
    home = folder / f"gs-bench-{name}"
    home.mkdir()
    if owner is not None:
        processes.remember(home / OWNER_FILE, owner)
    return home


def test_sweep_removes_what_a_killed_run_left_and_ends_its_programs(tmp_path: Path) -> None:
    gone = processes.ProcessIdentity(pid=2**22 + 1, started="another boot 1")
    left = home_of(tmp_path, "left", gone)
    sleeping = [sys.executable, "-c", "import time; time.sleep(60)"]
    program = processes.spawn(sleeping, log=left / "log", environment={}, mark=f"{left}/live")
    # A new process shows its mark a moment after it was started.
    wait_for(lambda: processes.marked(f"{left}/live"), seconds=10)

    sweep(tmp_path)

    assert program.wait(timeout=10) != 0
    assert not left.exists()


def test_sweep_leaves_a_run_that_goes_on_and_what_nobody_owns(tmp_path: Path) -> None:
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    homes = [home_of(tmp_path, "running", processes.identify(sleeper.pid)), home_of(tmp_path, "unsigned", None)]

    sweep(tmp_path)
    sleeper.kill()
    sleeper.wait()

    assert [home.exists() for home in homes] == [True, True]
