"""Bodies of working calendars."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from api.filters import MomentParameter, NumberParameter, Parameters
from ideas.models import Calendar

MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class CalendarBody:
    """When people work."""

    key: str
    name: str
    time_zone: str
    weekdays: Annotated[list[int], _("1 is Monday, 7 is Sunday")]
    opens_at: Annotated[str, _("on the clocks there, such as 09:00")]
    closes_at: Annotated[str, _("such as 17:00; what is due is due then")]
    version: Annotated[int, _("grows with every change; dates tell which one they were counted with")]


@dataclass(frozen=True, slots=True)
class DueBody:
    """A moment some working days later."""

    due_at: Annotated[datetime, _("closing time of the last of these working days")]
    calendar_version: int


class AddParameters(Parameters):
    start = MomentParameter(required=True, help_text=_("where counting begins; after closing time the next day counts"))
    days = NumberParameter(least=0, most=MOST_DAYS, required=True, help_text=_("working days"))


def calendar_body(calendar: Calendar) -> CalendarBody:
    """Return a working calendar without its days off."""
    return CalendarBody(
        calendar.key,
        calendar.name,
        calendar.time_zone,
        sorted(calendar.weekdays),
        f"{calendar.opens_at:%H:%M}",
        f"{calendar.closes_at:%H:%M}",
        calendar.version,
    )
