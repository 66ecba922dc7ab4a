"""Filters of absences."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from ideas.models import Absence

    _Absences = models.QuerySet[Absence]
else:
    _Absences = models.QuerySet


class AbsenceQuerySet(_Absences):
    """Absences by what follows from them."""

    def whole_days(self) -> Self:
        """One for each day, or days, that keep somebody from work; whoever asks who is away, asks here.

        Who is away for a morning or an afternoon works on that day. Both of one day are a day away: its morning stands
        for it.
        """
        afternoon = self.model._default_manager.filter(
            person=OuterRef("person"), from_on=OuterRef("from_on"), part="afternoon"
        )
        return self.filter(Q(part="whole") | Q(Exists(afternoon), part="morning"))

    def on(self, day: date) -> Self:
        """Only those that `day` lies in."""
        return self.filter(from_on__lte=day, to_on__gte=day)


AbsenceManager = models.Manager.from_queryset(AbsenceQuerySet)
