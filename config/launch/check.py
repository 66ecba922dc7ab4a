"""`bin/check`: everything that can be said about the code without running it."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config.launch import environment
from config.launch.environment import PYTHON, ROOT
from config.launch.steps import StepError, say, tell_failure

ROOMS = ("ideas", "api", "workers", "frontend", "config")
AUDIT_SECONDS = 90
# Values that production accepts; nothing is reached under them.
PRODUCTION = {
    "GROUNDSWELL_MODE": "production",
    "SECRET_KEY": "q7VdK2mX9sLr4TzB1nHy8WcJ5pGf3RaE6uQoYkZxN0iMvDbSjUtPhC-wgle_AFIO",
    "GROUNDSWELL_KEYS": "n9TqVb3kXzR7mYd1LcWf5HsJ8gPa2UeQ4oNiKxB6vDw=",
    "PUBLIC_URL": "https://ideas.example.org",
    "TRUSTED_PROXIES": "1",
    "DATABASE_URL": "postgresql://groundswell_app:password@localhost/groundswell",
    "REDIS_URL": "redis://:password@localhost:6379/0",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
}


@dataclass(frozen=True)
class Outcome:
    """What one check said; `is_skipped` when it could not run here, which is said and is no failure."""

    is_good: bool
    output: str = ""
    is_skipped: bool = False


Check = Callable[[], Outcome]


def run(*command: str, variables: dict[str, str] | None = None) -> Outcome:
    """Run a program of .venv; good when it exits with 0."""
    path = f"{PYTHON.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    ended = subprocess.run(
        list(command),
        cwd=ROOT,
        env={**os.environ, "PATH": path, **(variables or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    return Outcome(ended.returncode == 0, ended.stdout + ended.stderr)


def manage(*words: str, variables: dict[str, str]) -> Outcome:
    """Run one command of manage.py."""
    return run(str(PYTHON), "manage.py", *words, variables=variables)


def check_shell() -> Outcome:
    """The programs in bin/ are POSIX sh that parses."""
    outcomes = [run("sh", "-n", str(path)) for path in sorted((ROOT / "bin").iterdir())]
    return Outcome(all(each.is_good for each in outcomes), "".join(each.output for each in outcomes))


def check_packages() -> Outcome:
    """No locked package has a known hole; fails, too, when one was not looked up although the service answers."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        lock = str(ROOT / "requirements" / "base.txt")
        options = [
            "--require-hashes",
            "--disable-pip",
            "--format",
            "json",
            "--progress-spinner",
            "off",
            "-o",
            str(answer),
        ]
        command = [str(PYTHON), "-m", "pip_audit", "-r", lock, "--timeout", "10", *options]
        try:
            ended = subprocess.run(
                command, cwd=ROOT, capture_output=True, text=True, timeout=AUDIT_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return Outcome(is_good=True, is_skipped=True)
        if not answer.exists():
            return Outcome(is_good=True, output=ended.stderr, is_skipped=True)
        return judge_audit(answer.read_text(encoding="utf-8"))


def judge_audit(answer: str) -> Outcome:
    """Read pip-audit's JSON: holes and packages that were not looked up."""
    packages = json.loads(answer)["dependencies"]
    unknown = [f"{each['name']}: not audited ({each['skip_reason']})" for each in packages if "skip_reason" in each]
    holes = [f"{each['name']} {each['version']}: {hole['id']}" for each in packages for hole in each.get("vulns", [])]
    if packages and len(unknown) == len(packages):
        return Outcome(is_good=True, is_skipped=True)
    return Outcome(is_good=not (holes or unknown), output="\n".join([*holes, *unknown]))


CHECKS: tuple[tuple[str, Check], ...] = (
    ("Format (ruff)", lambda: run("ruff", "format", "--check", "--quiet", ".")),
    ("Lint (ruff)", lambda: run("ruff", "check", "--quiet", ".")),
    ("Imports between rooms (import-linter)", lambda: run("lint-imports")),
    ("Types (mypy --strict)", lambda: run("mypy")),
    ("Templates (djlint)", lambda: run("djlint", "--lint", "--quiet", *ROOMS)),
    (
        "Missing migrations",
        lambda: manage("makemigrations", "--check", "--dry-run", variables={"GROUNDSWELL_MODE": "test"}),
    ),
    ("Production settings", lambda: manage("check", "--deploy", "--fail-level", "WARNING", variables=PRODUCTION)),
    ("Security (bandit)", lambda: run("bandit", "-q", "-r", *ROOMS, "-ll")),
    ("Shell programs", check_shell),
    ("Known holes in packages (pip-audit)", check_packages),
)


def main() -> int:
    """Run every check, show what the failed ones said, and return the exit code."""
    failed = []
    for title, check in CHECKS:
        say(f"  {title:<44}", end="")
        started = time.monotonic()
        outcome = check()
        word = "could not run here" if outcome.is_skipped else "ok" if outcome.is_good else "FAILED"
        say(f"{time.monotonic() - started:6.1f} s  {word}")
        if not outcome.is_good:
            failed.append(title)
            say(outcome.output)
    say(f"checks: {len(CHECKS) - len(failed)} good, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        environment.prepare(environment.DEVELOP)
    except StepError as error:
        tell_failure(error)
        sys.exit(1)
    sys.exit(main())
