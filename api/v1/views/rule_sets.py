"""The rule set that holds now."""

from rest_framework.response import Response

from api.http import MemberRequest
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.rule_sets import RuleSetBody, rule_set_body
from api.views import ApiView
from ideas.selectors.calendars import organisation
from ideas.selectors.rule_sets import active_rule_set, rules_of


class CurrentRuleSet(ApiView):
    permission_classes = [Members]

    @describe("Read the questions, tiers and rules that hold now", gives=RuleSetBody)
    def get(self, request: MemberRequest) -> Response:
        row = active_rule_set()
        return Response(rule_set_body(row, rules_of(row, currency=organisation().currency)))
