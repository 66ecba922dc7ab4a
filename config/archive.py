"""The backup's file: a tar of the database's dump, the attachments and a manifest, sealed with a checksum of all of it."""

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.core.management.base import CommandError

SEAL = b"GROUNDSWELL-BACKUP-1:"
SEAL_BYTES = len(SEAL) + 32
DUMP = "database.dump"
MANIFEST = "manifest.json"
FILES = "files"
_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Table:
    """One table at the moment of the backup: its rows, and a sum over a hash of each."""

    rows: int
    digest: str


@dataclass(frozen=True)
class Manifest:
    """What the archive holds. `made_at` is UTC, RFC 3339."""

    version: str
    made_at: str
    tables: dict[str, Table]
    file_count: int

    def to_json(self) -> bytes:
        """Return it as the archive keeps it."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, content: bytes) -> "Manifest":
        """Read what `to_json` wrote."""
        found = json.loads(content)
        found["tables"] = {name: Table(**table) for name, table in found["tables"].items()}
        return cls(**found)


def write_archive(target: Path, *, folder: Path, files: Path) -> None:
    """Pack `folder` (dump and manifest) and the tree `files` into `target`, whole or not at all; mode 0600."""
    fresh = target.with_name(target.name + ".part")
    descriptor = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w+b") as stream:
        with tarfile.open(fileobj=stream, mode="w") as tar:
            for name in (MANIFEST, DUMP):
                tar.add(folder / name, arcname=name)
            if files.is_dir():
                tar.add(files, arcname=FILES)
        stream.seek(0)
        digest = _digest(_blocks(stream.fileno(), stream.seek(0, os.SEEK_END)))
        stream.seek(0, os.SEEK_END)
        stream.write(SEAL + digest)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(target)


def open_archive(source: Path) -> tarfile.TarFile:
    """Open a backup after checking every byte of it.

    Raises:
        CommandError: it is no backup, was cut short, or a byte of it changed.
    """
    try:
        with source.open("rb") as stream:
            length = stream.seek(0, os.SEEK_END) - SEAL_BYTES
            if length < 0:
                raise CommandError(f"{source} is no backup of Groundswell, or was cut short.")
            stream.seek(length)
            seal = stream.read()
            digest = _digest(_blocks(stream.fileno(), length))
    except OSError as error:
        raise CommandError(f"{source} cannot be read: {error.strerror}.") from error
    if not seal.startswith(SEAL):
        raise CommandError(f"{source} is no backup of Groundswell, or was cut short.")
    if seal != SEAL + digest:
        raise CommandError(
            f"{source} is damaged: its checksum does not match. Nothing was changed; use another backup."
        )
    return tarfile.open(source, mode="r:")


def unpack(tar: tarfile.TarFile, folder: Path) -> None:
    """Write the files of a checked archive below `folder`: content alone, without owners and rights.

    Written here because `extractall` has its safe filter from Python 3.11.4 on only, and Debian 12 has 3.11.2.

    Raises:
        CommandError: it holds something else than files and folders, or a name that leads out of `folder`.
    """
    home = folder.resolve()
    for member in tar:
        target = (home / member.name).resolve()
        content = tar.extractfile(member) if member.isreg() else None
        if not target.is_relative_to(home) or (content is None and not member.isdir()):
            raise CommandError(f"The backup holds {member.name}, which does not belong in one. Nothing was changed.")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if content is None:
            target.mkdir(mode=0o700, exist_ok=True)
        else:
            with content, target.open("xb") as stream:
                shutil.copyfileobj(content, stream, _BLOCK)


def _blocks(descriptor: int, length: int) -> Iterator[bytes]:
    position = 0
    while position < length:
        block = os.pread(descriptor, min(_BLOCK, length - position), position)
        if not block:
            return
        position += len(block)
        yield block


def _digest(blocks: Iterator[bytes]) -> bytes:
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.digest()
