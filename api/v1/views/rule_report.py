"""What became of what the rules asked, and drafts of what this suggests."""

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.response import Response

from api.http import MemberRequest
from api.permissions import MembersOfRules
from api.schema import describe
from api.v1.serializers.rule_report import (
    RuleReportBody,
    RuleReportParameters,
    SuggestionDraftSerializer,
    rule_report_body,
)
from api.v1.serializers.rule_versions import RuleVersionDetailBody, rule_version_detail_body
from api.views import ApiView, created
from ideas.exceptions import FieldProblem, InvalidValue
from ideas.selectors.rule_report import PERIODS, rule_report
from ideas.selectors.rule_sets import rule_set_for
from ideas.services.rule_suggestions import draft_suggestion


class RuleReportFigures(ApiView):
    permission_classes = [MembersOfRules]
    parameters = RuleReportParameters

    @describe(
        "Read what became of what the rules asked",
        gives=RuleReportBody,
        description="For those who edit rules. Counts the ideas sent in the last whole weeks of the organisation’s calendar, "
        "and what was made of them since. How each is counted: docs/rule-sets.md.",
    )
    def get(self, request: MemberRequest) -> Response:
        return Response(rule_report_body(rule_report(viewer=request.user, weeks=int(request.parameters["weeks"]))))


class RuleReportDrafts(ApiView):
    permission_classes = [MembersOfRules]

    @describe(
        "Make a draft of what the report suggests",
        takes=SuggestionDraftSerializer,
        gives=RuleVersionDetailBody,
        status=201,
        sends={"weeks": 4, "suggestion": "ask_weaker.FIN-1.finance.advisory"},
        description="The rules that hold with this one change in them. Nothing changes until somebody else activates it.",
    )
    def post(self, request: MemberRequest) -> Response:
        values = self.read(SuggestionDraftSerializer)
        if values["weeks"] not in PERIODS:
            problem = FieldProblem("weeks", "invalid_choice", _("There is no such period."))
            raise InvalidValue(_("Some values need a change. Nothing was saved."), problems=(problem,))
        made = draft_suggestion(by=request.user, weeks=values["weeks"], key=values["suggestion"])
        row = rule_set_for(viewer=request.user, version=made.version)
        location = reverse("api:v1:rule-set-version", kwargs={"version": row.version})
        return created(rule_version_detail_body(row, request.user), location=location, version=row.revision)
