"""Events and deliveries."""

import uuid

import factory
from factory.django import DjangoModelFactory

from ideas.models import Delivery, Event
from ideas.services.deliveries import Lease
from tests.one_by_one import claim_delivery


class EventFactory(DjangoModelFactory[Event]):
    """A fact about no idea."""

    class Meta:
        model = Event

    type = "pool.changed"
    event_id = factory.LazyFunction(uuid.uuid4)


class DeliveryFactory(DjangoModelFactory[Delivery]):
    """An inside delivery that is due."""

    class Meta:
        model = Delivery

    event = factory.SubFactory(EventFactory)
    consumer = "assign"

    class Params:
        outside = factory.Trait(consumer="webhook", target_id=1)


def claimed(delivery: Delivery) -> Lease:
    """Claim `delivery`, which must be free."""
    lease = claim_delivery(delivery_id=delivery.pk)
    assert lease is not None
    return lease
