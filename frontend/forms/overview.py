"""What the overview's addresses may ask for."""

from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.selectors.overview import AGES, Figure, Span, month_start

PERIODS = (3, 12)
LONGEST = max(PERIODS)
TIMELESS = (Figure.WAITING, Figure.LATE)


class PeriodForm(forms.Form):
    """How many months back."""

    months = forms.TypedChoiceField(
        choices=[(str(one), one) for one in PERIODS], coerce=int, required=False, empty_value=None
    )

    def clean_months(self) -> int:
        return cast("int | None", self.cleaned_data["months"]) or LONGEST


class ListForm(PeriodForm):
    """Which ideas behind a figure: those of one month, or of the last months, or of one age."""

    month = forms.RegexField(r"^\d{4}-(0[1-9]|1[0-2])$", required=False)
    age = forms.TypedChoiceField(
        choices=[(str(place), place) for place in range(len(AGES))], coerce=int, required=False, empty_value=None
    )
    cursor = forms.CharField(required=False)

    def clean_month(self) -> date | None:
        text = self.cleaned_data["month"]
        if not text:
            return None
        year, month = (int(part) for part in text.split("-"))
        if not 2000 <= year <= 9000:
            raise ValidationError(_("There is no such month."))
        return date(year, month, 1)

    def span(self, zone: ZoneInfo) -> Span:
        """Return the stretch of time asked for; it ends now unless one month is named."""
        now = timezone.now()
        month = cast("date | None", self.cleaned_data["month"])
        if month is None:
            return Span(month_start(now, zone, back=self.cleaned_data["months"] - 1), now)
        start = datetime(month.year, month.month, 1, tzinfo=zone)
        return Span(start, min(month_start(start, zone, back=-1), now) if start < now else start)

    def is_by_time(self, figure: str) -> bool:
        """Return whether the list is about a stretch of time."""
        return figure not in TIMELESS

    def bound_to(self) -> str:
        """Return what a cursor of this list is bound to."""
        data: dict[str, Any] = self.cleaned_data
        return f"{data['months']}:{data['month']}:{data['age']}"
