"""The two secrets of an evaluation: made once, readable by their owner alone, outside every backup of the database."""

import base64
import hashlib
import os
import secrets
from pathlib import Path


def new_encryption_key() -> str:
    """Return a fresh Fernet key."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def ensure_keys(directory: Path) -> dict[str, str]:
    """Make what is missing in `directory` and return the variables that name the files."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_once(directory / "secret_key", secrets.token_urlsafe(64))
    _write_once(directory / "encryption_keys", new_encryption_key())
    return {
        "SECRET_KEY_FILE": str(directory / "secret_key"),
        "GROUNDSWELL_KEYS_FILE": str(directory / "encryption_keys"),
    }


def _write_once(path: Path, value: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(value + "\n")


def key_id(key: str) -> str:
    """Return the short name of a key, by which a row says under which one it was encrypted; it tells nothing of the key."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]
