"""`bin/crash`: prepares the environment, then hands over to the crash rig in it."""

import os
import sys

from config.launch import environment
from config.launch.steps import StepError, tell_failure

if __name__ == "__main__":
    try:
        environment.prepare(environment.DEVELOP)
    except StepError as error:
        tell_failure(error)
        sys.exit(1)
    os.chdir(environment.ROOT)
    os.execv(environment.PYTHON, [str(environment.PYTHON), "-m", "tests.crash", *sys.argv[1:]])  # noqa: S606
