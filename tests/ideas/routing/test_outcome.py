import json
from typing import Any

import pytest

from ideas.routing.outcome import Routing, RoutingFormatError
from ideas.routing.rules import route
from ideas.routing.ruleset import Mode
from tests.factories.routing import answers, default_rule_set


def stored(**changes: str) -> dict[str, Any]:
    routing = route(default_rule_set(), answers(data="personal", one_off=1000))
    data: dict[str, Any] = json.loads(json.dumps(routing.as_json()))
    return data | changes


def test_as_json_names_format_rule_set_and_rules_of_each_department() -> None:
    data = stored()

    assert (data["format"], data["rule_set"], data["tier"]) == (1, "default-1", 1)
    assert data["departments"] == [
        {"slug": "business", "name": "Business", "rules": ["BUS-1"]},
        {"slug": "finance", "name": "Finance", "rules": ["FIN-1"]},
        {"slug": "operations", "name": "Operations", "rules": ["OPS-1"]},
        {"slug": "security", "name": "Security", "rules": ["SEC-1"]},
        {"slug": "legal", "name": "Legal", "rules": ["LEG-2"]},
    ]


def test_from_json_what_was_stored_gives_the_same_routing() -> None:
    routing = route(default_rule_set(), answers(data="personal", one_off=1000))

    assert Routing.from_json(stored()) == routing


def test_ask_department_not_asked_is_none() -> None:
    assert Routing.from_json(stored()).ask("procurement") is None


def test_asked_two_modes_gives_both_in_order() -> None:
    routing = Routing.from_json(stored())

    assert [one.slug for one in routing.asked(Mode.ADVISORY)] == ["legal"]
    assert [one.slug for one in routing.asked(Mode.ADVISORY, Mode.REQUIRED)] == [
        "business",
        "finance",
        "operations",
        "security",
        "legal",
    ]


@pytest.mark.parametrize(
    ("field", "value", "detail"),
    [
        ("format", 2, "routing of format 2, expected 1"),
        ("format", None, "routing of format None, expected 1"),
        ("rule_set", "", "routing, rule_set: must be a text that is not empty"),
        ("tier", True, "routing, tier: must be a whole number of 0 or more"),
        ("fired", {}, "routing, fired: must be a list"),
        ("fired", [1], "routing, fired: must be an object"),
        ("fired", [], "'BUS-1'"),
        ("departments", [], "routing, departments: must not be empty"),
        (
            "departments",
            [{"slug": "legal", "name": "Legal", "rules": []}],
            "routing, departments[0].rules: must not be empty",
        ),
    ],
)
def test_from_json_unreadable_is_refused(field: str, value: object, detail: str) -> None:
    data = stored() | {field: value}

    with pytest.raises(RoutingFormatError) as caught:
        Routing.from_json(data)

    assert str(caught.value) == detail


def test_from_json_unknown_mode_is_refused() -> None:
    data = stored()
    data["fired"][0]["mode"] = "maybe"

    with pytest.raises(RoutingFormatError, match="maybe"):
        Routing.from_json(data)
