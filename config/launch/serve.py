"""`bin/serve`: sets up what is missing, then hands over to the supervisor in the environment it made."""

import os
import sys
from pathlib import Path

from config.launch import environment, setup
from config.launch.steps import StepError, say, tell_failure

_RESTORE = "--restore"


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
    words = with_whole_paths(arguments)
    os.chdir(environment.ROOT)
    os.execv(environment.PYTHON, [str(environment.PYTHON), "manage.py", "up", *words])  # noqa: S606


def with_whole_paths(arguments: list[str]) -> list[str]:
    """Return the arguments with the file of --restore as seen from where the person is, whom bin/python has left."""
    here = Path(os.environ.get("STARTED_FROM", ""))
    words: list[str] = []
    for word in arguments:
        name, equals, path = word.partition("=")
        if name == _RESTORE and equals:
            words += [_RESTORE, str((here / path).resolve())]
        else:
            words.append(str((here / word).resolve()) if words[-1:] == [_RESTORE] else word)
    return words


if __name__ == "__main__":
    code = prepare()
    if code:
        sys.exit(code)
    hand_over(sys.argv[1:])
