"""Filters of the outbox."""

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from ideas.querysets.clock import StatementTimestamp
from ideas.retries import OUTSIDE_CONSUMERS

if TYPE_CHECKING:
    from ideas.models import Delivery

    _Deliveries = models.QuerySet[Delivery]
else:
    _Deliveries = models.QuerySet


class DeliveryQuerySet(_Deliveries):
    """Deliveries by what may be done with them."""

    def unfinished(self) -> Self:
        """Only deliveries that still have to happen."""
        return self.filter(state__in=["pending", "leased"])

    def due(self) -> Self:
        """Only deliveries that may be tried now: waiting ones whose time has come, and leases that ran out."""
        return self.unfinished().filter(
            Q(state="pending") | Q(lease_until__lte=StatementTimestamp()), due_at__lte=StatementTimestamp()
        )

    def unheard(self, *, older_than: timedelta, rung_before: timedelta) -> Self:
        """Only deliveries that are older than `older_than` and that no worker was told of within `rung_before`."""
        return self.filter(created_at__lte=StatementTimestamp() - older_than).filter(
            Q(rung_at__isnull=True) | Q(rung_at__lte=StatementTimestamp() - rung_before)
        )

    def to_outside(self, is_outside: bool) -> Self:
        """Only deliveries to consumers outside the database, or only the others."""
        outside = Q(consumer__in=OUTSIDE_CONSUMERS)
        return self.filter(outside if is_outside else ~outside)

    def dead(self) -> Self:
        """Only deliveries that were given up, the latest first."""
        return self.filter(state="dead").order_by("-finished_at", "-id")


DeliveryManager = models.Manager.from_queryset(DeliveryQuerySet)
