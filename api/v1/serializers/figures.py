"""Bodies of the figures over ideas."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final

from django.utils.translation import gettext_lazy as _

from api.filters import Parameters, WordParameter
from ideas.selectors.overview import AGES, Kept, Month, Overview

PERIODS: Final = ("3", "12")


@dataclass(frozen=True, slots=True)
class KeptBody:
    """Promises of one kind whose date fell in the period."""

    due: int
    kept: int
    missed: Annotated[int, _("one that is still open past its date is one of them")]
    percent: Annotated[int | None, _("kept ÷ due in whole per cent; null: none fell due")]


@dataclass(frozen=True, slots=True)
class AgeBody:
    """How many open ideas are of one age, in days since they were shared."""

    from_days: int
    below_days: Annotated[int | None, _("null: no upper end")]
    ideas: int


@dataclass(frozen=True, slots=True)
class MonthBody:
    """Ideas shared and answered in one month."""

    starts_at: datetime
    shared: int
    answered: int


@dataclass(frozen=True, slots=True)
class OverviewBody:
    """Are promises kept, and what waits?"""

    at: datetime
    decisions: Annotated[KeptBody, _("promised dates of decisions")]
    first_responses: Annotated[KeptBody, _("promised dates of a first response to the author")]
    waiting: Annotated[int, _("ideas without an announced answer")]
    oldest_at: Annotated[datetime | None, _("when the one that waits longest was shared")]
    late: Annotated[int, _("open ideas past their promised date")]
    late_reviews: int
    ages: list[AgeBody]
    months: list[MonthBody]


class OverviewParameters(Parameters):
    months = WordParameter(
        choices=PERIODS, default=PERIODS[-1], help_text=_("whole months, the running one among them")
    )


def overview_body(found: Overview) -> OverviewBody:
    """Return the body of the figures."""
    ages = [AgeBody(first, below, number) for (first, below), number in zip(AGES, found.ages, strict=True)]
    return OverviewBody(
        at=found.at,
        decisions=_kept_body(found.decisions),
        first_responses=_kept_body(found.first_responses),
        waiting=found.waiting,
        oldest_at=found.oldest_at,
        late=found.late,
        late_reviews=found.late_reviews,
        ages=ages,
        months=[_month_body(month) for month in found.months],
    )


def _kept_body(kept: Kept) -> KeptBody:
    return KeptBody(kept.due, kept.kept, kept.missed, kept.percent)


def _month_body(month: Month) -> MonthBody:
    return MonthBody(month.start.astimezone(UTC), month.shared, month.answered)
