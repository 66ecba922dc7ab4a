"""Groundswell as it runs in production, on durable engines of its own: granian for HTTP, uvicorn for `/ws/`, worker, relay."""

import socket
import sys
from pathlib import Path

from config.children import Program, programs
from config.engine_files import free_port
from tests.crash.stack import START_SECONDS, Stack, wait_until

WEB_WORKERS = 2


class BenchStack(Stack):
    """The crash rig's processes in the split form; programs are started one by one.

    Args:
        is_one_port: serve everything by one uvicorn process, as `bin/serve` does.
    """

    def __init__(self, home: Path, *, is_one_port: bool) -> None:
        super().__init__(home)
        self.live_port = self.port if is_one_port else free_port()
        self.thin_port = free_port()
        by_name = {one.name: one for one in programs(self.live_port, home / "run")}
        uvicorn = by_name["web"].command
        worker = tuple(word.replace("config.celery", "benchmarks.celery_app") for word in by_name["worker"].command)
        thin = tuple(word.replace("config.asgi", "benchmarks.thin_hub") for word in uvicorn)
        thin = tuple(word.replace(str(self.live_port), str(self.thin_port)) for word in thin)
        self.programs = {
            "web": Program("web", uvicorn if is_one_port else self._granian(), 10),
            "worker": Program("worker", worker, 25),
            "relay": by_name["relay"],
            "thin": Program("thin", thin, 10),
        }
        self.live_name = "web" if is_one_port else "live"
        self.programs.setdefault(self.live_name, Program("live", uvicorn, 10))

    def _granian(self) -> tuple[str, ...]:
        command = (sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1")
        command += ("--port", str(self.port), "--workers", str(WEB_WORKERS), "--blocking-threads", "8", "--no-ws")
        return (*command, "config.wsgi:application")

    def start_engines(self) -> None:
        """Start PostgreSQL and Valkey, migrate, and gather the static files."""
        super().start_engines()
        self.environment = {
            **self.environment,
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "WEB_PROCESSES": str(WEB_WORKERS if self.live_name == "live" else 1),
        }

    def pid_of(self, name: str) -> int:
        """Return the number of a running program or engine."""
        engine = {"postgres": self.postgres, "valkey": self.valkey}.get(name)
        process = self.running[name] if engine is None else engine.process
        if process is None:
            raise RuntimeError(f"{name} does not run")
        return process.pid

    def wait_for_port(self, port: int) -> None:
        """Wait until something listens on a loopback port."""

        def listens() -> bool:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0

        wait_until(listens, seconds=START_SECONDS)

    def stop_program(self, name: str) -> None:
        """End one program politely."""
        process = self.running.get(name)
        if process is not None:
            process.terminate()
            wait_until(lambda: process.poll() is not None, seconds=self.programs[name].grace_seconds)
            self.kill(name)
            del self.running[name]

    def stop(self) -> None:
        """End everything."""
        for name in list(self.running):
            self.stop_program(name)
        self.valkey.stop()
        self.postgres.stop()
