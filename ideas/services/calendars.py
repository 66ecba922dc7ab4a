"""Working calendars: their hours, and their holidays, which are filled once for each year from the `holidays` package.

The days are copied into rows, so that a new version of the package never moves a promise.
Source: docs/review-process.md 3.10.
"""

import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.exceptions import NotPermitted
from ideas.models import Calendar, Holiday, User
from ideas.policies.settings import can_edit_calendar
from ideas.selectors.calendars import YEARS_AHEAD, public_holidays, years_to_fill
from ideas.services.audit import record_audit
from ideas.services.recounting import keep_edition
from ideas.typed_text import TypedText

MAX_NAME_CHARS: Final = 200
ISO_WEEKDAYS: Final = range(1, 8)


@transaction.atomic
def fill_holidays(*, calendar: Calendar, years: Iterable[int]) -> int:
    """Add the public holidays of `years` that `calendar` lacks; days that stand stay as they are.

    Returns how many days were added. A calendar without a country gets none. The version rises when a day was added.
    """
    found = public_holidays(calendar, years=years)
    if not found:
        return 0
    keep_edition(calendar=calendar)
    before = calendar.holidays.count()
    Holiday.objects.bulk_create(
        [Holiday(calendar=calendar, on=day, name=name, source=Holiday.Source.PACKAGE) for day, name in found.items()],
        ignore_conflicts=True,
    )
    added = calendar.holidays.count() - before
    if added:
        Calendar.objects.filter(pk=calendar.pk).update(version=calendar.version + 1)
        calendar.refresh_from_db(fields=["version"])
    return added


def fill_coming_holidays() -> int:
    """Fill every calendar from last year to three years ahead; return how many days were added.

    Years that were filled before are left alone: a holiday that somebody removed does not come back by itself.
    """
    return sum(
        fill_holidays(calendar=calendar, years=_unfilled(calendar)) for calendar in Calendar.objects.order_by("pk")
    )


def _unfilled(calendar: Calendar) -> list[int]:
    this_year = timezone.now().year
    filled = calendar.holidays.filter(source=Holiday.Source.PACKAGE).dates("on", "year")
    done = {day.year for day in filled}
    return [year for year in range(this_year - 1, this_year + YEARS_AHEAD + 1) if year not in done]


@dataclass(frozen=True)
class CalendarFields:
    """What is written about a calendar. `weekdays`: ISO, Monday 1 to Sunday 7; hours are local."""

    name: str
    time_zone: str
    weekdays: tuple[int, ...]
    opens_at: time
    closes_at: time


@transaction.atomic
def change_calendar(*, calendar: Calendar, by: User, fields: CalendarFields) -> Calendar:
    """Change working days and hours; the version rises. Open dates are counted anew by a job.

    Raises:
        NotPermitted: `by` may not change this calendar (403, `not_calendar_editor`).
        InvalidValue: a value is wrong (422).

    Audited.
    """
    row = _locked(calendar, by)
    cleaned = _clean(fields)
    before = _present(row)
    if cleaned == before:
        return row
    row.name, row.time_zone, row.weekdays = cleaned.name, cleaned.time_zone, list(cleaned.weekdays)
    row.opens_at, row.closes_at = cleaned.opens_at, cleaned.closes_at
    row.version += 1
    row.save()
    _record(row, by, "calendar.change", before=_told(before), after=_told(cleaned))
    return row


@transaction.atomic
def add_holiday(*, calendar: Calendar, by: User, on: date, name: str) -> Holiday:
    """Add a day on which nobody works by this calendar; the version rises.

    Raises:
        NotPermitted: as `change_calendar`.
        InvalidValue: the name is no clean line, or the day is a holiday already (422, `holiday_exists`).

    Audited.
    """
    row = _locked(calendar, by)
    typed = TypedText()
    name = typed.line("name", name, max_chars=MAX_NAME_CHARS, is_required=True)
    if row.holidays.filter(on=on).exists():
        typed.add("on", "holiday_exists", _("This day is a holiday already."))
    typed.refuse_problems()
    holiday = Holiday.objects.create(calendar=row, on=on, name=name)
    _raise_version(row)
    _record(row, by, "holiday.add", after={"on": on.isoformat(), "name": name})
    return holiday


@transaction.atomic
def remove_holiday(*, holiday: Holiday, by: User) -> None:
    """Let people work on a day that was a holiday; the version rises. Removing it again changes nothing.

    Raises:
        NotPermitted: as `change_calendar`.

    Audited.
    """
    row = _locked(holiday.calendar, by)
    found = row.holidays.filter(pk=holiday.pk).first()
    if found is None:
        return
    found.delete()
    _raise_version(row)
    _record(row, by, "holiday.remove", before={"on": holiday.on.isoformat(), "name": holiday.name})


@transaction.atomic
def refill_holidays(*, calendar: Calendar, by: User) -> int:
    """Add the public holidays that the calendar lacks, this year and the next three; return how many were added.

    Raises:
        NotPermitted: as `change_calendar`.

    Audited where any was added.
    """
    row = _locked(calendar, by)
    added = fill_holidays(calendar=row, years=years_to_fill())
    if added:
        _record(row, by, "holiday.refill", after={"added": added})
    return added


def _locked(calendar: Calendar, by: User) -> Calendar:
    row = Calendar.objects.select_for_update().get(pk=calendar.pk)
    if not can_edit_calendar(by, row):
        raise NotPermitted(
            _("Only programme managers, administrators and its own lead change this calendar."),
            code="not_calendar_editor",
        )
    keep_edition(calendar=row)
    return row


def _clean(fields: CalendarFields) -> CalendarFields:
    typed = TypedText()
    name = typed.line("name", fields.name, max_chars=MAX_NAME_CHARS, is_required=True)
    if fields.time_zone not in zoneinfo.available_timezones():
        typed.add("time_zone", "invalid_choice", _("This is not a time zone, such as Europe/London."))
    if not fields.weekdays or not set(fields.weekdays) <= set(ISO_WEEKDAYS):
        typed.add("weekdays", "required", _("Choose at least one working day."))
    if fields.closes_at <= fields.opens_at:
        typed.add("closes_at", "closes_before_opening", _("Closing time comes after opening time."))
    typed.refuse_problems()
    weekdays = tuple(sorted(set(fields.weekdays)))
    return CalendarFields(name, fields.time_zone, weekdays, fields.opens_at, fields.closes_at)


def _present(row: Calendar) -> CalendarFields:
    return CalendarFields(row.name, row.time_zone, tuple(row.weekdays), row.opens_at, row.closes_at)


def _told(fields: CalendarFields) -> dict[str, object]:
    return {
        "name": fields.name,
        "time_zone": fields.time_zone,
        "weekdays": list(fields.weekdays),
        "opens_at": fields.opens_at.isoformat(),
        "closes_at": fields.closes_at.isoformat(),
    }


def _raise_version(row: Calendar) -> None:
    row.version += 1
    row.save(update_fields=["version"])


def _record(
    row: Calendar,
    by: User,
    action: str,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    record_audit(action=action, by=by, object_type="calendar", object_id=row.key, before=before, after=after)
