"""`manage.py up`: Groundswell on one machine, from nothing to an address in a few seconds.

It prepares the environment that the settings read, so it runs before Django does.
"""

import argparse
import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from config.children import Program, demo_receiver, programs
from config.embedded import APPLICATION_ROLE, OWNER_ROLE, PostgresServer, ValkeyServer
from config.engine_files import EngineError, last_lines
from config.keys import ensure_keys
from config.launch.steps import StepError, explain, run_step, say, tell_failure
from config.running import publish, withdraw
from config.supervisor import OneAtATime, StopRequested, Supervisor, catch_stop_signals

ROOT = Path(__file__).resolve().parents[1]
NEEDED_BYTES = 300_000_000
WEB_SECONDS = 90.0
# The demo's receiver listens this many ports above the web server, where that one is free.
RECEIVER_STEP = 81
# What --fresh removes: everything in the data directory but the keys of a person's own making and the lock.
_DATA = ("postgres", "valkey", "files", "mail", "receiver", "log", "keys", "beat-schedule")


def main(arguments: Sequence[str]) -> int:
    """Run until somebody asks to stop; return the exit code."""
    options = _parse(arguments)
    home = (ROOT / os.environ.get("DATA_DIR", "var")).resolve()
    catch_stop_signals()
    try:
        with OneAtATime(home) as lock:
            _run(options, home, lock)
    except StepError as error:
        tell_failure(error)
        return 1
    except EngineError as error:
        tell_failure(StepError(str(error), f"The logs are in {home / 'log'}."))
        return 1
    except StopRequested:
        say("Stopped.")
    return 0


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/serve", description="Start Groundswell on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="where it listens on this machine (8000)")
    parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
    parser.add_argument("--admin-email", metavar="E-MAIL", help="with --no-demo: who the first administrator is")
    parser.add_argument("--restore", type=Path, metavar="FILE", help="replace all data by this backup first")
    parser.add_argument("--fresh", action="store_true", help="wipe the data first (asks)")
    parser.add_argument("--yes", action="store_true", help="answer the question of --fresh with yes")
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace, home: Path, lock: OneAtATime) -> None:
    is_own = "DATABASE_URL" in os.environ
    postgres = None if is_own else PostgresServer(home, report=say)
    valkey = None if "REDIS_URL" in os.environ else ValkeyServer(home)
    supervisor = Supervisor(home, postgres=postgres, valkey=valkey)
    supervisor.clear_leftovers()
    address = f"http://localhost:{options.port}"
    lock.describe(address)
    if options.restore is not None:
        check_backup(options.restore)
    if options.fresh:
        wipe(home, is_sure=options.yes)
    check_port(options.port)
    check_disk(home)
    try:
        environment = _start_engines(home, postgres, valkey, options.port)
        publish(home, environment)
        if options.restore:
            run_step("Restoring the backup", lambda: _manage(environment, "restore", str(options.restore), "--replace"))
        _prepare(environment, with_demo=not options.no_demo, log=home / "log" / "setup.log")
        supervisor.start_programs(_programs(options, home, environment), environment)
        run_step("Starting the web server", lambda: _wait_for_web(supervisor, options.port))
        _tell(address, environment, options)
        supervisor.watch()
    finally:
        say("\nStopping.")
        supervisor.stop()
        withdraw(home)


def _programs(options: argparse.Namespace, home: Path, environment: dict[str, str]) -> tuple[Program, ...]:
    """Return what runs: Groundswell's own programs and, with the demo, the receiver of its webhooks."""
    own = programs(options.port, home / "run")
    if options.no_demo or environment["GROUNDSWELL_MODE"] != "evaluation":
        return own
    port = free_port(options.port + RECEIVER_STEP)
    listed = [environment.get("OUTBOUND_ALLOW", ""), f"127.0.0.1:{port}"]
    environment["OUTBOUND_ALLOW"] = ",".join(pair for pair in listed if pair)
    return (*own, demo_receiver(port))


