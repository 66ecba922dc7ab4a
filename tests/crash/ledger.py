"""What the client was told: one line for each answer that promised something, written only after it arrived."""

import json
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Promise:
    """One promise: `kind` is created, submitted, voted, commented or locked; `key` names the intent, `ref` the idea.

    `person` is the number of who asked.
    """

    kind: str
    key: str
    ref: str
    person: int


class Ledger:
    """An append-only file, shared by the client's threads. It is not flushed to disk: this machine is not the victim."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._file = path.open("a", encoding="utf-8")

    def write(self, promise: Promise) -> None:
        """Keep one promise."""
        with self._lock:
            self._file.write(json.dumps(asdict(promise)) + "\n")
            self._file.flush()

    def read(self) -> Iterator[Promise]:
        """Return every promise so far."""
        for line in self.path.read_text(encoding="utf-8").splitlines():
            yield Promise(**json.loads(line))

    def close(self) -> None:
        """End writing."""
        self._file.close()
