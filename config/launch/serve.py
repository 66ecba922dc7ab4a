"""`bin/serve`: sets up what is missing, then hands over to the supervisor in the environment it made."""

import os
import sys

from config.launch import environment, setup
from config.launch.steps import StepError, say, tell_failure


def prepare() -> int:
    """Set up what is missing; return the exit code, 0 when Groundswell can start."""
    say("Groundswell")
    try:
        setup.prepare(environment.RUN)
    except StepError as error:
        tell_failure(error)
        return 1
    except KeyboardInterrupt:
        say("\nStopped. Start again to go on from here.")
        return 130
    return 0


def hand_over(arguments: list[str]) -> None:
    """Become `manage.py up` in the prepared environment."""
    os.environ.setdefault("GROUNDSWELL_MODE", "evaluation")
    os.chdir(environment.ROOT)
    os.execv(environment.PYTHON, [str(environment.PYTHON), "manage.py", "up", *arguments])  # noqa: S606


if __name__ == "__main__":
    code = prepare()
    if code:
        sys.exit(code)
    hand_over(sys.argv[1:])
