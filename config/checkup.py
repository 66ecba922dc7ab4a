"""What `manage.py doctor` looks at: each check returns what it found, in plain words, with what to do."""

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import redis
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from config.embedded import EXTENSIONS
from config.start_guard import switched_off
from ideas.models import Delivery, Endpoint, Heartbeat
from ideas.selectors.audit import UNSEALED_IS_LATE_SECONDS, oldest_unsealed_seconds

OLDEST_POSTGRESQL = 160_000
OLDEST_OPEN_SECONDS = 60
QUIET_SECONDS = 120
CLOCK_SECONDS = 2
LEAST_FREE_BYTES = 500_000_000
PROCESSES = ("relay", "worker", "worker-outside", "beat")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and what to do about it; `is_fatal` ones make doctor exit with 1."""

    subject: str
    sentence: str
    remedy: str
    is_fatal: bool = True


Check = Callable[[], Iterator[Finding]]


def check_database() -> Iterator[Finding]:
    """Version, extensions and durability of the server."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('server_version_num')::int, current_setting('server_version')")
        number, version = cursor.fetchone()
        cursor.execute("select extname from pg_extension")
        present = {row[0] for row in cursor.fetchall()}
    if number < OLDEST_POSTGRESQL:
        yield Finding("database", f"PostgreSQL {version} is too old.", "Upgrade the server to PostgreSQL 16 or newer.")
    for extension in EXTENSIONS:
        if extension not in present:
            remedy = f'As a superuser, in this database: create extension "{extension}";'
            yield Finding("database", f"The extension {extension} is missing.", remedy)
    for sentence in switched_off():
        yield Finding("database", sentence, "Set it to on in postgresql.conf, reload, and check again.")


def check_migrations() -> Iterator[Finding]:
    """Whether the tables are those of this version."""
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        yield Finding("database", f"{waiting} migrations have not run.", "Run manage.py migrate.")


def check_clock() -> Iterator[Finding]:
    """Whether this machine and the database agree what time it is."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        apart = abs((timezone.now() - cursor.fetchone()[0]).total_seconds())
    if apart > CLOCK_SECONDS:
        sentence = f"This machine's clock and the database's differ by {apart:.0f} seconds."
        yield Finding("clock", sentence, "Synchronise both with a time server.", is_fatal=False)


def check_broker() -> Iterator[Finding]:
    """Whether Valkey answers and keeps what it is given."""
    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=2)
    remedy = "Check REDIS_URL and the server. Until then nothing is lost: the relay does the work, more slowly."
    try:
        policy = client.config_get("maxmemory-policy").get("maxmemory-policy")
    except redis.ResponseError:
        policy = None  # a managed server may forbid the question
        client.ping()
    except (redis.RedisError, ValueError) as error:
        yield Finding("broker", f"Valkey does not answer: {error}.", remedy)
        return
    finally:
        client.close()
    if policy not in {None, "noeviction"}:
        yield Finding(
            "broker", f"Valkey may drop messages (maxmemory-policy {policy}).", "Set maxmemory-policy noeviction."
        )


def check_mail() -> Iterator[Finding]:
    """Whether mail can be handed over."""
    if not settings.EMAIL_URL:
        if settings.MODE == "production":
            yield Finding("mail", "EMAIL_URL is not set.", "Set it to smtp+tls://user:password@host:587.")
        return
    try:
        opened = get_connection(fail_silently=False)
        opened.open()
        opened.close()
    except OSError as error:
        yield Finding("mail", f"The mail server does not take mail: {error}.", "Check EMAIL_URL and the server.")


def check_endpoints() -> Iterator[Finding]:
    """Whether the secrets of chat channels and webhooks can be read with the keys at hand."""
    keys = MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])
    for endpoint in Endpoint.objects.filter(is_active=True).order_by("name"):
        try:
            for token in (endpoint.address_encrypted, endpoint.secret_encrypted):
                if token:
                    keys.decrypt(token.encode())
        except InvalidToken:
            sentence = f"The endpoint {endpoint.name} was saved under a key that is not in GROUNDSWELL_KEYS."
            yield Finding(
                "endpoints", sentence, "Add the old key behind the new one, or enter the address and secret again."
            )


def check_deliveries() -> Iterator[Finding]:
    """Whether what must happen happens."""
    now = timezone.now()
    limit = now - dt.timedelta(seconds=OLDEST_OPEN_SECONDS)
    late = Delivery.objects.filter(state__in=["pending", "leased"], due_at__lt=limit).count()
    dead = Delivery.objects.filter(state="dead").count()
    if late:
        yield Finding(
            "deliveries",
            f"{late} deliveries are more than a minute late.",
            "See that worker and relay run; read their logs.",
        )
    if dead:
        remedy = "Open Settings, Deliveries: read why, then retry or cancel them."
        yield Finding("deliveries", f"{dead} deliveries were given up.", remedy, is_fatal=False)
    heard = dict(Heartbeat.objects.values_list("process", "at"))
    for process in PROCESSES:
        if process not in heard or (now - heard[process]).total_seconds() > QUIET_SECONDS:
            yield Finding(
                "processes",
                f"The {process} has not been heard of for two minutes.",
                "Start it, or read its log.",
                is_fatal=False,
            )


def check_audit() -> Iterator[Finding]:
    """Whether audit rows are sealed soon after they were written."""
    waiting = oldest_unsealed_seconds()
    if waiting > UNSEALED_IS_LATE_SECONDS:
        sentence = f"An audit row has waited {waiting / 60:.0f} minutes to be sealed."
        remedy = "See that the relay runs and read its log; a transaction left open for long holds rows up, too."
        yield Finding("audit", sentence, remedy)


def check_files() -> Iterator[Finding]:
    """Whether attachments can be written."""
    folder = settings.DATA_DIR
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as error:
        yield Finding(
            "files",
            f"{folder} cannot be written: {error.strerror}.",
            "Give the program's user the right to write there.",
        )
        return
    if free < LEAST_FREE_BYTES:
        yield Finding("files", f"Only {free // 1_000_000} MB are left for {folder}.", "Free some space.")


CHECKS: tuple[tuple[str, Check], ...] = (
    ("database", check_database),
    ("migrations", check_migrations),
    ("clock", check_clock),
    ("broker", check_broker),
    ("mail", check_mail),
    ("endpoints", check_endpoints),
    ("deliveries", check_deliveries),
    ("audit", check_audit),
    ("files", check_files),
)


def examine(name: str, check: Check) -> list[Finding]:
    """Run one check; a database that does not answer is a finding, too."""
    try:
        return list(check())
    except DatabaseError as error:
        sentence = f"The database does not answer: {str(error).strip().splitlines()[0]}"
        return [Finding(name, sentence, "Check DATABASE_URL and the server, and that manage.py migrate has run.")]
