"""Warns the leads of departments that have more work ahead than they can do in time.

Source: docs/review-process.md 3.6.
"""

from django.db import transaction
from django.utils import timezone

from ideas import outbox
from ideas.events.workload import LoadWarned
from ideas.models import Department, Event
from ideas.routing.clock import local_day
from ideas.selectors.calendars import organisation, working_calendar
from ideas.selectors.forecast import load_forecasts
from ideas.services.turns import take_turn


@transaction.atomic
def warn_of_load() -> int:
    """Tell of each department one of whose next six weeks is taken by more than 75 %; return how many were told now.

    Once a calendar week and department, however often it is called.

    Emits: LoadWarned.
    """
    take_turn("warn_of_load")  # the second of two callers finds what the first one wrote
    week = _week()
    keys = {_dedupe_key(row, week): row for row in Department.objects.exclude(kind=Department.Kind.SERVICE)}
    told = set(Event.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    quiet = {key: row for key, row in keys.items() if key not in told}
    forecasts = load_forecasts(departments=list(quiet.values())) if quiet else []
    over = [key for key, found in zip(quiet, forecasts, strict=True) if found.first_over is not None]
    outbox.record_all([LoadWarned(department_id=quiet[key].pk) for key in over], dedupe_keys=over)
    return len(over)


def _week() -> str:
    """The calendar week (ISO 8601) that it is for the organisation."""
    calendar = working_calendar(organisation().calendar)
    return local_day(calendar, timezone.now()).strftime("%G-W%V")


def _dedupe_key(department: Department, week: str) -> str:
    return f"{LoadWarned.type}:{department.pk}:{week}"
