"""Child processes known by number *and* start time, because numbers are used again.

Standard library only: the start command uses it before anything is installed.
"""

import json
import os
import platform
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

# Every child carries this in its environment, so that grandchildren left by a dead child are recognised.
MARK = "GROUNDSWELL_RUN"
_POLL_SECONDS = 0.02
_IS_LINUX = platform.system() == "Linux"


@dataclass(frozen=True)
class ProcessIdentity:
    """One process of one boot: `started` differs for every process that ever had the number `pid`."""

    pid: int
    started: str


def identify(pid: int) -> ProcessIdentity | None:
    """Return who has the number `pid` now; None when nobody has (a zombie counts as gone)."""
    started = _started_on_linux(pid) if _IS_LINUX else _started_elsewhere(pid)
    return ProcessIdentity(pid, started) if started else None


def is_alive(identity: ProcessIdentity) -> bool:
    """Say whether this very process still runs."""
    return identify(identity.pid) == identity


def _started_on_linux(pid: int) -> str:
    fields = _stat_fields(pid)
    if fields is None or fields[0] in "ZX":
        return ""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return f"{boot} {fields[19]}"


def _stat_fields(pid: int) -> list[str] | None:
    """Return /proc/<pid>/stat after the command's name: state, parent, group, session, …, start time (19)."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return line.rpartition(")")[2].split()


def _started_elsewhere(pid: int) -> str:
    answer = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False, env={"LC_ALL": "C"}
    )
    state, _, started = answer.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else started.strip()


def spawn(
    command: Sequence[str], *, log: Path, environment: Mapping[str, str] | None = None, mark: str = ""
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own (Ctrl-C does not reach it), its output appended to `log`.

    Args:
        mark: written into the child's environment as GROUNDSWELL_RUN; see `end_session`.
    """
    variables = dict(os.environ if environment is None else environment)
    if mark:
        variables[MARK] = mark
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            list(command), stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=variables, start_new_session=True
        )


def remember(path: Path, identity: ProcessIdentity) -> None:
    """Write `identity` to `path`, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(identity)), encoding="utf-8")
    fresh.replace(path)


def recall(path: Path) -> ProcessIdentity | None:
    """Return what `remember` wrote; None when there is nothing readable."""
    try:
        return ProcessIdentity(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def wait_until_gone(identity: ProcessIdentity, *, seconds: float) -> bool:
    """Return True as soon as the process has ended, False when it still runs after `seconds`."""
    deadline = time.monotonic() + seconds
    while is_alive(identity):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def end(identity: ProcessIdentity, *, steps: Sequence[tuple[signal.Signals, float]]) -> bool:
    """Send each signal of `steps` in turn, giving the seconds beside it to obey; True when it has ended.

    The signal goes to the process alone; what its session leaves behind is `end_session`'s work.
    """
    for number, seconds in steps:
        if not is_alive(identity):
            return True
        _send(identity.pid, number)
        if wait_until_gone(identity, seconds=seconds):
            return True
    return not is_alive(identity)


def end_session(pid: int, *, mark: str) -> list[int]:
    """Kill what still runs of the session that `pid` led and that carries `mark`; return the numbers killed.

    Celery's workers outlive a killed parent, and so would their connections.
    """
    killed = [member for member in _session_members(pid) if _carries(member, mark)]
    for member in killed:
        _send(member, signal.SIGKILL)
    for member in killed:
        left = identify(member)
        if left is not None:
            wait_until_gone(left, seconds=5)
    return killed


def marked(mark: str) -> list[int]:
    """Return the processes of this user, other than this one, that carry `mark`."""
    return [pid for pid in _all_processes() if pid != os.getpid() and _carries(pid, mark)]


def end_marked(mark: str) -> list[int]:
    """End every process that carries `mark`; return the numbers ended."""
    found = marked(mark)
    for pid in found:
        identity = identify(pid)
        if identity is not None:
            end(identity, steps=[(signal.SIGTERM, 3), (signal.SIGKILL, 5)])
    return found


def _all_processes() -> Iterator[int]:
    if _IS_LINUX:
        yield from (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
        return
    table = subprocess.run(["ps", "-xo", "pid="], capture_output=True, text=True, check=False).stdout
    yield from (int(line) for line in table.split())


def _session_members(pid: int) -> Iterator[int]:
    if not _IS_LINUX:
        yield from _group_members(pid)
        return
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _stat_fields(int(entry.name))
            if fields and fields[0] not in "ZX" and fields[3] == str(pid):
                yield int(entry.name)


def _group_members(pid: int) -> Iterator[int]:
    table = subprocess.run(["ps", "-axo", "pid=,pgid="], capture_output=True, text=True, check=False).stdout
    for line in table.splitlines():
        member, group = line.split()
        if group == str(pid):
            yield int(member)


def _carries(pid: int, mark: str) -> bool:
    wanted = f"{MARK}={mark}"
    if not _IS_LINUX:
        listed = subprocess.run(
            ["ps", "-E", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return wanted in listed.stdout
    try:
        return wanted.encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return False


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
