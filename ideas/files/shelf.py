"""Where attachments lie: under names made here, in a folder that no web server offers."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

FOLDER: Final = "attachments"


def new_key() -> str:
    """Return a name for a new file, which says nothing about it."""
    name = secrets.token_hex(16)
    return f"{FOLDER}/{name[:2]}/{name}"


def path_of(key: str) -> Path:
    """Return where the file of `key` lies."""
    return Path(settings.MEDIA_ROOT) / key


def put(key: str, content: bytes) -> None:
    """Write `content` so that after a crash the file is there as a whole or not at all; it is on disk on return."""
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
        _keep_name(path.parent)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def remove(key: str) -> None:
    """Remove the file of `key`, if it is there."""
    path_of(key).unlink(missing_ok=True)


def stored_keys() -> Iterator[tuple[str, float]]:
    """Yield the key of every file and when it was last written (seconds since 1970)."""
    root = Path(settings.MEDIA_ROOT)
    for path in (root / FOLDER).glob("*/*"):
        yield path.relative_to(root).as_posix(), path.stat().st_mtime


def _keep_name(folder: Path) -> None:
    """Make the new name in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
