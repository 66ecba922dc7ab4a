"""The result as ratios beside their targets, and as the tables of docs/performance.md."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BEGINS = "<!-- results: written by bin/bench -->"
ENDS = "<!-- end of results -->"


@dataclass(frozen=True)
class Ratio:
    """One figure beside what it should be; `is_met` is None where there is no target."""

    name: str
    value: float
    unit: str
    target: str
    is_met: bool | None


def at_most(name: str, value: float, most: float, unit: str = "×") -> Ratio:
    """Return a figure that should be small."""
    return Ratio(name, value, unit, f"≤ {most:g}{unit}", value <= most)


def at_least(name: str, value: float, least: float, unit: str = "×") -> Ratio:
    """Return a figure that should be large."""
    return Ratio(name, value, unit, f"≥ {least:g}{unit}", value >= least)


def ratios(size: Mapping[str, Any], first: Mapping[str, Any]) -> list[Ratio]:
    """Return the ratios of one size; `first` is the smallest size of the run."""
    rows, small = by_name(size), by_name(first)
    floor = size["postgres_floor"]
    spread = statistics.median(floor["spread"])
    found = [
        at_most("list: processor time, to psycopg + orjson", cpu(rows, "list") / cpu(rows, "psy"), 3),
        at_most("list: processor time, to a ModelSerializer", cpu(rows, "list") / cpu(rows, "drf"), 0.6),
        at_most("list: deep page to first page, processor time", cpu(rows, "list, deep page") / cpu(rows, "list"), 1.2),
        at_most("web server's memory", rows["list"]["memory_mib"], 280, " MiB"),
        at_least(f"vote: to {floor['tool']}'s insert-and-count", rows["vote"]["per_second"] / spread, 0.18),
        at_most("vote: p95", rows["vote"]["p95_ms"], 60, " ms"),
        at_least("vote on ten ideas: to votes on all", _rate(rows, "vote, ten ideas") / _rate(rows, "vote"), 0.6),
        at_least("draft and send: ideas a second", _whole(rows), 500, "/s"),
    ]
    if size is not first:
        growth = cpu(rows, "list") / cpu(small, "list")
        found.insert(3, at_most(f"list: {size['ideas']:,} ideas to {first['ideas']:,}, processor time", growth, 1.2))
    return [*found, *_routing(size["routing"]), *_fan_out(size["fan_out"])]


def by_name(size: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the rows of one size by their names."""
    return {row["name"]: row for row in size["rows"]}


def cpu(rows: Mapping[str, Mapping[str, Any]], name: str) -> float:
    """Return the server's processor time of one request, in microseconds."""
    return float(rows[name]["server_cpu"]) or 1.0


def _rate(rows: Mapping[str, Mapping[str, Any]], name: str) -> float:
    return float(rows[name]["per_second"]) or 1.0


def _whole(rows: Mapping[str, Mapping[str, Any]]) -> float:
    """Return how many ideas a second are written and sent, one request after the other."""
    return 1 / (1 / _rate(rows, "draft") + 1 / _rate(rows, "send"))


def _routing(routed: Mapping[str, Any]) -> list[Ratio]:
    share = routed["routed_per_second"] / (routed["no_op_per_second"] or 1.0)
    return [
        at_least("routing: ideas a second from a backlog", routed["routed_per_second"], 80, "/s"),
        Ratio("routing: to empty tasks of the same worker", share, "×", "–", None),
        at_most("commit to the last owner when idle: p95", routed["idle_p95_ms"], 500, " ms"),
    ]


def _fan_out(found: Sequence[Mapping[str, Any]]) -> list[Ratio]:
    shown: list[Ratio] = []
    for thin, ours in zip(found[::2], found[1::2], strict=True):
        who = f"{ours['sockets']:,} sockets"
        most_ms = 35 if ours["sockets"] <= 1000 else 150
        shown += [
            at_most(f"{who}: p95", ours["p95_ms"], most_ms, " ms"),
            Ratio(f"{who}: p95, to a thin hub", ours["p95_ms"] / (thin["p95_ms"] or 1.0), "×", "–", None),
            at_most(f"{who}: processor time a message", ours["cpu_a_message"], 25, " µs"),
            at_most(f"{who}: memory a socket", ours["kib_a_socket"], 40, " KiB"),
            at_most(f"{who}: frames lost", ours["lost"], 0, ""),
        ]
    return shown


def as_markdown(result: Mapping[str, Any]) -> str:
    """Return the tables of a result."""
    machine, versions = result["machine"], result["versions"]
    sentence = (
        f"Measured {result['at'][:10]} at commit `{versions['groundswell'][:12]}`: {machine['processors']} processors, "
        f"{machine['memory_gib']} GiB, {result['form']} form, {result['connections']} connections, median of "
        f"{result['runs']} runs of {result['seconds']:g} s; clients and servers on the same machine."
    )
    lines = [
        sentence,
        "",
        ", ".join(f"{name} {number}" for name, number in versions.items() if name != "groundswell")
        + ", "
        + ", ".join(f"{name} {number}" for name, number in result["sizes"][0]["engines"].items())
        + ".",
    ]
    for size in result["sizes"]:
        lines += ["", f"### {size['ideas']:,} ideas", "", *_notes(size), *_ratio_table(size, result["sizes"][0])]
        lines += ["", *_row_table(size)]
    return "\n".join([*lines, ""])


def _notes(size: Mapping[str, Any]) -> list[str]:
    foreign = [row["foreign_cores"] for row in size["rows"]]
    load = ", ".join(f"{one:g}" for one in size["load_average"])
    others = f"other programs took {min(foreign):.1f} to {max(foreign):.1f} processors meanwhile"
    return [f"Load average at the end {load}; {others}.", ""]


def _ratio_table(size: Mapping[str, Any], first: Mapping[str, Any]) -> list[str]:
    words = {True: "met", False: "**not met**", None: ""}
    rows = [
        f"| {one.name} | {one.value:,.2f}{one.unit} | {one.target} | {words[one.is_met]} |"
        for one in ratios(size, first)
    ]
    return ["| what | here | target | |", "|---|--:|--:|---|", *rows]


def _row_table(size: Mapping[str, Any]) -> list[str]:
    head = "| request | a second (from–to) | p50 ms | p95 ms | p99 ms | µs server | µs PostgreSQL | refused |"
    rows = [
        f"| {row['name']} | {row['per_second']:,.0f} ({row['per_second_range'][0]:,.0f}–{row['per_second_range'][1]:,.0f}) "
        f"| {row['p50_ms']:.1f} | {row['p95_ms']:.1f} | {row['p99_ms']:.1f} "
        f"| {row['server_cpu']:,.0f} | {row['postgres_cpu']:,.0f} | {row['refused']:.0f} |"
        for row in size["rows"]
    ]
    return [head, "|---|--:|--:|--:|--:|--:|--:|--:|", *rows]


def write_into(page: Path, tables: str, *, begins: str = BEGINS, ends: str = ENDS) -> None:
    """Put the tables between two marks of a page."""
    before, _begins, rest = page.read_text(encoding="utf-8").partition(begins)
    _old, _ends, after = rest.partition(ends)
    page.write_text(f"{before}{begins}\n\n{tables}\n{ends}{after}", encoding="utf-8")
