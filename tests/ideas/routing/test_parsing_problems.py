"""All that is wrong with a rule set is told at once, and nothing that was typed makes the reading fail otherwise."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.routing.parsing import parse_rule_set
from ideas.routing.problems import RuleSetError
from tests.factories.routing import REMOVED, changed_data, rule_set_data

JUNK: list[Any] = [REMOVED, None, True, 0, -1, 1.5, "", "x", [], [[]], [{}], {}, {"all": [{}]}, [None], {"x": []}]


def problems_of(data: object) -> list[tuple[str, str, str]]:
    with pytest.raises(RuleSetError) as caught:
        parse_rule_set(data)
    return [(str(one.place), one.field, one.detail) for one in caught.value.problems]


def paths(value: Any, *before: str) -> list[str]:
    members = list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else [])
    here = ["/".join(before)] if before else []
    return here + [path for key, member in members for path in paths(member, *before, str(key))]


PATHS = paths(rule_set_data())


def test_parse_rule_set_many_wrong_parts_names_each() -> None:
    data = rule_set_data()
    data["colour"] = "red"
    data["questions"][0]["hint"] = ""
    data["tiers"][0]["any"][0]["in"] = ["maybe"]
    data["tiers"][0]["any"][1]["gte"] = "much"
    data["sla_working_days"]["1"]["promise"] = 1
    data["rules"][3]["mode"] = "perhaps"
    data["rules"][3]["why"] = ""
    data["departments"][2]["criteria"][0]["weight"] = 0
    data["reason_codes"]["wait"][0]["needs"] = "luck"
    data["max_open_points_per_full_time_reviewer"] = 0

    assert problems_of(data) == [
        ("rule set", "colour", "is not a known field"),
        ("question reach", "hint", "must be a text that is not empty"),
        ("tier 3", "any[0].in", "has 'maybe', which is not an option of the question"),
        ("tier 3", "any[1].gte", "must be a whole number of 0 or more"),
        ("tier 1", "promise", "is shorter than triage, review and decision together"),
        ("department commercial", "criteria[0].weight", "must be a whole number of 1 or more"),
        ("rule FIN-1", "mode", "must be one of required, advisory, notify"),
        ("rule FIN-1", "why", "must be a text that is not empty"),
        ("reason code waiting_for_date", "needs", "must be null or one of link, date, text"),
        ("rule set", "max_open_points_per_full_time_reviewer", "must be a whole number of 1 or more"),
    ]


def test_parse_rule_set_wrong_question_is_told_once_and_not_by_what_names_it() -> None:
    data = changed_data("questions/0/options", ["own_team"])

    assert [place for place, _field, _detail in problems_of(data)] == ["question reach"]


def test_parse_rule_set_removed_question_is_told_by_everything_that_names_it() -> None:
    data = rule_set_data()
    del data["questions"][0]

    assert [(place, field) for place, field, _detail in problems_of(data)] == [
        ("tier 3", "any[4].all[1].q"),
        ("tier 2", "any[2].q"),
        ("tier 0", "all[0].q"),
        ("small idea", "answers.reach"),
    ]


@given(st.sampled_from(PATHS), st.sampled_from(JUNK), st.sampled_from(PATHS), st.sampled_from(JUNK))
def test_parse_rule_set_anything_anywhere_is_read_or_refused(path: str, junk: Any, other: str, more: Any) -> None:
    data = changed_data(path, junk)
    with contextlib.suppress(LookupError, TypeError):  # the other place may have gone with the first
        _put(data, other, more)

    with contextlib.suppress(RuleSetError):
        parse_rule_set(data)


def _put(data: Any, path: str, value: Any) -> None:
    *parents, last = path.split("/")
    for step in parents:
        data = data[int(step)] if isinstance(data, list) else data[step]
    if value is not REMOVED:
        data[int(last) if isinstance(data, list) else last] = value
