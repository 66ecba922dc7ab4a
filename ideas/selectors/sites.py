"""Sites: the places where people work, and the calendars that count there.

Source: docs/review-process.md 3.10.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Final

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.models import Site
from ideas.models.sites import site_key
from ideas.querysets.keyset import Key, Ordering
from ideas.routing.clock import WorkingCalendar
from ideas.selectors.calendars import as_working_calendar

BY_NAME: Final = Ordering("name", (Key("name_sort"),))


def sites() -> QuerySet[Site]:
    """Return every site with its calendar and `department_count`, how many departments are there; unordered."""
    return Site.objects.select_related("calendar").annotate(department_count=Count("departments"))


def site_for(*, public_id: uuid.UUID) -> Site:
    """Return one site, as `sites` has it.

    Raises:
        NotFound: there is none, or it was removed (404).
    """
    row = sites().filter(public_id=public_id).first()
    if row is None:
        raise NotFound(_("There is no such site, or it was removed."))
    return row


def site_choices() -> QuerySet[Site]:
    """Return every site by name; unevaluated."""
    return Site.objects.order_by("name_sort")


def site_calendars(names: Iterable[str]) -> Mapping[str, WorkingCalendar]:
    """Return the calendars that count at sites of these names, by the name as given; without names of no site.

    One query however many names; none where every name is empty.
    """
    keys = {name: site_key(name) for name in set(names)}
    wanted = {key for key in keys.values() if key}
    if not wanted:
        return {}
    days_off = ArrayAgg("calendar__holidays__on", filter=Q(calendar__holidays__isnull=False))
    rows = Site.objects.filter(name_sort__in=wanted).select_related("calendar").annotate(days_off=days_off)
    found = {row.name_sort: as_working_calendar(row.calendar, row.days_off or ()) for row in rows}
    return {name: found[key] for name, key in keys.items() if key in found}
