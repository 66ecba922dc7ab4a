"""Addresses of the rules and their versions."""

from django.urls import URLPattern, path

from frontend.lists import rule_report as report_lists
from frontend.lists import rule_sets as lists
from frontend.views import rule_editor, rule_files, rule_report, rule_sets, rules

ONE = "rules/versions/<int:version>/"
PART = f"{ONE}edit/<slug:section>/<slug:part>/"
urlpatterns: list[URLPattern] = [
    path("rules/", rules.rules, name="rules"),
    path("rules/report/", rule_report.report, name="rule-report"),
    path("rules/report.csv", report_lists.rule_report_csv, name="rule-report-csv"),
    path("rules/report/draft/", rule_report.draft, name="rule-report-draft"),
    path("rules/versions/", rule_sets.rule_sets, name="rule-sets"),
    path("rules/versions.csv", lists.rule_sets_csv, name="rule-sets-csv"),
    path("rules/versions/draft/", rule_sets.draft, name="rule-set-draft"),
    path("rules/versions/import/", rule_files.take_file, name="rule-set-import"),
    path(ONE, rule_sets.rule_set, name="rule-set"),
    path(f"{ONE}activate/", rule_sets.activate, name="rule-set-activate"),
    path(f"{ONE}discard/", rule_sets.discard, name="rule-set-discard"),
    path(f"{ONE}try/", rule_files.trial, name="rule-set-trial"),
    path(f"{ONE}file/", rule_files.download, name="rule-set-file"),
    path(f"{ONE}edit/<slug:section>/", rule_editor.section, name="rule-set-section"),
    path(PART, rule_editor.part, name="rule-set-part"),
    path(f"{PART}arrange/", rule_editor.arrange, name="rule-set-arrange"),
]
