"""A throw-away PostgreSQL and Valkey for a test run, and for each of its workers.

Migrations take seconds, so their result is kept in the temporary folder under a digest of what they read, and copied.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from config import processes
from config.embedded import EXTENSIONS, SUPERUSER, PostgresServer, ValkeyServer
from config.engine_files import private_directory

TEMPLATE = "groundswell_template"
ROOT = Path(__file__).resolve().parents[1]
_OWNER_FILE = "owner.json"
_KEEP_TEMPLATES_SECONDS = 2 * 24 * 60 * 60
# What a migrated database depends on, besides the locked packages.
_MIGRATION_SOURCES = ("ideas/migrations", "ideas/routing")
_STARTING_ROWS = ("ideas/services/defaults.py", "ideas/services/calendars.py", "config/management/commands/migrate.py")
_KEEP_TEMPLATES = 6


class TestEngines:
    """The servers whose addresses `tests/settings.py` announced."""

    __test__ = False

    def __init__(self, home: Path) -> None:
        self.home = home
        self.postgres = PostgresServer(home, is_durable=False)
        port, password = int(os.environ["TEST_VALKEY_PORT"]), os.environ["TEST_VALKEY_PASSWORD"]
        self.valkey = ValkeyServer(home, port=port, password=password)

    def start(self) -> None:
        """Start both; the directory says whose they are, so that a killed run's servers can be swept."""
        self.home.mkdir(mode=0o700)
        own = processes.identify(os.getpid())
        assert own is not None
        processes.remember(self.home / _OWNER_FILE, own)
        kept = Path(tempfile.gettempdir()) / f"gs-template-{os.geteuid()}-{template_digest()}"
        if not kept.exists():
            self._make_template(kept)
        kept.touch()
        _copy(kept, self.postgres.data)
        self.postgres.start()
        self.valkey.start()

    def _make_template(self, kept: Path) -> None:
        self.postgres.start()
        with psycopg.connect(self.postgres.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute(f"create database {TEMPLATE}")
        url = self.postgres.url(SUPERUSER, TEMPLATE)
        with psycopg.connect(url, autocommit=True) as connection:
            for extension in EXTENSIONS:
                connection.execute(f"create extension {extension}")
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url},
            check=True,
        )
        self.postgres.stop()
        fresh = private_directory(Path(tempfile.mkdtemp(prefix="gs-fresh-")))
        _copy(self.postgres.data, fresh / "data")
        if not kept.exists():
            (fresh / "data").rename(kept)
        shutil.rmtree(fresh)
        shutil.rmtree(self.postgres.data)

    def stop(self) -> None:
        """Stop both, and what a killed worker left, and throw their files away."""
        self.valkey.stop()
        self.postgres.stop()
        discard(self.home)


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True)
    target.chmod(0o700)


def template_digest() -> str:
    """Return a digest of everything that decides what `migrate` makes."""
    digest = hashlib.sha256()
    files = [
        path for folder in _MIGRATION_SOURCES for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".json"}
    ]
    locks = [
        ROOT / "requirements" / "base.txt",
        ROOT / "requirements" / "embedded.txt",
        ROOT / "config" / "embedded.py",
    ]
    rows = [ROOT / name for name in _STARTING_ROWS]
    for path in sorted([*files, *rows, *locks, ROOT / "config" / "settings" / "base.py"]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def sweep(folder: Path) -> None:
    """Stop the servers of runs that were killed, and remove their files and templates that nobody used lately."""
    newest = sorted(folder.glob(f"gs-template-{os.geteuid()}-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for number, kept in enumerate(newest):
        if number >= _KEEP_TEMPLATES or time.time() - kept.stat().st_mtime > _KEEP_TEMPLATES_SECONDS:
            shutil.rmtree(kept, ignore_errors=True)
    for home in folder.glob("gs-tests-*"):
        owner = processes.recall(home / _OWNER_FILE)
        if owner is not None and not processes.is_alive(owner):
            discard(home)


def discard(home: Path) -> None:
    """Stop the servers in `home`, if any run, and remove it; those of its workers lie below it."""
    for directory in (*home.glob("gw*"), home):
        ValkeyServer(directory, port=1, password="unused").stop()
        PostgresServer(directory).stop()
    shutil.rmtree(home, ignore_errors=True)


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers of this process; those of xdist's workers lie below those of the process that began the run."""
    home = os.environ.get("TEST_ENGINES_HOME")
    if home is None or config.option.collectonly:
        return
    if not hasattr(config, "workerinput"):
        sweep(Path(tempfile.gettempdir()))
    servers = TestEngines(Path(home))
    servers.start()
    config.add_cleanup(servers.stop)
