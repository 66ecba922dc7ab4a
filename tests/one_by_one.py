"""What runs for many at once, asked for one."""

from ideas.models import Event, Review
from ideas.services.channels import tell_channels_of
from ideas.services.deliveries import Lease, claim_deliveries
from ideas.services.notifications import tell_people_of
from ideas.services.routing import Asked, open_reviews_of


def claim_delivery(*, delivery_id: int) -> Lease | None:
    """Take one delivery alone; None when it is finished, not due, or in other hands."""
    return next(iter(claim_deliveries(delivery_id=delivery_id, together=frozenset())), None)


def open_reviews(*, idea_id: int, event: Event) -> list[Review]:
    return open_reviews_of(asked=[Asked(idea_id, event.pk)])


def tell_people(*, event_id: int) -> int:
    return tell_people_of(event_ids=[event_id])


def tell_channels(*, event_id: int) -> int:
    return tell_channels_of(event_ids=[event_id])
