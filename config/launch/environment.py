"""Makes .venv and fills it with the locked packages; does nothing when they are there already."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from config.launch.steps import StepError, run_program, run_step

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = ROOT / "var" / "log" / "setup.log"
NEEDED_BYTES = 1_000_000_000
RUN = ("base", "embedded")
DEVELOP = ("base", "embedded", "dev")


def prepare(locks: Sequence[str]) -> None:
    """See to it that .venv holds the packages of these locks (names of files in requirements/).

    A .venv that is a symbolic link is somebody's own; nothing is installed into it.

    Raises:
        StepError: Python lacks venv, the disk is full, or the packages cannot be had.
    """
    if VENV.is_symlink() or is_current(locks):
        return
    check_disk()
    if not works():
        run_step("Making the Python environment", make_venv)
    run_step("Installing the Python packages", lambda: install(locks))
    stamp_path(locks).write_text(fingerprint(locks), encoding="ascii")


def fingerprint(locks: Sequence[str]) -> str:
    """Return a digest of the locks, of this Python and of this place (scripts in .venv hold absolute paths)."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for lock in locks:
        digest.update((ROOT / "requirements" / f"{lock}.txt").read_bytes())
    return digest.hexdigest()


def stamp_path(locks: Sequence[str]) -> Path:
    """Return the file that remembers which locks were installed."""
    return VENV / f"installed-{'-'.join(locks)}"


def is_current(locks: Sequence[str]) -> bool:
    """Say whether the packages of these locks are installed; what tests need includes what running needs."""
    for known in (locks, DEVELOP):
        stamp = stamp_path(known)
        if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint(known):
            return True
    return False


def works() -> bool:
    """Say whether .venv runs, and runs the same Python version as this program."""
    question = "import sys, pip; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([str(PYTHON), "-c", question], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.split() == [str(number) for number in sys.version_info[:2]]


def check_disk() -> None:
    """Refuse early rather than stop half-way."""
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES:
        raise StepError(
            f"There are {free // 1_000_000} MB left on the disk of {ROOT}; setting up needs {NEEDED_BYTES // 1_000_000} MB.",
            "Free some space, then start again.",
        )


def make_venv() -> None:
    """Make .venv anew."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    remedy = f"Debian, Ubuntu: apt install python{version}-venv. Others: install a complete Python, or set PYTHON to its path."
    missing = subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    if missing.returncode != 0:
        raise StepError(f"This Python ({sys.executable}) cannot make environments: its venv module is missing.", remedy)
    if VENV.exists():
        shutil.rmtree(VENV)
    run_program([sys.executable, "-m", "venv", str(VENV)], log=LOG, directory=ROOT, title="Making .venv")


def install(locks: Sequence[str]) -> None:
    """Install the locks with uv, which itself comes from a hash-locked line; with pip where uv cannot."""
    files = [word for lock in locks for word in ("-r", str(ROOT / "requirements" / f"{lock}.txt"))]
    pip = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--disable-pip-version-check", "--quiet"]
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    uv_lock = str(ROOT / "requirements" / "uv.txt")
    run_program([*pip, "-r", uv_lock], log=LOG, directory=ROOT, environment=environment, title="Installing uv")
    uv = [str(PYTHON), "-m", "uv", "pip", "install", "--require-hashes", "--system-certs", "--python", str(PYTHON)]
    try:
        run_program([*uv, *files], log=LOG, directory=ROOT, title="Installing the Python packages")
    except StepError:
        # pip knows indexes and proxies that uv is not told about (pip.conf).
        run_program(
            [*pip, *files], log=LOG, directory=ROOT, environment=environment, title="Installing the Python packages"
        )
