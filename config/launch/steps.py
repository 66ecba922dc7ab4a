"""Named steps with their time, and failures that say what to do."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")

_NO_NETWORK = (
    "Temporary failure in name resolution", "Name or service not known", "nodename nor servname", "dns error",
    "Network is unreachable", "Connection refused", "ConnectError", "ConnectionError", "Failed to fetch",
    "client error (Connect)", "ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "Read timed out",
)  # fmt: skip
_NO_DISK = ("No space left on device", "ENOSPC", "Disk quota exceeded", "os error 28")


class StepError(Exception):
    """A step failed.

    Args:
        sentence: what is wrong, in plain words.
        remedy: what the reader may do about it.
    """

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy


def say(text: str = "", *, end: str = "\n") -> None:
    """Write one line for the person who started the program."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


def run_step(title: str, work: Callable[[], Result]) -> Result:
    """Do `work` under its name, and write how long it took."""
    say(f"  {title:<44}", end="")
    started = time.monotonic()
    try:
        result = work()
    except BaseException:
        say("failed")
        raise
    say(f"{time.monotonic() - started:6.1f} s")
    return result


def run_program(
    command: Sequence[str], *, log: Path, directory: Path, environment: Mapping[str, str] | None = None, title: str
) -> None:
    """Run a program to its end, its output in `log`.

    Raises:
        StepError: it failed; the sentence names the cause where the output shows it.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        start = output.tell()
        try:
            ended = subprocess.run(
                list(command),
                cwd=directory,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
            )
        except OSError as error:
            raise StepError(
                f"{title}: {command[0]} could not be run: {error.strerror}.", "Install it, then start again."
            ) from error
    if ended.returncode != 0:
        raise explain(title, log.read_bytes()[start:].decode(errors="replace"), log)


def explain(title: str, output: str, log: Path) -> StepError:
    """Turn a program's output into a sentence and a remedy."""
    if any(sign in output for sign in _NO_DISK):
        return StepError(f"{title}: the disk is full.", "Free some space (1 GB is enough), then start again.")
    if any(sign in output for sign in _NO_NETWORK):
        return StepError(
            f"{title}: the packages could not be downloaded.",
            "Connect this machine to the internet or to your own package index (PIP_INDEX_URL, UV_DEFAULT_INDEX, npm's registry), then start again.",
        )
    ending = "\n".join(f"    {line}" for line in output.strip().splitlines()[-8:])
    return StepError(f"{title} failed:\n{ending}", f"The whole output is in {log}.")


def tell_failure(error: StepError) -> None:
    """Write why it stopped and what to do."""
    sys.stderr.write(f"\n{error.sentence}\nWhat to do: {error.remedy}\n")
