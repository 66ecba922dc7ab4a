"""Django's database settings from one connection URL."""

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from config.env import ConfigurationError

_SCHEMES = ("postgres://", "postgresql://")
# A page reads a row with all that hangs on it, joined in the order in which it is written. Looking for a better order among
# up to eight tables, PostgreSQL's default, took most of the time of such a statement: 14 ms for one review, 6 ms with six.
_TABLES_PUT_IN_ORDER = 6
_OWN_KEYS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def database_settings(url: str, *, name: str, pool_size: int = 0, statement_seconds: int = 0) -> dict[str, Any]:
    """Return Django's settings for `url`, such as `postgresql://role:password@host:5432/name?sslmode=require`.

    A socket's directory is given as `postgresql://role@/name?host=/directory`.

    Args:
        name: the variable that holds the URL, for the sentence of an error.
        pool_size: connections that this process keeps at most; 0: no pool (workers, commands).
        statement_seconds: how long one statement may take; 0: as long as the server allows.

    Raises:
        ConfigurationError: the URL is not one of PostgreSQL, or names no database.
    """
    if not url.startswith(_SCHEMES):
        raise ConfigurationError(f"{name} must start with postgresql://: Groundswell runs on PostgreSQL.")
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise ConfigurationError(f"{name} is no connection URL: postgresql://role:password@host:5432/name.") from error
    if not parts.get("dbname") or not parts.get("user"):
        raise ConfigurationError(f"{name} must name a role and a database: postgresql://role:password@host:5432/name.")
    options: dict[str, Any] = {key: value for key, value in parts.items() if key not in _OWN_KEYS}
    options["options"] = _session_settings(statement_seconds, given=str(options.get("options") or ""))
    if pool_size:
        options["pool"] = {"min_size": min(2, pool_size), "max_size": pool_size, "timeout": 5}
    own = {setting: str(parts.get(key, "") or "") for key, setting in _OWN_KEYS.items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **own,
        # A pooled connection that outlived a restart of the database is noticed before it answers 500.
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": options,
    }


def _session_settings(statement_seconds: int, *, given: str) -> str:
    """What a connection begins with; what the URL gives as `options` comes last, and so it holds."""
    settings = [f"-c join_collapse_limit={_TABLES_PUT_IN_ORDER}"]
    if statement_seconds:
        settings.append(f"-c statement_timeout={statement_seconds}s")
    return " ".join([*settings, given]).strip()
