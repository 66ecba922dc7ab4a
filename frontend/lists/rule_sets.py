"""Versions of the rules as a file."""

from typing import Final

from django.utils.translation import gettext_lazy

from frontend import design
from frontend.csv import Column, Listing, csv_view
from frontend.http import MemberRequest
from ideas.models import RuleSet
from ideas.selectors.rule_sets import NEWEST, rule_sets_for, state_of

COLUMNS: Final[tuple[Column[RuleSet], ...]] = (
    Column(gettext_lazy("Version"), lambda row: row.version),
    Column(gettext_lazy("Name"), lambda row: row.name),
    Column(gettext_lazy("Stands"), lambda row: design.look_of(design.RULE_SETS, state_of(row)).words),
    Column(gettext_lazy("From"), lambda row: row.active_from),
    Column(gettext_lazy("Drafted by"), lambda row: row.drafted_by.name if row.drafted_by else ""),
    Column(gettext_lazy("Activated by"), lambda row: row.activated_by.name if row.activated_by else ""),
    Column(gettext_lazy("Why"), lambda row: row.reason),
)


def _rule_sets(request: MemberRequest) -> Listing[RuleSet]:
    return Listing(rule_sets_for(viewer=request.user), NEWEST, COLUMNS)


rule_sets_csv = csv_view("rule-versions", _rule_sets)
