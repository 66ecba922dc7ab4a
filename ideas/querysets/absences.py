"""Filters of absences."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from ideas.models import Absence

    _Absences = models.QuerySet[Absence]
else:
    _Absences = models.QuerySet


class AbsenceQuerySet(_Absences):
    """Absences by what follows from them."""

    def whole_days(self) -> Self:
        """Only those that keep somebody from work: who is away for a morning or an afternoon works on that day.

        Whoever asks who is away, asks here.
        """
        return self.filter(part="whole")

    def on(self, day: date) -> Self:
        """Only those that `day` lies in."""
        return self.filter(from_on__lte=day, to_on__gte=day)


AbsenceManager = models.Manager.from_queryset(AbsenceQuerySet)
