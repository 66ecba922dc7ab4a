"""One run of the rig: start everything, load it, kill at random, let it come to rest, compare."""

import json
import platform
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import django
import psycopg
import redis

from tests.crash.checker import Verdict, drain, judge
from tests.crash.ledger import Ledger
from tests.crash.load import Load
from tests.crash.stack import ROOT, Stack, wait_until

VICTIMS = ("web", "worker", "worker-outside", "relay", "valkey", "postgres")
PEOPLE = 300
DOWN_SECONDS = (0.2, 1.2)
PAUSE_SECONDS = (1.0, 2.5)
MAX_DRAIN_SECONDS = 60.0
# Longer than promised, so that what is only late is told from what never happens.
PATIENCE_SECONDS = 600.0
LIMITS = (
    "kill -9 of PostgreSQL leaves the operating system's page cache in place: this proves recovery and protocol.",
    "That the disk keeps what it was told to keep rests on fsync, synchronous_commit and full_page_writes (see doctor).",
    "Client and all processes share one machine and one clock.",
)


@dataclass
class Outcome:
    """What one run found, as it is written to the result file."""

    seed: int
    kills: int
    seconds: float
    victims: Counter[str]
    answers: Counter[int]
    refusals: list[str]
    revived: Counter[str]
    verdict: Verdict
    versions: dict[str, str] = field(default_factory=dict)

    def broken(self) -> list[str]:
        """Return every promise that did not hold, in words."""
        wrong = self.verdict.broken()
        drained = self.verdict.drain_seconds
        if drained is not None and drained > MAX_DRAIN_SECONDS:
            wrong.append(f"at rest after {drained} s, not within {MAX_DRAIN_SECONDS:.0f} s")
        if self.answers[500]:
            wrong.append(f"500 answers = {self.answers[500]}")
        if self.refusals:
            wrong.append(f"unexpected answers: {self.refusals[:3]}")
        return wrong

    def as_dict(self) -> dict[str, object]:
        return {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "seed": self.seed,
            "kills": self.kills,
            "seconds": round(self.seconds, 1),
            "victims": dict(self.victims),
            "answers": {str(status): number for status, number in sorted(self.answers.items())},
            "unexpected_answers": self.refusals,
            "ended_by_themselves": dict(self.revived),
            **self.verdict.as_dict(),
            "broken_promises": self.broken(),
            "versions": self.versions,
            "limits": list(LIMITS),
        }


def run(*, home: Path, kills: int, seed: int) -> Outcome:
    """Do one run in `home`, which is left with its logs and data."""
    stack = Stack(home)
    try:
        stack.start_engines()
        tokens = stack.run_module("tests.crash.seed", str(PEOPLE)).split()
        stack.start()
        return _run(stack, tokens, kills, seed)
    finally:
        stack.stop()


def _run(stack: Stack, tokens: list[str], kills: int, seed: int) -> Outcome:
    ledger = Ledger(stack.home / "ledger.jsonl")
    load = Load(stack.port, tokens, ledger, seed)
    started = time.monotonic()
    load.start()
    try:
        victims, revived = _kill_at_random(stack, kills, random.Random(seed))
    finally:
        wait_until(stack.answers, seconds=60)
        load.stop()
        ledger.close()
    drained = drain(stack.database_url(), at_most_seconds=PATIENCE_SECONDS)
    verdict = judge(stack.database_url(), ledger, drain_seconds=drained, is_chain_whole=stack.is_chain_whole())
    took = time.monotonic() - started
    return Outcome(seed, kills, took, victims, load.answers, load.refusals, revived, verdict, _versions(stack))


def _kill_at_random(stack: Stack, kills: int, chance: random.Random) -> tuple[Counter[str], Counter[str]]:
    victims: Counter[str] = Counter()
    revived: Counter[str] = Counter()
    for _kill in range(kills):
        time.sleep(chance.uniform(*PAUSE_SECONDS))
        revived.update(stack.revive())
        victim = chance.choice(VICTIMS)
        stack.kill(victim)
        time.sleep(chance.uniform(*DOWN_SECONDS))
        stack.restart(victim)
        victims[victim] += 1
    revived.update(stack.revive())
    return victims, revived


def _versions(stack: Stack) -> dict[str, str]:
    with psycopg.connect(stack.database_url()) as connection:
        row = connection.execute("show server_version").fetchone()
    client = redis.Redis.from_url(stack.valkey.url())
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return {
        "groundswell": commit.stdout.strip() or "unknown",
        "python": platform.python_version(),
        "django": django.get_version(),
        "postgresql": row[0] if row else "unknown",
        "valkey": str(client.info("server").get("valkey_version", "unknown")),
    }


def write(outcome: Outcome, path: Path) -> None:
    """Write the result as JSON and tell it in short."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(outcome.as_dict(), indent=2) + "\n", encoding="utf-8")
    verdict = outcome.verdict
    sys.stdout.write(
        f"{outcome.kills} kills in {outcome.seconds:.0f} s (seed {outcome.seed}): {verdict.promises} promises, "
        f"{verdict.lost} lost; {verdict.figures['submitted_ideas']} ideas, {verdict.figures['never_routed']} never "
        f"routed, {verdict.figures['routed_twice']} routed twice; at rest after {verdict.drain_seconds} s.\n"
    )
    for sentence in [*outcome.broken(), *LIMITS]:
        sys.stdout.write(f"- {sentence}\n")
    sys.stdout.write(f"The whole result is in {path}.\n")
