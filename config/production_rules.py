"""What production refuses to start with: one plain line for each fault, all of them at once."""

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

SHORTEST_SECRET_KEY = 50
LEAST_DIFFERENT_CHARACTERS = 12
_PUBLISHED = ("django-insecure", "changeme", "change-me", "secret-key", "tests-only", "example")


@dataclass(frozen=True)
class Facts:
    """The settings that decide whether production may start."""

    secret_key: str
    encryption_keys: list[str]
    public_url: str
    allowed_hosts: list[str]
    is_debug: bool
    trusted_proxies: int
    database_url: str
    migration_database_url: str
    redis_url: str
    email_url: str
    outbound_allow: list[str]


def faults(facts: Facts) -> list[str]:
    """Return a sentence for each setting that is unsafe in production; empty when it may start.

    Source: the start-up matrix of docs/configuration.md.
    """
    return [*_keys(facts), *_addresses(facts), *_servers(facts)]


def _keys(facts: Facts) -> Iterator[str]:
    key = facts.secret_key
    if any(word in key.lower() for word in _PUBLISHED):
        yield "SECRET_KEY is one that was published: make a new one."
    elif len(key) < SHORTEST_SECRET_KEY or len(set(key)) < LEAST_DIFFERENT_CHARACTERS:
        yield f"SECRET_KEY is too weak: use {SHORTEST_SECRET_KEY} random characters or more."
    if not facts.encryption_keys:
        yield "GROUNDSWELL_KEYS is empty: give one Fernet key at least."
    if key in facts.encryption_keys:
        yield "GROUNDSWELL_KEYS and SECRET_KEY must differ."
    for number, encryption_key in enumerate(facts.encryption_keys, start=1):
        if not _is_fernet_key(encryption_key):
            yield f"GROUNDSWELL_KEYS: key {number} is no Fernet key (32 random bytes in URL-safe base64)."
        elif len(set(encryption_key)) < LEAST_DIFFERENT_CHARACTERS:
            yield f"GROUNDSWELL_KEYS: key {number} is not random: make a new one."


def _is_fernet_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


def _addresses(facts: Facts) -> Iterator[str]:
    address = urlsplit(facts.public_url)
    if address.scheme != "https":
        yield "PUBLIC_URL must start with https:// in production."
    if not address.hostname or address.path or address.query or address.username:
        yield "PUBLIC_URL must be an address alone, such as https://ideas.example.org, without a path."
    elif is_loopback(address.hostname):
        yield "PUBLIC_URL names this machine itself: nobody else could follow a link."
    for host in facts.allowed_hosts:
        if "*" in host or host.startswith("."):
            yield f"ALLOWED_HOSTS contains {host!r}: write exact names only."
    if facts.is_debug:
        yield "DEBUG must be false in production."
    if facts.trusted_proxies < 1:
        yield "TRUSTED_PROXIES must be 1 or more in production: a TLS proxy stands in front and says who asks."


def _servers(facts: Facts) -> Iterator[str]:
    redis = urlsplit(facts.redis_url)
    if redis.scheme not in {"redis", "rediss", "unix"}:
        yield "REDIS_URL must start with redis:// or rediss://."
    elif redis.scheme != "unix" and not redis.password and not is_loopback(redis.hostname or ""):
        yield "REDIS_URL has no password, and the server is on another machine."
    database, migrations = urlsplit(facts.database_url), urlsplit(facts.migration_database_url)
    if database.username == "postgres":
        yield "DATABASE_URL uses the superuser: make the two roles of docs/operations.md."
    if database.hostname and not database.password and not is_loopback(database.hostname):
        yield "DATABASE_URL has no password, and the server is on another machine."
    if facts.migration_database_url and database.username == migrations.username:
        yield "MIGRATION_DATABASE_URL must use another role than DATABASE_URL: the owner migrates, the application runs."
    if not facts.email_url:
        yield "EMAIL_URL is not set: invitations and decisions could not be sent."
    if facts.outbound_allow:
        yield "OUTBOUND_ALLOW must be empty in production: webhooks would reach machines inside."


def is_loopback(host: str) -> bool:
    """Say whether `host` is this machine."""
    if host in {"localhost", ""} or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