def free_port(wanted: int) -> int:
    """Return `wanted` when nobody listens there, else any port that is free on this machine."""
    for port in (wanted, 0):
        with socket.socket() as probe, contextlib.suppress(OSError, OverflowError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    return wanted


def check_port(port: int) -> None:
    """Refuse a port that another program holds.

    Raises:
        StepError: it is taken, or not ours to take.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise StepError(
                f"Port {port} needs an administrator's rights.", "Choose one above 1023: --port 8000."
            ) from None
        except (OSError, OverflowError):
            raise StepError(
                f"Port {port} is taken by another program.",
                f"Stop that program, or choose another port: --port {port + 1}.",
            ) from None


def check_backup(file: Path) -> None:
    """Refuse to begin where there is nothing to restore: what stands would be wiped for nothing.

    Raises:
        StepError: there is no such file.
    """
    if not file.is_file():
        raise StepError(f"There is no backup {file}.", "Give the file that manage.py backup wrote.")


def check_disk(home: Path) -> None:
    """Refuse to start where the database would soon have nowhere to write."""
    free = shutil.disk_usage(home).free
    if free < NEEDED_BYTES:
        raise StepError(
            f"There are {free // 1_000_000} MB left on the disk of {home}; Groundswell needs {NEEDED_BYTES // 1_000_000} MB to start.",
            "Free some space, then start again.",
        )


def wipe(home: Path, *, is_sure: bool) -> None:
    """Remove the data of earlier starts, after asking.

    Raises:
        StepError: nobody said yes.
    """
    say(f"This removes all ideas, people and files in {home}.")
    if not is_sure:
        answer = input("Type yes to go on: ") if sys.stdin.isatty() else ""
        if answer.strip().lower() != "yes":
            raise StepError("Nothing was removed.", "Type yes when asked, or leave --fresh away.")
    for name in _DATA:
        found = home / name
        if found.is_dir():
            shutil.rmtree(found)


def _start_engines(
    home: Path, postgres: PostgresServer | None, valkey: ValkeyServer | None, port: int
) -> dict[str, str]:
    environment = dict(os.environ) | {"GROUNDSWELL_MODE": os.environ.get("GROUNDSWELL_MODE", "evaluation")}
    environment |= {"DATA_DIR": str(home), "PYTHONUNBUFFERED": "1"}
    if environment["GROUNDSWELL_MODE"] == "evaluation":
        environment = ensure_keys(home / "keys") | {"PUBLIC_URL": f"http://localhost:{port}"} | environment
        environment.setdefault("ALLOWED_HOSTS", "127.0.0.1")
    if postgres is not None:
        run_step("Starting PostgreSQL", postgres.start)
        environment["DATABASE_URL"] = postgres.url(APPLICATION_ROLE)
        environment["MIGRATION_DATABASE_URL"] = postgres.url(OWNER_ROLE)
    if valkey is not None:
        run_step("Starting Valkey", valkey.start)
        environment["REDIS_URL"] = valkey.url()
    return environment


def _prepare(environment: dict[str, str], *, with_demo: bool, log: Path) -> None:
    """Migrate, gather the static files and load the demo, in one process that shows its own progress."""
    command = [sys.executable, "manage.py", "prepare", "--log", str(log), *(["--demo"] if with_demo else [])]
    ended = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if ended.returncode != 0:
        raise explain("Preparing the database", last_lines(log, count=12), log)


def _wait_for_web(supervisor: Supervisor, port: int) -> None:
    deadline = time.monotonic() + WEB_SECONDS
    web = supervisor.children[0]
    while time.monotonic() < deadline:
        if web.process is not None and web.process.poll() is not None:
            break
        if _answers(port):
            return
        time.sleep(0.1)
    raise StepError(
        f"The web server did not start:\n{last_lines(web.log, count=10)}", f"The whole output is in {web.log}."
    )


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/livez")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _manage(environment: dict[str, str], *words: str) -> str:
    """Run one command of manage.py and return what it wrote.

    Raises:
        StepError: it failed; the sentence is the command's own.
    """
    command = [sys.executable, "manage.py", *words]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        last = ended.stderr.strip().splitlines()[-1:] or ["it ended without a word."]
        raise StepError(f"manage.py {words[0]}: {last[0]}", "Put that right, then start again.")
    return ended.stdout.strip()


def _tell(address: str, environment: dict[str, str], options: argparse.Namespace) -> None:
    """Write the address and the ways to sign in."""
    say(f"\nGroundswell runs at {address}")
    try:
        link = _sign_in_link(environment, options.admin_email)
        say(f"Sign in as the administrator (once, within 15 minutes):\n  {link}")
    except StepError as error:
        say(f"There is no link to sign in with. {error.sentence}")
    if not options.no_demo:
        say(f"Look around as somebody else: {address}/sign-in-as/")
    say("Ctrl-C stops all of it; your data stays.")


def _sign_in_link(environment: dict[str, str], email: str | None) -> str:
    try:
        return _manage(environment, "sign_in_link", "--administrator")
    except StepError:
        if email is None and sys.stdin.isatty():
            email = input("E-mail address of the first administrator: ").strip()
        if not email:
            raise
    _manage(environment, "create_administrator", email)
    return _manage(environment, "sign_in_link", "--administrator")
