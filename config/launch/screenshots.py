"""`bin/screenshots`: pictures of the running program with its demo organisation."""

import subprocess
import sys

from config.launch import assets, environment
from config.launch.environment import PYTHON, ROOT
from config.launch.steps import StepError, tell_failure
from config.launch.test import find_chromium

if __name__ == "__main__":
    try:
        environment.prepare(environment.DEVELOP)
        assets.prepare()
        find_chromium()
    except StepError as error:
        tell_failure(error)
        sys.exit(1)
    sys.exit(subprocess.call([str(PYTHON), "-m", "tests.e2e.screenshots", *sys.argv[1:]], cwd=ROOT))
