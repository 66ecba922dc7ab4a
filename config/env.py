"""Reads Groundswell's environment variables and fails loudly when one is missing or wrong.

Every variable is declared here once; `docs/configuration.md` is compared with this list by a test.
A secret may come from a file instead: `NAME_FILE` names a file whose content is the value (Docker secrets).
"""

import os
from dataclasses import dataclass
from pathlib import Path


class ConfigurationError(Exception):
    """A setting is missing or wrong; the sentence says which and what to do."""


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, its default (None: none) and its meaning in plain words."""

    name: str
    default: str | None
    meaning: str
    is_secret: bool = False


VARIABLES: dict[str, Variable] = {}


def declare(name: str, default: str | None, meaning: str, *, is_secret: bool = False) -> Variable:
    """Declare one variable; settings read it through `text`, `flag`, `number` or `words`."""
    variable = Variable(name, default, meaning, is_secret)
    VARIABLES[name] = variable
    return variable


def text(variable: Variable) -> str:
    """Return the variable's value.

    Raises:
        ConfigurationError: it has no default and is not set, or its `_FILE` cannot be read.
    """
    value = os.environ.get(variable.name)
    if value is None and variable.is_secret:
        value = _from_file(variable)
    if value is None:
        value = variable.default
    if value is None:
        raise ConfigurationError(f"{variable.name} is not set. {variable.meaning}")
    return value


def _from_file(variable: Variable) -> str | None:
    path = os.environ.get(f"{variable.name}_FILE")
    if path is None:
        return None
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError(
            f"{variable.name}_FILE names {path}, which cannot be read: {error.strerror}."
        ) from error


def flag(variable: Variable) -> bool:
    """Return True for `true`, False for `false`; anything else is an error."""
    value = text(variable).lower()
    if value not in {"true", "false"}:
        raise ConfigurationError(f"{variable.name} is {value!r}: write true or false.")
    return value == "true"


def number(variable: Variable) -> int:
    """Return a whole number."""
    value = text(variable)
    try:
        return int(value)
    except ValueError as error:
        raise ConfigurationError(f"{variable.name} is {value!r}: write a whole number.") from error


def words(variable: Variable) -> list[str]:
    """Return a comma-separated list without its blanks."""
    return [word.strip() for word in text(variable).split(",") if word.strip()]


def choice(variable: Variable, *allowed: str) -> str:
    """Return the value, which must be one of `allowed`."""
    value = text(variable)
    if value not in allowed:
        raise ConfigurationError(f"{variable.name} is {value!r}: write {', '.join(allowed[:-1])} or {allowed[-1]}.")
    return value


MODE = declare("GROUNDSWELL_MODE", "production", "production, evaluation (what bin/serve sets) or test.")
DEBUG = declare("DEBUG", "false", "Django's debug pages; for a developer's own machine only.")
SECRET_KEY = declare("SECRET_KEY", None, "Signs sessions and cursors: 50 random characters or more.", is_secret=True)
KEYS = declare(
    "GROUNDSWELL_KEYS",
    None,
    "Encrypt the secrets of endpoints: Fernet keys, newest first, separated by commas.",
    is_secret=True,
)
DATABASE_URL = declare(
    "DATABASE_URL", None, "The application role's connection: postgres://role:password@host:5432/name.", is_secret=True
)
MIGRATION_DATABASE_URL = declare(
    "MIGRATION_DATABASE_URL",
    "",
    "The owner role's connection, used by migrations alone; empty: DATABASE_URL.",
    is_secret=True,
)
REDIS_URL = declare(
    "REDIS_URL", None, "Valkey or Redis: redis://:password@host:6379/0. May be absent for hours.", is_secret=True
)
PUBLIC_URL = declare("PUBLIC_URL", None, "The address people use, such as https://ideas.example.org.")
ALLOWED_HOSTS = declare("ALLOWED_HOSTS", "", "Exact host names besides the one in PUBLIC_URL, separated by commas.")
TRUSTED_PROXIES = declare("TRUSTED_PROXIES", "0", "How many proxies stand in front and set X-Forwarded-For and -Proto.")
DATA_DIR = declare("DATA_DIR", "var", "Where attachments, logs and the embedded engines' data lie.")
EMAIL_URL = declare(
    "EMAIL_URL",
    "",
    "SMTP: smtp+tls://user:password@host:587; empty: files in DATA_DIR/mail (evaluation only).",
    is_secret=True,
)
EMAIL_FROM = declare("EMAIL_FROM", "Groundswell <groundswell@localhost>", "The sender of every mail.")
OUTBOUND_ALLOW = declare(
    "OUTBOUND_ALLOW", "", "host:port pairs that webhooks may reach although they are inside; for demos and tests."
)
CLAMD_ADDRESS = declare(
    "CLAMD_ADDRESS",
    "",
    "host:port of a clamd that looks at every attached file; empty: none does. Down: no file is taken.",
)
DATABASE_POOL_SIZE = declare(
    "DATABASE_POOL_SIZE", "0", "Connections that one process may hold; 0: no pool. Web processes set 20 themselves."
)
DATABASE_STATEMENT_SECONDS = declare(
    "DATABASE_STATEMENT_SECONDS", "30", "How long one statement may take; 0: no limit. Web processes set 3 themselves."
)
WEB_THREADS = declare("WEB_THREADS", "10", "Requests that the one-port server works on at the same time.")
WEB_PROCESSES = declare(
    "WEB_PROCESSES", "1", "How many web processes answer together; limits kept in memory are shared out over them."
)
LOG_LEVEL = declare("LOG_LEVEL", "INFO", "The least level that is logged.")
