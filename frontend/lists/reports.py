"""Reported comments as a file, for those who keep order in discussions."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy

from frontend.csv import Column, Listing, csv_view
from frontend.http import MemberRequest
from frontend.lists.ideas import logs_reads
from frontend.views.moderation import OLDEST, refuse_unless_moderator
from ideas.models import CommentReport, Idea
from ideas.selectors.comments import open_reports

COLUMNS: Final[tuple[Column[CommentReport], ...]] = (
    Column(gettext_lazy("Reported"), lambda report: report.created_at),
    Column(gettext_lazy("Number"), lambda report: report.comment.idea.ref),
    Column(gettext_lazy("Title"), lambda report: report.comment.idea.title),
    Column(gettext_lazy("Comment"), lambda report: report.comment.body),
    Column(gettext_lazy("Reported by"), lambda report: report.reporter.name),
    Column(gettext_lazy("Reason"), lambda report: report.reason),
)


def _reports(request: MemberRequest) -> Listing[CommentReport]:
    refuse_unless_moderator(request.user)
    return Listing(open_reports(viewer=request.user), OLDEST, COLUMNS, logs_reads(request.user, _ideas_of))


def _ideas_of(reports: list[CommentReport]) -> Sequence[Idea]:
    return [report.comment.idea for report in reports]


reports_csv = csv_view("reported-comments", _reports)
