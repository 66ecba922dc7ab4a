"""Every consumer has a handler, and every handler a consumer."""

from ideas.events import DomainEvent
from ideas.retries import OUTSIDE_CONSUMERS
from workers.queues import TOGETHER
from workers.registry import HANDLERS

# Added by handlers through `outbox.deliver`, besides those that event classes name.
ADDED_LATER = OUTSIDE_CONSUMERS | {"assign"}


def test_registry_covers_exactly_the_consumers_in_use() -> None:
    named = {consumer for event in DomainEvent.__subclasses__() for consumer in event.consumers}

    assert set(HANDLERS) == named | ADDED_LATER


def test_registry_marks_as_outside_what_is_retried_as_outside() -> None:
    assert {name for name, handler in HANDLERS.items() if handler.is_outside} == OUTSIDE_CONSUMERS


def test_registry_tries_together_what_the_doorbell_rings_for_once() -> None:
    assert {name for name, handler in HANDLERS.items() if handler.run_many is not None} == TOGETHER
