"""The directory of one run, and what runs that were killed left behind in theirs."""

import os
import tempfile
from pathlib import Path
from typing import Final

from config import processes
from tests.engines import discard

PREFIX: Final = "gs-bench-"
OWNER_FILE: Final = "owner.json"
PROGRAMS: Final = ("web", "live", "thin", "worker", "relay")


def make_home() -> Path:
    """Return a new directory that says whose it is; the servers and files of runs that were killed are removed first."""
    sweep(Path(tempfile.gettempdir()))
    home = Path(tempfile.mkdtemp(prefix=PREFIX))
    own = processes.identify(os.getpid())
    if own is not None:
        processes.remember(home / OWNER_FILE, own)
    return home


def sweep(folder: Path) -> None:
    """End what runs in the directories of runs that are over, and remove them; a directory without an owner stays."""
    for home in folder.glob(f"{PREFIX}*"):
        owner = processes.recall(home / OWNER_FILE)
        if owner is not None and not processes.is_alive(owner):
            for name in PROGRAMS:
                processes.end_marked(f"{home}/{name}")
            discard(home)
