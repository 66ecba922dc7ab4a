"""Bodies of the work that departments have before them."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from api.filters import NumberParameter, Parameters
from api.v1.serializers.directory import DepartmentBody, department_body
from ideas.routing.forecast import WARN_ABOVE, Week
from ideas.selectors.forecast import MOST_WEEKS, WEEKS, LoadForecast


@dataclass(frozen=True, slots=True)
class WeekBody:
    """Seven days of a forecast, in points."""

    first_on: Annotated[date, _("the first of the seven days")]
    open_points: Annotated[int, _("of open reviews due in these days; in the first week also what is late")]
    expected_points: Annotated[float, _("that are still to come and fall due in these days")]
    capacity_points: Annotated[float, _("that can be done by those who are there")]
    load: Annotated[float | None, _("share of the capacity that is taken; null: there is work and nobody to do it")]
    is_over: Annotated[bool, _("whether dates are in danger: `load` is above `warn_above`, or null")]


@dataclass(frozen=True, slots=True)
class LoadBody:
    """The weeks to come of a department."""

    department: DepartmentBody
    warn_above: float
    weeks: list[WeekBody]


class LoadParameters(Parameters):
    weeks = NumberParameter(least=1, most=MOST_WEEKS, default=WEEKS, help_text=_("how many weeks, from today"))


def load_body(forecast: LoadForecast) -> LoadBody:
    """Return the body of a forecast."""
    return LoadBody(department_body(forecast.department), WARN_ABOVE, [_week_body(week) for week in forecast.weeks])


def _week_body(week: Week) -> WeekBody:
    return WeekBody(
        first_on=week.first,
        open_points=week.open_points,
        expected_points=round(week.expected_points, 1),
        capacity_points=round(week.capacity_points, 1),
        load=None if week.load is None else round(week.load, 2),
        is_over=week.is_over,
    )
