"""Words for departments that answer after others."""

from collections.abc import Mapping
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from frontend.timeline.wording import Look
from ideas.models import ReviewDependency
from ideas.selectors.timeline import TimelineEntry


def _waits(entry: TimelineEntry) -> tuple[str, str]:
    row: ReviewDependency | None = entry.rows.get("dependency_id")
    if row is None:
        return entry.department, _("waits for another department")
    given = {
        "department": row.needs.department.name,
        "date": date_format(localtime(row.splits_at), "j F"),
        "reason": row.why,
    }
    return entry.department, _("waits for %(department)s, until %(date)s at the latest: %(reason)s") % given


def _arrived(entry: TimelineEntry) -> tuple[str, str]:
    row: ReviewDependency | None = entry.rows.get("dependency_id")
    if row is None:
        return entry.department, _("begins")
    given = {"department": row.needs.department.name}
    return entry.department, _("need not wait for %(department)s any more, which has answered") % given


LINES: Final[Mapping[str, Look]] = {
    "review.waits": ("hourglass-empty", "info", _waits),
    "review.input_arrived": ("clock", "info", _arrived),
}
