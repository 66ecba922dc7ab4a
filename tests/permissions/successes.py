"""Requests that succeed, for routes whose rows of the table are all refusals.

Each makes what it needs inside the test, so that the objects of the table stay as they are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ideas.models import AnswerSet, RuleSet
from ideas.services.merging import merge_ideas
from ideas.workflow import Stage
from tests.factories.fairness import DelegationFactory
from tests.factories.ideas import submitted_idea
from tests.factories.routing import answers, rule_set_data
from tests.factories.rule_reports import costly_ideas
from tests.factories.triage import idea_in_triage, promised, review_of_routed_idea
from tests.permissions.scene import Scene

REASON = "Both want a second key."


@dataclass(frozen=True)
class Success:
    """Who asks, with which address and, where it is not that of the table, which body."""

    caller: str
    parts: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None


def _approved(scene: Scene, body: Any = None) -> Success:
    return Success("programme", {"ref": scene.things["approved"].ref}, body)


def _in_triage(_scene: Scene) -> Success:
    idea = idea_in_triage()
    promised(idea)
    return Success("triager", {"ref": idea.ref})


def _matched(scene: Scene) -> Success:
    made = _in_triage(scene)
    return Success(made.caller, made.parts, {"text": "Look at this one.", "similar": scene.ideas["open"].ref})


def _merging(scene: Scene) -> Success:
    made = _in_triage(scene)
    return Success(made.caller, made.parts, {"target": scene.ideas["open"].ref, "reason": REASON})


def _merged(scene: Scene) -> Success:
    idea = idea_in_triage()
    promised(idea)
    merge_ideas(source=idea, target=scene.ideas["open"], by=scene.people["triager"], reason=REASON)
    return Success("triager", {"ref": idea.ref})


def _suggested(_scene: Scene) -> Success:
    costly_ideas(5, unwanted=5)
    return Success("triager")


def _ready(_scene: Scene) -> Success:
    idea = submitted_idea(stage=Stage.READY_FOR_DECISION)
    AnswerSet.objects.create(idea=idea, rule_set=RuleSet.objects.get(version=1), answers=answers())
    return Success("decider", {"ref": idea.ref})


def _stand_in(scene: Scene) -> Success:
    DelegationFactory(
        from_person=scene.people["reviewer"],
        to_person=scene.people["member"],
        starts_on=date.today() - timedelta(days=1),
    )
    return Success("member", {"public_id": scene.reviews["open"].public_id})


def _member_away(scene: Scene) -> Success:
    person = str(scene.people["reviewer"].public_id)
    return Success("lead", {}, {"person": person, "from_on": "2030-01-07", "to_on": "2030-01-11"})


def _also_needed(scene: Scene) -> Success:
    return Success("reviewer", {"public_id": review_of_routed_idea(owner=scene.people["reviewer"]).public_id})


def _delegation(scene: Scene) -> Success:
    to = str(scene.people["lead"].public_id)
    return Success("member", {}, {"to": to, "starts_on": "2030-01-07", "ends_on": "2030-01-11"})


SUCCESSES: dict[str, Callable[[Scene], Success]] = {
    "POST api:v1:review-hand-over": lambda scene: Success(
        "reviewer",
        {"public_id": scene.reviews["open"].public_id},
        {"to": str(scene.people["lead"].public_id), "reason": "On leave"},
    ),
    "POST api:v1:review-also-needs": _also_needed,
    "PUT api:v1:idea-owner": lambda scene: _approved(scene, {"person": str(scene.people["lead"].public_id)}),
    "POST api:v1:idea-outcomes": _approved,
    "POST api:v1:idea-decisions": _ready,
    "POST api:v1:idea-overrides": _in_triage,
    "POST api:v1:idea-triage-match": _matched,
    "POST api:v1:idea-triage-merge": _merging,
    "POST api:v1:idea-triage-quick-fix": _in_triage,
    "POST api:v1:idea-triage-review": _in_triage,
    "POST api:v1:idea-triage-unmerge": _merged,
    "POST api:v1:absences": _member_away,
    "POST api:v1:own-delegations": _delegation,
    "POST api:v1:review-step-in": _stand_in,
    "POST api:v1:rule-report-drafts": _suggested,
    "PATCH api:v1:rule-set-version": lambda _scene: Success("triager", {"version": 2}, {"body": rule_set_data()}),
}
