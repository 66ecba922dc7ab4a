"""Deliveries that were given up, for those who look after them."""

from ideas.models import Delivery, User
from ideas.policies.deliveries import can_read_deliveries
from ideas.querysets.deliveries import DeliveryQuerySet


def given_up_deliveries(*, viewer: User, consumer: str | None = None) -> DeliveryQuerySet:
    """Deliveries that were given up, the latest first, with their event; none for who may not look after them.

    What they carry are ids and codes; the last error was redacted when it was written. One query.
    """
    rows = Delivery.objects.dead().select_related("event", "event__idea")
    if not can_read_deliveries(viewer):
        return rows.none()
    return rows if consumer is None else rows.filter(consumer=consumer)


def given_up_consumers(*, viewer: User) -> list[str]:
    """The consumers that something was given up for, by name; none for who may not look after them. One query."""
    if not can_read_deliveries(viewer):
        return []
    return list(Delivery.objects.dead().order_by("consumer").values_list("consumer", flat=True).distinct())
