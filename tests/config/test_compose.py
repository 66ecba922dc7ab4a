"""The split form: docker-compose.yml is valid, and the commands in it run natively."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml
from compose_spec import PyCompose

from config import processes
from config.embedded import APPLICATION_ROLE, OWNER_ROLE, SUPERUSER, PostgresServer, ValkeyServer
from config.engine_files import free_port
from config.launch.check import PRODUCTION

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
PROGRAMS = ("web", "live", "worker", "worker-outside", "relay", "beat")


def test_compose_file_keeps_to_the_compose_schema() -> None:
    # The parser wants merged keys written out, as `docker compose config` does.
    parsed = PyCompose.from_yaml(yaml.safe_dump(COMPOSE))

    assert sorted(parsed.service_names()) == sorted(["migrate", *PROGRAMS, "postgres", "valkey", "proxy"])


def test_compose_file_names_every_secret_that_make_secrets_makes(tmp_path: Path) -> None:
    script = tmp_path / "make-secrets"
    script.write_text((ROOT / "deploy" / "make-secrets").read_text())

    subprocess.run(["sh", str(script)], check=True)
    first = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    subprocess.run(["sh", str(script)], check=True)
    second = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}

    wanted = {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()}
    assert wanted | {"valkey_password"} == set(first)
    assert second == first
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_compose_tells_web_processes_how_many_they_are() -> None:
    web = COMPOSE["services"]["web"]

    assert web["environment"]["WEB_PROCESSES"] == web["command"][web["command"].index("--workers") + 1]


def test_compose_production_programs_see_no_port_but_the_proxy() -> None:
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["proxy"]


class Split:
    """The services' commands as processes of this machine, on embedded engines."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.postgres = PostgresServer(home)
        self.valkey = ValkeyServer(home)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.ports = {"web": free_port(), "live": free_port()}

    def environment(self, name: str) -> dict[str, str]:
        """Return the service's own variables, its files of secrets replaced by what they would hold here."""
        given = {key: str(value) for key, value in COMPOSE["services"][name]["environment"].items()}
        own = {key: value for key, value in given.items() if not key.endswith("_FILE")}
        own |= {
            "PUBLIC_URL": PRODUCTION["PUBLIC_URL"],
            "EMAIL_URL": PRODUCTION["EMAIL_URL"],
            "DATA_DIR": str(self.home),
        }
        own |= {"SECRET_KEY": PRODUCTION["SECRET_KEY"], "GROUNDSWELL_KEYS": PRODUCTION["GROUNDSWELL_KEYS"]}
        own |= {"DATABASE_URL": self.postgres.url(APPLICATION_ROLE), "REDIS_URL": self.valkey.url()}
        if "MIGRATION_DATABASE_URL_FILE" in given:
            own["MIGRATION_DATABASE_URL"] = self.postgres.url(OWNER_ROLE)
        own |= {f"{server}_PORT": str(self.ports[name]) for server in ("GRANIAN", "UVICORN") if name in self.ports}
        own |= {f"{server}_HOST": "127.0.0.1" for server in ("GRANIAN", "UVICORN")}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return {"PATH": path, "HOME": os.environ.get("HOME", "/"), **own}

    def command(self, name: str) -> list[str]:
        words = [str(word) for word in COMPOSE["services"][name]["command"]]
        return [word.replace("/tmp/", f"{self.home}/") for word in words]

    def start(self, name: str) -> None:
        log = self.home / "log" / f"{name}.log"
        environment = self.environment(name)
        self.running[name] = processes.spawn(self.command(name), log=log, environment=environment, mark=str(self.home))

    def log(self, name: str) -> str:
        return (self.home / "log" / f"{name}.log").read_text()

    def stop(self) -> None:
        for process in self.running.values():
            identity = processes.identify(process.pid)
            if identity is not None:
                processes.end(identity, steps=[(signal.SIGTERM, 20), (signal.SIGKILL, 5)])
            process.wait()
        processes.end_marked(str(self.home))
        self.valkey.stop()
        self.postgres.stop()


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Split]:
    made = Split(tmp_path_factory.mktemp("split"))
    made.postgres.start()
    made.valkey.start()
    migrated = subprocess.run(
        made.command("migrate"), cwd=ROOT, env=made.environment("migrate"), capture_output=True, text=True, check=False
    )
    assert migrated.returncode == 0, migrated.stderr
    for name in PROGRAMS:
        made.start(name)
    yield made
    made.stop()


def wait_for(condition: Any, explain: Any) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, explain()
        time.sleep(0.2)


@pytest.mark.crash
@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", ["web", "live"])
def test_compose_server_answers(split: Split, name: str) -> None:
    command = [sys.executable, "-m", "config.launch.is_alive", str(split.ports[name])]

    def is_alive() -> bool:
        asked = subprocess.run(command, cwd=ROOT, env=split.environment(name), capture_output=True, check=False)
        return asked.returncode == 0

    wait_for(is_alive, lambda: split.log(name))
    assert split.running[name].poll() is None


@pytest.mark.crash
@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    ("name", "sign"),
    [("worker", "ready"), ("worker-outside", "ready"), ("beat", "beat: Starting")],
    ids=["worker", "worker-outside", "beat"],
)
def test_compose_celery_program_starts(split: Split, name: str, sign: str) -> None:
    wait_for(lambda: sign in split.log(name), lambda: split.log(name))

    assert split.running[name].poll() is None


@pytest.mark.crash
@pytest.mark.timeout(240)
def test_compose_relay_beats(split: Split) -> None:
    def heard() -> bool:
        with psycopg.connect(split.postgres.url(SUPERUSER)) as connection:
            return connection.execute("select count(*) from heartbeat where process = 'relay'").fetchone() == (1,)

    wait_for(heard, lambda: split.log("relay"))
    assert split.running["relay"].poll() is None
