"""Lets `manage.py doctor` or `manage.py backup` reach the installation that bin/serve runs in this checkout.

The supervisor writes the addresses of its engines into the data directory, readable by its owner alone, and removes them when
it stops. Whoever sets DATABASE_URL means another installation.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

_NAMES = (
    "GROUNDSWELL_MODE",
    "DATABASE_URL",
    "MIGRATION_DATABASE_URL",
    "REDIS_URL",
    "PUBLIC_URL",
    "ALLOWED_HOSTS",
    "DATA_DIR",
    "SECRET_KEY_FILE",
    "GROUNDSWELL_KEYS_FILE",
    "OUTBOUND_ALLOW",
)
ROOT = Path(__file__).resolve().parents[1]


def _file(home: Path) -> Path:
    return home / "run" / "environment.json"


def publish(home: Path, environment: Mapping[str, str]) -> None:
    """Write down how to reach the engines."""
    path = _file(home)
    withdraw(home)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump({name: environment[name] for name in _NAMES if name in environment}, file)


def withdraw(home: Path) -> None:
    """Remove what `publish` wrote."""
    _file(home).unlink(missing_ok=True)


def adopt() -> None:
    """Fill the environment from the installation that runs here, unless it is set already."""
    if "DATABASE_URL" in os.environ or "DATABASE_URL_FILE" in os.environ or "GROUNDSWELL_MODE" in os.environ:
        return
    home = ROOT / os.environ.get("DATA_DIR", "var")
    try:
        found = json.loads(_file(home).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    for name, value in found.items():
        os.environ.setdefault(name, value)
