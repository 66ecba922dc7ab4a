"""Working calendars and their holidays as files."""

from typing import Final

from django.utils.translation import gettext_lazy

from frontend.csv import Column, Listing, csv_view
from frontend.http import MemberRequest
from frontend.views.settings_calendars import calendar_asked, refuse_others, shown_holidays
from ideas.models import Calendar, Holiday
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.departments import calendars_with_use

BY_NAME: Final = Ordering("name", (Key("name"), Key("id")))
BY_DAY: Final = Ordering("on", (Key("on"), Key("id")))

CALENDARS: Final[tuple[Column[Calendar], ...]] = (
    Column(gettext_lazy("Name"), lambda row: row.name),
    Column(gettext_lazy("From"), lambda row: row.opens_at.isoformat("minutes")),
    Column(gettext_lazy("To"), lambda row: row.closes_at.isoformat("minutes")),
    Column(gettext_lazy("Time zone"), lambda row: row.time_zone),
    Column(gettext_lazy("Departments"), lambda row: row.department_count),  # type: ignore[attr-defined]
)
HOLIDAYS: Final[tuple[Column[Holiday], ...]] = (
    Column(gettext_lazy("Day"), lambda row: row.on),
    Column(gettext_lazy("What for"), lambda row: row.name),
    Column(gettext_lazy("From"), lambda row: row.get_source_display()),
)


def _calendars(request: MemberRequest) -> Listing[Calendar]:
    refuse_others(request)
    return Listing(calendars_with_use(), BY_NAME, CALENDARS)


def _holidays(request: MemberRequest, key: str) -> Listing[Holiday]:
    return Listing(shown_holidays(calendar_asked(request, key)), BY_DAY, HOLIDAYS)


calendars_csv = csv_view("calendars", _calendars)
holidays_csv = csv_view("holidays", _holidays)
