"""Reads and writes the reviewed table of who gets which answer.

A block for each route: its heading names the states, and each line the callers who are answered alike. `members` are all
who work here and have a session, `tokens` are the author's, `everybody` is everybody.
"""

from pathlib import Path

from tests.permissions.scene import CALLERS

FILE = Path(__file__).with_name("table.txt")
PEOPLE = tuple(caller for caller in CALLERS[2:] if not caller.startswith("token_"))
# A block is written with these words for all of them.
GROUPS = {"everybody": CALLERS, "members": PEOPLE, "tokens": ("token_read", "token_write")}
Answers = dict[str, tuple[str, ...]]


def read_table() -> dict[str, tuple[tuple[str, ...], Answers]]:
    """Return states and answers by caller, by route."""
    table: dict[str, tuple[tuple[str, ...], Answers]] = {}
    for block in FILE.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            route, _bar, states = lines[0].partition("|")
            table[route.strip()] = (tuple(states.split()), _answers(lines[1:]))
    return table


def _answers(lines: list[str]) -> Answers:
    answers: Answers = {}
    for line in lines:
        callers, _bar, codes = line.partition("|")
        for word in callers.split():
            answers |= {caller: tuple(codes.split()) for caller in GROUPS.get(word, (word,))}
    return answers


def written(route: str, states: tuple[str, ...], answers: Answers) -> str:
    """Return the block of a route as it stands in the file."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for caller, codes in answers.items():
        alike.setdefault(codes, []).append(caller)
    lines = [f"{route} | {' '.join(states)}"]
    lines += [f"  {' '.join(_shortly(callers))} | {' '.join(codes)}" for codes, callers in alike.items()]
    return "\n".join(lines) + "\n"


def _shortly(callers: list[str]) -> list[str]:
    """Return the callers with whole groups by their names."""
    for group, members in GROUPS.items():
        if set(members) <= set(callers):
            callers = [group, *(caller for caller in callers if caller not in members)]
    return callers
