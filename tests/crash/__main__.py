"""`bin/crash --kills 200 --seed 7`: one run of the rig, its result as JSON in var/crash/."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.crash.rig import run, write
from tests.crash.stack import ROOT


def main() -> int:
    """Run the rig; return 1 when a promise was broken, and keep the logs then."""
    parser = argparse.ArgumentParser(prog="bin/crash", description="Kill Groundswell's processes at random, and check.")
    parser.add_argument("--kills", type=int, default=40, help="how many processes to kill (40)")
    parser.add_argument(
        "--seed", type=int, default=1, help="the same seed kills the same victims in the same order (1)"
    )
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="gs-crash-"))
    outcome = run(home=home, kills=options.kills, seed=options.seed)
    write(outcome, ROOT / "var" / "crash" / f"kills-{options.kills}-seed-{options.seed}.json")
    if outcome.broken():
        sys.stdout.write(f"Logs and data are in {home}.\n")
        return 1
    shutil.rmtree(home)
    return 0


if __name__ == "__main__":
    sys.exit(main())
