"""PostgreSQL's own client programs, run as the owner role of this installation."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from config import env
from config.engine_files import EngineError, postgres_program


def owner_url() -> str:
    """Return the connection URL that may read and make everything."""
    return settings.MIGRATION_DATABASE_URL or env.text(env.DATABASE_URL)


def client_program(name: str) -> str:
    """Return the path of `pg_dump` or `pg_restore`: the embedded ones, or the system's.

    Raises:
        CommandError: neither is there.
    """
    try:
        return str(postgres_program(name))
    except EngineError:
        found = shutil.which(name)
    if found is None:
        raise CommandError(
            f"{name} is not installed: install PostgreSQL's client programs, or requirements/embedded.txt."
        )
    return found


def run_client(name: str, words: Sequence[str], *, database: str | None = None) -> None:
    """Run one client program against the database; the password travels in its environment.

    Raises:
        CommandError: with what the program said.
    """
    parts = conninfo_to_dict(database or owner_url())
    password = parts.pop("password", None)
    variables = dict(os.environ) | ({"PGPASSWORD": str(password)} if password else {})
    command = [client_program(name), f"--dbname={make_conninfo('', **parts)}", *words]
    ended = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        raise CommandError(f"{Path(name).name} failed: {ended.stderr.strip()}")
