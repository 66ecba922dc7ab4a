"""What the routes of the rules are tried with: version 1 holds, version 2 is a draft of the triager."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.permissions.scene import Form, Scene

STATES = ("active", "draft", "unknown")
_VERSIONS = {"active": 1, "draft": 2, "unknown": 9}
Parts = Callable[[Scene, str], Mapping[str, Any]]


def _version(_scene: Scene, state: str) -> Mapping[str, Any]:
    return {"version": _VERSIONS[state]}


def _at(**parts: str) -> Parts:
    return lambda scene, state: {**_version(scene, state), **parts}


OBJECTS: dict[str, tuple[tuple[str, ...], Parts]] = {
    **dict.fromkeys(
        ("rule-set", "rule-set-activate", "rule-set-discard", "rule-set-trial", "rule-set-file"), (STATES, _version)
    ),
    **dict.fromkeys([f"api:v1:rule-set-{act}" for act in ("version", "activate", "discard")], (STATES, _version)),
    "rule-set-section": (STATES, _at(section="general")),
    **dict.fromkeys(("rule-set-part", "rule-set-arrange"), (STATES, _at(section="rules", part="0"))),
}
_RULE = {
    "version": "1",
    "id": "BUS-1",
    "departments": ["business"],
    "mode": "required",
    "why": "Somebody answers for it",
    "join": "all",
    "when__count": "0",
}
_GENERAL = {"version": "1", "ruleset": "Ours", "currency": "GBP", "max_open_points_per_full_time_reviewer": "9"}
BODIES: dict[str, Any] = {
    "POST api:v1:rule-sets": {},
    "PATCH api:v1:rule-set-version": {"body": {}},
    "POST api:v1:rule-set-activate": {"reason": "Prices rose."},
    "POST api:v1:rule-set-discard": None,
    "POST api:v1:routing-simulate": {"rule_set": 1, "ideas": 10},
    "POST api:v1:rule-report-drafts": {"weeks": 1, "suggestion": "ask_weaker.FIN-1.finance.advisory"},
    "POST rule-report-draft": Form({"weeks": "1", "suggestion": "ask_weaker.FIN-1.finance.advisory"}),
    "POST rule-set-draft": Form({}),
    "POST rule-set-import": Form({"text": ""}),
    "POST rule-set-activate": Form({"revision": "1", "reason": "Prices rose."}),
    "POST rule-set-discard": Form({}),
    "POST rule-set-section": Form(_GENERAL),
    "POST rule-set-part": Form(_RULE),
    "POST rule-set-arrange": Form({"version": "1", "act": "down"}),
}
HEADERS: dict[str, dict[str, str]] = {
    "PATCH api:v1:rule-set-version": {"If-Match": '"1"'},
    "POST api:v1:rule-set-activate": {"If-Match": '"1"'},
}
