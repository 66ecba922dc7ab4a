"""Smallest valid values for the pure routing code, and random ones for property tests."""

import copy
import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from ideas.routing.assignment import Candidate, DateRange, Task
from ideas.routing.clock import WorkingCalendar
from ideas.routing.conditions import AnswerValue
from ideas.routing.parsing import parse_rule_set
from ideas.routing.rules import small_idea_answers
from ideas.routing.ruleset import RuleSet

RULE_SET_FILE = Path(__file__).parents[2] / "ideas" / "routing" / "data" / "default_rule_set.json"
SEVEN = ("business", "procurement", "commercial", "finance", "operations", "security", "legal")
REMOVED = object()


@cache
def _rule_set_text() -> str:
    return RULE_SET_FILE.read_text(encoding="utf-8")


@cache
def default_rule_set() -> RuleSet:
    return parse_rule_set(rule_set_data())


def rule_set_data() -> dict[str, Any]:
    """A fresh copy of the default rule set's data, free to change."""
    data: dict[str, Any] = json.loads(_rule_set_text())
    return data


def changed_data(path: str, value: object) -> dict[str, Any]:
    """The default data with the value at `path` ("rules/3/when/any/0/gte") replaced, added or REMOVED."""
    data = rule_set_data()
    *parents, last = path.split("/")
    part: Any = data
    for step in parents:
        part = part[_key(part, step)]
    if value is REMOVED:
        del part[_key(part, last)]
    else:
        part[_key(part, last)] = copy.deepcopy(value)
    return data


def _key(part: Any, step: str) -> str | int:
    return int(step) if isinstance(part, list) else step


def answers(**changes: AnswerValue) -> dict[str, AnswerValue]:
    """The answers of a small idea, with `changes`."""
    return small_idea_answers(default_rule_set()) | changes


def complete_answers() -> st.SearchStrategy[dict[str, AnswerValue]]:
    """Any answers the default form can give."""
    return st.fixed_dictionaries(
        {one.id: st.sampled_from([option.value for option in one.options]) for one in default_rule_set().questions}
    )


def calendar(
    *,
    time_zone: str = "Europe/London",
    weekdays: frozenset[int] = frozenset(range(5)),
    closes_at: time = time(17),
    days_off: frozenset[date] = frozenset(),
) -> WorkingCalendar:
    return WorkingCalendar("test", 1, time_zone, weekdays, time(9), closes_at, days_off)


def candidate(
    person_id: int = 1,
    *,
    capacity: str = "1.0",
    open_points: int = 0,
    last_assigned_at: datetime | None = datetime(2026, 1, 5, 9, tzinfo=UTC),
    tags: tuple[str, ...] = (),
    absences: tuple[DateRange, ...] = (),
    is_active: bool = True,
    site: WorkingCalendar | None = None,
) -> Candidate:
    return Candidate(
        person_id, Decimal(capacity), open_points, last_assigned_at, frozenset(tags), absences, is_active, site
    )


def task(
    *,
    points: int = 2,
    opens_on: date = date(2026, 3, 2),
    due_on: date = date(2026, 3, 6),
    required_tag: str | None = None,
    authors_and_team: tuple[int, ...] = (),
    interested: tuple[int, ...] = (),
) -> Task:
    return Task(points, opens_on, due_on, required_tag, frozenset(authors_and_team), frozenset(interested))
