"""What PostgreSQL alone does of a vote: insert where new, and count, in one transaction. No rights, no events."""

import os
import random
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from benchmarks.stack import BenchStack
from config.embedded import DATABASE, OWNER_ROLE

PEOPLE = 5_000_000
HOT = 10
_TABLES = """
    drop table if exists floor_vote, floor_tally;
    create table floor_tally (idea bigint primary key, votes integer not null default 0);
    create table floor_vote (id bigint generated always as identity primary key, idea bigint not null,
                             voter bigint not null, unique (idea, voter));
    insert into floor_tally (idea) select generate_series(1, {ideas});
    analyze floor_tally
"""
_INSERT = "insert into floor_vote (idea, voter) values ({idea}, {voter}) on conflict do nothing"
_COUNT = "update floor_tally set votes = votes + 1 where idea = {idea}"


@dataclass(frozen=True)
class PostgresFloor:
    """Transactions a second, each run's; `tool` is pgbench, or psycopg where there is none."""

    tool: str
    spread: list[float]
    hot: list[float]


def measure(stack: BenchStack, *, ideas: int, connections: int, seconds: float, runs: int) -> PostgresFloor:
    """Measure votes spread over all ideas, and votes for ten of them."""
    with psycopg.connect(stack.database_url(), autocommit=True) as connection:
        connection.execute(_TABLES.format(ideas=ideas))
    pgbench = shutil.which("pgbench")
    run: Callable[[int], float]
    if pgbench is None:
        run = lambda most: _by_psycopg(stack, most, connections, seconds)  # noqa: E731
    else:
        run = lambda most: _by_pgbench(pgbench, stack, most, connections, seconds)  # noqa: E731
    spread = [run(ideas) for _run in range(runs)]
    hot = [run(HOT) for _run in range(runs)]
    return PostgresFloor("psycopg" if pgbench is None else "pgbench", spread, hot)


def _by_pgbench(pgbench: str, stack: BenchStack, ideas: int, connections: int, seconds: float) -> float:
    script = stack.home / "floor.sql"
    statements = [_INSERT.format(idea=":idea", voter=":voter"), _COUNT.format(idea=":idea")]
    head = [f"\\set idea random(1, {ideas})", f"\\set voter random(1, {PEOPLE})"]
    script.write_text("\n".join([*head, *(f"{one};" for one in ("begin", *statements, "commit"))]) + "\n")
    command = [pgbench, "-n", "-M", "prepared", "-c", str(connections), "-j", "2", "-T", str(max(1, round(seconds)))]
    command += ["-f", str(script), "-h", str(stack.postgres.sockets), "-U", OWNER_ROLE, DATABASE]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C"})
    found = re.search(r"tps = ([\d.]+)", ended.stdout)
    if found is None:
        raise RuntimeError(f"pgbench said: {ended.stdout}")
    return float(found[1])


def _by_psycopg(stack: BenchStack, ideas: int, connections: int, seconds: float) -> float:
    done = [0] * connections
    ends_at = time.monotonic() + seconds

    def vote(number: int) -> None:
        chance = random.Random()
        with psycopg.connect(stack.database_url()) as connection:
            while time.monotonic() < ends_at:
                row = {"idea": chance.randint(1, ideas), "voter": chance.randint(1, PEOPLE)}
                connection.execute(_INSERT.format(idea="%(idea)s", voter="%(voter)s"), row)
                connection.execute(_COUNT.format(idea="%(idea)s"), row)
                connection.commit()
                done[number] += 1

    threads = [threading.Thread(target=vote, args=[number]) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds
