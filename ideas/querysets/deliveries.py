"""Filters of the outbox."""

from typing import TYPE_CHECKING, Self

from django.db import models

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

    def dead(self) -> Self:
        """Only deliveries that were given up, the latest first."""
        return self.filter(state="dead").order_by("-finished_at", "-id")


DeliveryManager = models.Manager.from_queryset(DeliveryQuerySet)
