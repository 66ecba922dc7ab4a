"""`bin/test`: every check and every test, phase by phase; `bin/test unit tests/ideas` runs a part of one."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from config.launch import check, environment, setup
from config.launch.environment import PYTHON, ROOT
from config.launch.nginx import find_nginx
from config.launch.steps import StepError, run_program, say, tell_failure

_SUMMARY = re.compile(r"\d+ (passed|failed|errors?|skipped|deselected)\b.* in [\d.]+s")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
Phase = Callable[[Sequence[str]], tuple[int, str]]


def pytest(*words: str) -> tuple[int, str]:
    """Run pytest, showing what it says, and return its exit code and its last summary line."""
    command = [str(PYTHON), "-m", "pytest", *words]
    summary = "no summary"
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, errors="replace") as process:
        for line in process.stdout or ():
            say(line, end="")
            if _SUMMARY.search(line):
                summary = line.strip()
    return process.returncode, summary


def run_checks(_words: Sequence[str]) -> tuple[int, str]:
    """The checks of bin/check."""
    code = check.main()
    return code, "checks " + ("failed" if code else "passed")


def run_unit(words: Sequence[str]) -> tuple[int, str]:
    """Domain, API, pages, workers and the proxy's file, on two processes."""
    find_nginx()
    return pytest("-n", "2", "--dist", "worksteal", "-m", "not browser and not crash", *words)


def run_browser(words: Sequence[str]) -> tuple[int, str]:
    """Journeys in a real browser, two files at a time, each half of them against a program of its own."""
    find_chromium()
    return pytest("-n", "2", "--dist", "loadfile", "-m", "browser", "-p", "no:randomly", "--timeout", "600", *words)


def run_crash(words: Sequence[str]) -> tuple[int, str]:
    """Processes killed at random and programs started whole, two files at a time: they wait more than they work."""
    return pytest("-n", "2", "--dist", "loadfile", "-m", "crash", "-p", "no:randomly", "--timeout", "900", *words)


PHASES: dict[str, Phase] = {"checks": run_checks, "unit": run_unit, "browser": run_browser, "crash": run_crash}


def find_chromium() -> None:
    """See to it that there is a Chromium.

    Raises:
        StepError: there is none, and this program may not install one.
    """
    if any(shutil.which(name) for name in CHROMIUM_NAMES):
        return
    remedy = "Debian, Ubuntu: apt-get install chromium (as root). macOS: brew install --cask chromium."
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise StepError("The browser tests need Chromium, and there is none.", remedy)
    log = environment.LOG
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]):
        run_program(command, log=log, directory=ROOT, environment=quiet, title="Installing Chromium")


def main(words: Sequence[str]) -> int:
    """Run the phases that were named, or all; return 1 when any failed."""
    if words and words[0] not in PHASES:
        say(f"bin/test knows the phases {', '.join(PHASES)}; {words[0]!r} is none of them.")
        return 2
    chosen = words[:1] or list(PHASES)
    results = [run_phase(name, words[1:]) for name in chosen]
    say("\n" + "\n".join(line for _, line in results))
    return max(code for code, _ in results)


def run_phase(name: str, words: Sequence[str]) -> tuple[int, str]:
    """Run one phase and return 1 or 0 with the line that tells how it went and how long it took."""
    say(f"\n== {name}")
    started = time.monotonic()
    try:
        code, summary = PHASES[name](words)
    except StepError as error:
        tell_failure(error)
        code, summary = 1, error.sentence
    took = time.monotonic() - started
    return int(code != 0), f"{name:<8} {took:7.1f} s  {'FAILED' if code else 'ok    '}  {summary}"


if __name__ == "__main__":
    try:
        setup.prepare(environment.DEVELOP)
    except StepError as error:
        tell_failure(error)
        sys.exit(1)
    sys.exit(main(sys.argv[1:]))
