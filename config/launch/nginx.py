"""Finds an nginx for the tests of the proxy's file, or unpacks one below var/: nothing is installed and no service starts."""

import os
import shutil
from pathlib import Path

from config.launch.environment import LOG, ROOT
from config.launch.steps import StepError, run_program, say

FOLDER = ROOT / "var" / "tools" / "nginx"
PROGRAM = FOLDER / "usr" / "sbin" / "nginx"
# Which of them holds the program differs between Debian, Ubuntu and their releases.
PACKAGES = ("nginx", "nginx-core", "nginx-light")


def find_nginx() -> None:
    """Put an nginx into NGINX for the tests; without one they are skipped, and one line says so."""
    found = os.environ.get("NGINX") or shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None and not PROGRAM.is_file():
        _fetch()
    if found is None and PROGRAM.is_file():
        found = str(PROGRAM)
    if found is None:
        say(
            "There is no nginx, so the tests of the proxy are skipped. Debian, Ubuntu: apt-get install nginx (as root)."
        )
    else:
        os.environ["NGINX"] = found


def _fetch() -> None:
    """Download and unpack a package that holds the program, where apt-get may; it runs without being installed."""
    if os.geteuid() != 0 or not (shutil.which("apt-get") and shutil.which("dpkg")):
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    commands = [["apt-get", "update"], *(["apt-get", "download", name] for name in PACKAGES)]
    for command in commands:
        try:
            run_program(command, log=LOG, directory=FOLDER, title="Fetching nginx for the tests of the proxy")
            _unpack(FOLDER)
        except StepError:
            continue
        if PROGRAM.is_file():
            return


def _unpack(folder: Path) -> None:
    for package in folder.glob("*.deb"):
        run_program(["dpkg", "-x", str(package), str(folder)], log=LOG, directory=folder, title="Unpacking nginx")
        package.unlink()
