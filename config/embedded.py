"""The embedded engines: PostgreSQL and Valkey from two wheels, owned by whoever starts them here.

Only the wheels' programs are used; their Python layers would make accounts and change permissions. Nothing listens on a
network address but Valkey's loopback port, which asks for a password.
"""

import secrets
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis
from psycopg import sql

from config import processes
from config.engine_files import (
    EngineError,
    Reporter,
    free_port,
    last_lines,
    postgres_program,
    private_directory,
    silent,
    socket_directory,
    unprivileged,
    valkey_program,
)

SUPERUSER = "postgres"
OWNER_ROLE = "groundswell_owner"
APPLICATION_ROLE = "groundswell_app"
DATABASE = "groundswell"
# `vector` is not a trusted extension: only the superuser may make it.
EXTENSIONS = ("vector", "pg_trgm", "unaccent")
_LEFTOVERS_SECONDS = 60
_REPORT_EVERY_SECONDS = 10
_STOP_STEPS = ((signal.SIGINT, 60.0), (signal.SIGQUIT, 15.0), (signal.SIGKILL, 10.0))
_OLD_BACKENDS = ("pre-existing shared memory block", "lock file")


class PostgresServer:
    """PostgreSQL with its data in `home`/postgres, reachable through a private socket alone.

    Args:
        is_durable: False switches fsync off: for data that may be thrown away, and for nothing else.
        mark: see `config.processes.spawn`.
    """

    def __init__(self, home: Path, *, is_durable: bool = True, mark: str = "", report: Reporter = silent) -> None:
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
            processes.end(identity, steps=_STOP_STEPS)
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
        found = None if number is None else processes.identify(number)
        if found is None:
            return
        if f"-D {self.data} " in _command_line(found.pid):
            processes.end(found, steps=_STOP_STEPS)
        else:
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
            "max_locks_per_transaction": "256",  # a transaction that touches every table and index, as tests of rights do
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


def _command_line(pid: int) -> str:
    listed = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return listed.stdout


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
