"""Versions of the rules: drafts, activation by a second person, and trying them on past ideas."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.response import Response

from api.concurrency import version_to_match
from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.parsers import RulesJSONParser
from api.permissions import MembersOfRules
from api.schema import describe
from api.v1.serializers.rule_versions import (
    RuleSetActivateSerializer,
    RuleSetChangeSerializer,
    RuleSetDraftSerializer,
    RuleVersionBody,
    RuleVersionDetailBody,
    SimulateSerializer,
    SimulationBody,
    rule_version_body,
    rule_version_detail_body,
    simulation_body,
)
from api.views import ApiView, created, versioned
from ideas.exceptions import FieldProblem, InvalidValue, NotFound
from ideas.models import RuleSet
from ideas.selectors.rule_sets import NEWEST, rule_set_for, rule_sets_for
from ideas.services.rule_sets import activate_rule_set, change_rule_set, discard_rule_set, draft_rule_set
from ideas.services.rule_trials import simulate_rules

USUAL_IDEAS = 200
_ROW = {
    "version": 3,
    "name": "default-1",
    "state": "draft",
    "active_from": None,
    "reason": "",
    "copied_from": 2,
    "drafted_by": "Priya Nair",
    "activated_by": None,
    "revision": 1,
    "allowed_actions": ["activate", "discard", "simulate"],
}


def _answer(request: MemberRequest, row: RuleSet) -> Response:
    found = rule_set_for(viewer=request.user, version=row.version)
    return versioned(rule_version_detail_body(found, request.user), version=found.revision)


class RuleSetList(ApiView):
    permission_classes = [MembersOfRules]
    parser_classes = [RulesJSONParser]
    parameters = ListParameters

    @describe(
        "List the versions of the rules",
        gives=Listing[RuleVersionBody],
        example={"results": [_ROW], "next": None, "previous": None},
        description="The newest first. Drafts and scheduled versions are for those who edit rules.",
    )
    def get(self, request: MemberRequest) -> Response:
        rows = rule_sets_for(viewer=request.user)
        return self.page(rows, NEWEST, lambda found: (rule_version_body(one, request.user) for one in found))

    @describe(
        "Draft a version of the rules",
        takes=RuleSetDraftSerializer,
        gives=RuleVersionDetailBody,
        status=201,
        sends={"name": "Thresholds of 2027"},
        description="A copy of the rules that hold, or the `body` that you send; in a body nothing may be wrong.",
    )
    def post(self, request: MemberRequest) -> Response:
        values = self.read(RuleSetDraftSerializer)
        made = draft_rule_set(by=request.user, name=values.get("name", ""), body=values.get("body"))
        row = rule_set_for(viewer=request.user, version=made.version)
        location = reverse("api:v1:rule-set-version", kwargs={"version": row.version})
        return created(rule_version_detail_body(row, request.user), location=location, version=row.revision)


class RuleSetDetail(ApiView):
    permission_classes = [MembersOfRules]
    parser_classes = [RulesJSONParser]

    @describe("Read a version of the rules", gives=RuleVersionDetailBody)
    def get(self, request: MemberRequest, version: int) -> Response:
        return _answer(request, rule_set_for(viewer=request.user, version=version))

    @describe(
        "Change a draft",
        takes=RuleSetChangeSerializer,
        gives=RuleVersionDetailBody,
        needs_version=True,
        description="`body` takes the place of all that the draft says; nothing in it may be wrong.",
    )
    def patch(self, request: MemberRequest, version: int) -> Response:
        row = rule_set_for(viewer=request.user, version=version)
        revision = version_to_match(request, current=row.revision)
        body = self.read(RuleSetChangeSerializer)["body"]
        return _answer(request, change_rule_set(rule_set=row, by=request.user, body=body, expected_revision=revision))


class RuleSetActivation(ApiView):
    permission_classes = [MembersOfRules]

    @describe(
        "Let a draft of somebody else hold",
        takes=RuleSetActivateSerializer,
        gives=RuleVersionDetailBody,
        needs_version=True,
        sends={"reason": "The threshold for quotes rose to 2,000.", "active_from": "2027-01-01T00:00:00Z"},
    )
    def post(self, request: MemberRequest, version: int) -> Response:
        row = rule_set_for(viewer=request.user, version=version)
        revision = version_to_match(request, current=row.revision)
        values = self.read(RuleSetActivateSerializer)
        done = activate_rule_set(
            rule_set=row,
            by=request.user,
            expected_revision=revision,
            reason=values["reason"],
            active_from=values.get("active_from"),
        )
        return _answer(request, done)


class RuleSetDiscard(ApiView):
    permission_classes = [MembersOfRules]

    @describe("Put away a draft, or a version whose date has not come", gives=RuleVersionDetailBody)
    def post(self, request: MemberRequest, version: int) -> Response:
        row = rule_set_for(viewer=request.user, version=version)
        return _answer(request, discard_rule_set(rule_set=row, by=request.user))


class RoutingSimulation(ApiView):
    permission_classes = [MembersOfRules]
    parser_classes = [RulesJSONParser]

    @describe(
        "Try rules on past ideas",
        takes=SimulateSerializer,
        gives=SimulationBody,
        sends={"rule_set": 3, "ideas": 200},
        description="The newest ideas, routed by the rules that hold and by the version or the body sent. Nothing changes.",
    )
    def post(self, request: MemberRequest) -> Response:
        values = self.read(SimulateSerializer)
        _refuse_unless_one(values)
        body = values["body"] if "body" in values else _stored(request, values["rule_set"])
        ideas = values.get("ideas", USUAL_IDEAS)
        return Response(simulation_body(simulate_rules(by=request.user, body=body, idea_count=ideas)))


def _stored(request: MemberRequest, version: int) -> object:
    try:
        return rule_set_for(viewer=request.user, version=version).body
    except NotFound as error:
        problem = FieldProblem("rule_set", "invalid_choice", error.sentence)
        sentence = _("Some values need a change. Nothing was saved.")
        raise InvalidValue(sentence, problems=(problem,)) from error


def _refuse_unless_one(values: dict[str, Any]) -> None:
    if ("rule_set" in values) == ("body" in values):
        problem = FieldProblem("rule_set", "required", _("Send a version or a body, one of them."))
        raise InvalidValue(_("Some values need a change. Nothing was saved."), problems=(problem,))
