"""How much work departments have before them, for those who look after them."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.http import MemberRequest, for_members
from ideas.routing.forecast import WARN_ABOVE, Week
from ideas.selectors.forecast import (
    LoadForecast,
    department_with_load,
    departments_with_load,
    load_forecasts,
    reaches_of,
)

FULL: Final = 100


@dataclass(frozen=True)
class WeekCell:
    """One week as its bar shows it; `percent` of the capacity, above 100 where more falls due than can be done."""

    week: Week
    words: str
    percent: int


@require_safe
@for_members
def departments_load(request: MemberRequest) -> HttpResponse:
    """Show six weeks of each department that the reader looks after."""
    forecasts = load_forecasts(departments=list(departments_with_load(viewer=request.user)))
    context = {"rows": [(one.department, _cells(one)) for one in forecasts], "firsts": _firsts(forecasts)}
    return render(request, "frontend/pages/reviews/loads.html", context | _limits())


@require_safe
@for_members
def department_load(request: MemberRequest, slug: str) -> HttpResponse:
    """Show six weeks of one department, and whom reviews can never reach."""
    department = department_with_load(viewer=request.user, slug=slug)
    (forecast,) = load_forecasts(departments=[department])
    over = forecast.first_over
    context = {
        "department": department,
        "cells": _cells(forecast),
        "over": _cell(over) if over else None,
        "reaches": reaches_of(department=department),
    }
    return render(request, "frontend/pages/reviews/load.html", context | _limits())


def _limits() -> dict[str, int]:
    return {"warn_percent": round(WARN_ABOVE * FULL)}


def _firsts(forecasts: list[LoadForecast]) -> list[date]:
    return [week.first for week in forecasts[0].weeks] if forecasts else []


def _cells(forecast: LoadForecast) -> list[WeekCell]:
    return [_cell(week) for week in forecast.weeks]


def _cell(week: Week) -> WeekCell:
    if week.load is None:
        return WeekCell(week, _("nobody there"), FULL)
    percent = round(week.load * FULL)
    return WeekCell(week, _("%(percent)d %%") % {"percent": percent}, percent)
