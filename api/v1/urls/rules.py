"""Addresses of the rules and their versions."""

from django.urls import path

from api.v1.views import rule_report, rule_sets, rule_versions

_ONE = "rule-sets/<int:version>"
urlpatterns = [
    path("routing/rule-set", rule_sets.CurrentRuleSet.as_view(), name="rule-set"),
    path("routing/simulate", rule_versions.RoutingSimulation.as_view(), name="routing-simulate"),
    path("rules/report", rule_report.RuleReportFigures.as_view(), name="rule-report"),
    path("rules/report/drafts", rule_report.RuleReportDrafts.as_view(), name="rule-report-drafts"),
    path("rule-sets", rule_versions.RuleSetList.as_view(), name="rule-sets"),
    path(_ONE, rule_versions.RuleSetDetail.as_view(), name="rule-set-version"),
    path(f"{_ONE}/activate", rule_versions.RuleSetActivation.as_view(), name="rule-set-activate"),
    path(f"{_ONE}/discard", rule_versions.RuleSetDiscard.as_view(), name="rule-set-discard"),
]
