"""Working calendars: days, hours and holidays."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.addresses import csv_address
from frontend.forms.settings import CalendarForm, HolidayForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from ideas.exceptions import DomainError, NotPermitted
from ideas.models import Calendar, Holiday
from ideas.policies.settings import can_edit_calendar, can_open_settings
from ideas.selectors.calendars import public_holidays, years_to_fill
from ideas.selectors.departments import calendars_with_use, holidays_of
from ideas.selectors.recounting import Moves, moves_with
from ideas.services.calendars import CalendarFields, add_holiday, change_calendar, refill_holidays, remove_holiday

UNPROCESSABLE: Final = 422
# Which button is pressed a second time, once it was said how many dates move.
HOURS, DAY, REMOVAL, REFILL = "hours", "day", "removal", "refill"


def refuse_others(request: MemberRequest) -> None:
    """Raise NotPermitted for people whom the settings do not concern."""
    if not can_open_settings(request.user):
        raise NotPermitted(_("The settings are for administrators, programme managers and leads."), code="no_settings")


@for_members
@require_safe
def calendars(request: MemberRequest) -> HttpResponse:
    """List the calendars."""
    refuse_others(request)
    context = {"calendars": list(calendars_with_use()), "csv_url": csv_address(request, "settings-calendars-csv")}
    return render(request, "frontend/pages/settings/calendars.html", context)


@for_members
@require_http_methods(["GET", "POST"])
def calendar(request: MemberRequest, key: str) -> HttpResponse:
    """Show a calendar with its holidays; posting changes days and hours."""
    row = calendar_asked(request, key)
    if request.method != "POST":
        return _page(request, row)
    form = CalendarForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form, status=UNPROCESSABLE)
    wanted = {**form.cleaned_data, "weekdays": tuple(form.cleaned_data["weekdays"])}
    moves = moves_with(row, fields=wanted) if _is_first_asked(request, row) else None
    if moves is not None and moves.count:
        return _page(request, row, form=form, moves=moves, moving=HOURS)
    try:
        change_calendar(calendar=row, by=request.user, fields=CalendarFields(**wanted))
    except NotPermitted:
        raise
    except DomainError as error:
        return _page(request, row, form=form, status=add_refusal(form, error))
    messages.success(request, _("Saved. Open dates are counted anew within minutes."))
    return redirect("settings-calendar", key=key)


@for_members
@require_POST
def add_day(request: MemberRequest, key: str) -> HttpResponse:
    """Add a holiday."""
    row = calendar_asked(request, key)
    form = HolidayForm(request.POST, auto_id="holiday_%s")
    if not form.is_valid():
        return _page(request, row, holiday=form, status=UNPROCESSABLE)
    moves = moves_with(row, off=[form.cleaned_data["on"]]) if _is_first_asked(request, row) else None
    if moves is not None and moves.count:
        return _page(request, row, holiday=form, moves=moves, moving=DAY)
    try:
        add_holiday(calendar=row, by=request.user, **form.cleaned_data)
    except NotPermitted:
        raise
    except DomainError as error:
        return _page(request, row, holiday=form, status=add_refusal(form, error))
    messages.success(request, _("The day is added."))
    return redirect("settings-calendar", key=key)


@for_members
@require_POST
def remove_day(request: MemberRequest, key: str, public_id: UUID) -> HttpResponse:
    """Remove a holiday."""
    row = calendar_asked(request, key)
    holiday = get_object_or_404(holidays_of(calendar=row, from_year=1), public_id=public_id)
    moves = moves_with(row, worked=[holiday.on]) if _is_first_asked(request, row) else None
    if moves is not None and moves.count:
        return _page(request, row, moves=moves, moving=REMOVAL, removed=holiday)
    remove_holiday(holiday=holiday, by=request.user)
    messages.success(request, _("The day is removed: it is a working day again."))
    return redirect("settings-calendar", key=key)


@for_members
@require_POST
def refill(request: MemberRequest, key: str) -> HttpResponse:
    """Add the public holidays that are missing."""
    row = calendar_asked(request, key)
    missing = public_holidays(row, years=years_to_fill()) if _is_first_asked(request, row) else {}
    moves = moves_with(row, off=missing.keys()) if missing else None
    if moves is not None and moves.count:
        return _page(request, row, moves=moves, moving=REFILL)
    count = refill_holidays(calendar=row, by=request.user)
    words = ngettext("One public holiday was missing.", "%(count)d public holidays were missing.", count)
    messages.success(request, words % {"count": count})
    return redirect("settings-calendar", key=key)


def calendar_asked(request: MemberRequest, key: str) -> Calendar:
    """Return the calendar of this key; NotPermitted as for the list, 404 where there is none."""
    refuse_others(request)
    return get_object_or_404(calendars_with_use(), key=key)


def shown_holidays(row: Calendar) -> QuerySet[Holiday]:
    """Return the holidays that the page of a calendar shows: from this year on, in order; unevaluated."""
    return holidays_of(calendar=row, from_year=timezone.localdate().year)


def _is_first_asked(request: MemberRequest, row: Calendar) -> bool:
    """Whether to say first what will move: nobody has read it yet, and they may change it."""
    return "moves" not in request.POST and can_edit_calendar(request.user, row)


def _page(
    request: MemberRequest,
    row: Calendar,
    *,
    form: CalendarForm | None = None,
    holiday: HolidayForm | None = None,
    moves: Moves | None = None,
    moving: str = "",
    removed: Holiday | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "moves": moves,
        "moving": moving,
        "removed": removed,
        "calendar": row,
        "can_edit": can_edit_calendar(request.user, row),
        "form": form or CalendarForm(initial=_initial(row)),
        "holiday_form": holiday or HolidayForm(auto_id="holiday_%s"),
        "holidays": list(shown_holidays(row)),
        "csv_url": csv_address(request, "settings-holidays-csv", key=row.key),
    }
    return render(request, "frontend/pages/settings/calendar.html", context, status=status)


def _initial(row: Calendar) -> dict[str, object]:
    return {
        "name": row.name,
        "time_zone": row.time_zone,
        "weekdays": row.weekdays,
        "opens_at": row.opens_at,
        "closes_at": row.closes_at,
    }
