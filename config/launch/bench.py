"""`bin/bench`: prepares the environment and the assets of pages, then hands over to the benchmarks in it."""

import os
import sys

from config.launch import environment, setup
from config.launch.steps import StepError, tell_failure

if __name__ == "__main__":
    try:
        setup.prepare(environment.DEVELOP)
    except StepError as error:
        tell_failure(error)
        sys.exit(1)
    os.chdir(environment.ROOT)
    os.execv(environment.PYTHON, [str(environment.PYTHON), "-m", "benchmarks", *sys.argv[1:]])  # noqa: S606
