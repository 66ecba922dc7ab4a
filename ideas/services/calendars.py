"""Fills calendars with public holidays, once for each year, from the `holidays` package.

The days are copied into rows, so that a new version of the package never moves a promise.
Source: docs/review-process.md 3.10.
"""

import holidays
from django.db import transaction
from django.utils import timezone

from ideas.models import Calendar, Holiday

YEARS_AHEAD = 3


@transaction.atomic
def fill_holidays(*, calendar: Calendar, years: range) -> int:
    """Add the public holidays of `years` that `calendar` lacks; days that stand stay as they are.

    Returns how many days were added. A calendar without a country gets none. The version rises when a day was added.
    """
    if not calendar.country:
        return 0
    found = holidays.country_holidays(calendar.country, subdiv=calendar.subdivision or None, years=years)
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
    """Fill every calendar from last year to three years ahead; return how many days were added."""
    this_year = timezone.now().year
    years = range(this_year - 1, this_year + YEARS_AHEAD + 1)
    return sum(fill_holidays(calendar=calendar, years=years) for calendar in Calendar.objects.order_by("pk"))
