"""One throw-away PostgreSQL and Valkey for a test run, shared by all its workers."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from config import processes
from config.embedded import PostgresServer, ValkeyServer

_OWNER_FILE = "owner.json"


class TestEngines:
    """The servers whose addresses `tests/settings.py` announced."""

    __test__ = False

    def __init__(self, home: Path) -> None:
        self.home = home
        self.postgres = PostgresServer(home, is_durable=False)
        self.valkey = ValkeyServer(
            home, port=int(os.environ["TEST_VALKEY_PORT"]), password=os.environ["TEST_VALKEY_PASSWORD"]
        )

    def start(self) -> None:
        """Start both; the directory says whose they are, so that a killed run's servers can be swept."""
        sweep(Path(tempfile.gettempdir()))
        self.home.mkdir(mode=0o700)
        own = processes.identify(os.getpid())
        assert own is not None
        processes.remember(self.home / _OWNER_FILE, own)
        self.postgres.start()
        self.valkey.start()

    def stop(self) -> None:
        """Stop both and throw their files away."""
        discard(self.home)


def sweep(folder: Path) -> None:
    """Stop the servers of runs that were killed, and remove their files."""
    for home in folder.glob("gs-tests-*"):
        owner = processes.recall(home / _OWNER_FILE)
        if owner is not None and not processes.is_alive(owner):
            discard(home)


def discard(home: Path) -> None:
    """Stop the servers in `home`, if any run, and remove it."""
    ValkeyServer(home, port=1, password="unused").stop()
    PostgresServer(home).stop()
    shutil.rmtree(home, ignore_errors=True)


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers in the process that pytest was started as; its workers only use them."""
    home = os.environ.get("TEST_ENGINES_HOME")
    if home is None or hasattr(config, "workerinput") or config.option.collectonly:
        return
    engines = TestEngines(Path(home))
    engines.start()
    config.add_cleanup(engines.stop)
