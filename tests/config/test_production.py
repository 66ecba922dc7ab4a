"""Production starts with a complete, safe configuration and with nothing less."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.production_rules import Facts, faults

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = "q7VdK2mX9sLr4TzB1nHy8WcJ5pGf3RaE6uQoYkZxN0iMvDbSjUtPhC-wgle_AFIO"
ENCRYPTION_KEY = "n9TqVb3kXzR7mYd1LcWf5HsJ8gPa2UeQ4oNiKxB6vDw="
SAFE = {
    "GROUNDSWELL_MODE": "production",
    "SECRET_KEY": SECRET_KEY,
    "GROUNDSWELL_KEYS": ENCRYPTION_KEY,
    "PUBLIC_URL": "https://ideas.example.org",
    "TRUSTED_PROXIES": "1",
    "DATABASE_URL": "postgresql://groundswell_app:pass-word@db.example.org/groundswell",
    "MIGRATION_DATABASE_URL": "postgresql://groundswell_owner:pass-word@db.example.org/groundswell",
    "REDIS_URL": "redis://:pass-word@valkey.example.org:6379/0",
    "EMAIL_URL": "smtp+tls://user:pass-word@mail.example.org:587",
}
BAD: list[tuple[str, dict[str, str | None], str]] = [
    ("secret key missing", {"SECRET_KEY": None}, "SECRET_KEY is not set"),
    ("secret key short", {"SECRET_KEY": SECRET_KEY[:49]}, "SECRET_KEY is too weak"),
    ("secret key monotonous", {"SECRET_KEY": "ab" * 40}, "SECRET_KEY is too weak"),
    ("secret key published", {"SECRET_KEY": "django-insecure-" + SECRET_KEY}, "SECRET_KEY is one that was published"),
    ("secret key file missing", {"SECRET_KEY": None, "SECRET_KEY_FILE": "/nowhere/key"}, "SECRET_KEY_FILE names"),
    ("keys missing", {"GROUNDSWELL_KEYS": None}, "GROUNDSWELL_KEYS is not set"),
    ("keys empty", {"GROUNDSWELL_KEYS": ""}, "GROUNDSWELL_KEYS is empty"),
    ("key no Fernet key", {"GROUNDSWELL_KEYS": "short"}, "key 1 is no Fernet key"),
    ("second key no Fernet key", {"GROUNDSWELL_KEYS": f"{ENCRYPTION_KEY},x"}, "key 2 is no Fernet key"),
    ("key not random", {"GROUNDSWELL_KEYS": "A" * 43 + "="}, "key 1 is not random"),
    ("address missing", {"PUBLIC_URL": None}, "PUBLIC_URL is not set"),
    ("address without TLS", {"PUBLIC_URL": "http://ideas.example.org"}, "PUBLIC_URL must start with https://"),
    ("address with a path", {"PUBLIC_URL": "https://example.org/ideas"}, "PUBLIC_URL must be an address alone"),
    ("address of this machine", {"PUBLIC_URL": "https://127.0.0.1"}, "PUBLIC_URL names this machine itself"),
    ("any host", {"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS contains '*'"),
    ("any subdomain", {"ALLOWED_HOSTS": ".example.org"}, "ALLOWED_HOSTS contains '.example.org'"),
    ("debug", {"DEBUG": "true"}, "DEBUG must be false"),
    ("debug unreadable", {"DEBUG": "perhaps"}, "DEBUG is 'perhaps': write true or false"),
    ("no proxy", {"TRUSTED_PROXIES": "0"}, "TRUSTED_PROXIES must be 1 or more"),
    ("proxies no number", {"TRUSTED_PROXIES": "many"}, "TRUSTED_PROXIES is 'many': write a whole number"),
    ("broker without password", {"REDIS_URL": "redis://valkey.example.org:6379/0"}, "REDIS_URL has no password"),
    ("broker of another kind", {"REDIS_URL": "amqp://a:b@mq.example.org"}, "REDIS_URL must start with redis://"),
    (
        "database of another kind",
        {"DATABASE_URL": "sqlite:///db.sqlite3"},
        "DATABASE_URL must start with postgresql://",
    ),
    (
        "database superuser",
        {"DATABASE_URL": "postgresql://postgres:p@db/groundswell"},
        "DATABASE_URL uses the superuser",
    ),
    ("database without password", {"DATABASE_URL": "postgresql://app@db/groundswell"}, "DATABASE_URL has no password"),
    ("one role for both", {"MIGRATION_DATABASE_URL": SAFE["DATABASE_URL"]}, "must use another role"),
    ("no mail", {"EMAIL_URL": None}, "EMAIL_URL is not set"),
    ("mail of another kind", {"EMAIL_URL": "https://mail.example.org"}, "EMAIL_URL must look like"),
    ("webhooks to the inside", {"OUTBOUND_ALLOW": "127.0.0.1:9000"}, "OUTBOUND_ALLOW must be empty"),
    ("mode unknown", {"GROUNDSWELL_MODE": "staging"}, "GROUNDSWELL_MODE is 'staging'"),
    ("log level unknown", {"LOG_LEVEL": "LOUD"}, "LOG_LEVEL is 'LOUD'"),
]


def read_settings(changes: dict[str, str | None]) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "VIRTUAL_ENV") if name in os.environ}
    variables = inherited | {name: value for name, value in (SAFE | changes).items() if value is not None}
    command = [sys.executable, "-c", "import config.settings"]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("changes", "sentence"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_production_with_an_unsafe_setting_refuses_with_one_line(changes: dict[str, str | None], sentence: str) -> None:
    ended = read_settings(changes)

    assert ended.returncode == 1
    assert ended.stderr.startswith("Groundswell does not start: ")
    assert sentence in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""


def test_production_with_safe_settings_starts() -> None:
    ended = read_settings({})

    assert (ended.returncode, ended.stderr) == (0, "")


def test_production_reads_a_secret_from_its_file(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text(SECRET_KEY + "\n")

    ended = read_settings({"SECRET_KEY": None, "SECRET_KEY_FILE": str(secret)})

    assert (ended.returncode, ended.stderr) == (0, "")


def test_faults_names_all_of_them_at_once() -> None:
    facts = Facts(
        secret_key="short",
        encryption_keys=[],
        public_url="http://ideas.example.org",
        allowed_hosts=["*"],
        is_debug=True,
        trusted_proxies=0,
        database_url=SAFE["DATABASE_URL"],
        migration_database_url="",
        redis_url=SAFE["REDIS_URL"],
        email_url="",
        outbound_allow=["127.0.0.1:9000"],
    )

    assert len(faults(facts)) == 8
