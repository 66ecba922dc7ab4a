"""Filters of the outbox."""

from typing import Self

from django.db import models


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries by what may be done with them."""

    def unfinished(self) -> Self:
        """Only deliveries that still have to happen."""
        return self.filter(state__in=["pending", "leased"])

    def dead(self) -> Self:
        """Only deliveries that were given up, the latest first."""
        return self.filter(state="dead").order_by("-finished_at", "-id")


DeliveryManager = models.Manager.from_queryset(DeliveryQuerySet)
