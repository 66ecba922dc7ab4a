"""The report on the rules as a file: rules first, then departments that were added where no rule asked them."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.csv import Column, Sheet, csv_view, yes_or_no
from frontend.http import MemberRequest
from frontend.rule_report import Line, lines_of
from frontend.views.rule_report import asked_report

COLUMNS: Final[tuple[Column[Line], ...]] = (
    Column(gettext_lazy("Rule"), lambda line: line.rule or _("No rule asked")),
    Column(gettext_lazy("Department"), lambda line: line.department),
    Column(gettext_lazy("How it is asked"), lambda line: line.mode),
    Column(gettext_lazy("Reads so today"), lambda line: yes_or_no(line.is_current)),
    Column(gettext_lazy("Ideas"), lambda line: line.ideas),
    Column(gettext_lazy("Sent back"), lambda line: line.sent_back.count),
    Column(gettext_lazy("Sent back, %"), lambda line: line.sent_back.percent),
    Column(gettext_lazy("Settled to stay"), lambda line: line.kept),
    Column(gettext_lazy("Said to be for"), lambda line: line.named),
    Column(gettext_lazy("Went to"), lambda line: line.went_to),
    Column(gettext_lazy("Left out"), lambda line: line.left_out.count),
    Column(gettext_lazy("Left out, %"), lambda line: line.left_out.percent),
    Column(gettext_lazy("Somebody added"), lambda line: line.added.count),
    Column(gettext_lazy("Somebody added, %"), lambda line: line.added.percent),
    Column(gettext_lazy("Sent on to it"), lambda line: line.sent_on),
)


def _report(request: MemberRequest) -> Sheet[Line]:
    lines, added = lines_of(asked_report(request))
    return Sheet([*lines, *added], COLUMNS)


rule_report_csv = csv_view("rules-report", _report)
