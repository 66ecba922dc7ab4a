"""Messages that nobody works on and nobody acknowledged."""

from collections import OrderedDict
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from celery.worker import state

from workers.lost_acks import LostAcks


class Request:
    """A request in hand, as Celery keeps them: by weak reference."""


@pytest.fixture(autouse=True)
def _no_requests() -> Iterator[None]:
    state.reserved_requests.clear()
    yield
    state.reserved_requests.clear()


def _consumer(*taken: str, acknowledged: tuple[str, ...] = ()) -> Any:
    qos = SimpleNamespace(_delivered=OrderedDict.fromkeys(taken), _dirty=set(acknowledged))
    return SimpleNamespace(task_consumer=SimpleNamespace(channel=SimpleNamespace(qos=qos)))


def test_look_at_messages_lost_twice_connects_again() -> None:
    consumer = _consumer("a", "b")
    step = LostAcks(consumer)
    step.look(consumer)

    with pytest.raises(ConnectionResetError):
        step.look(consumer)


def test_look_at_messages_that_are_worked_on_is_content() -> None:
    consumer, request = _consumer("a"), Request()
    state.reserved_requests.add(request)
    step = LostAcks(consumer)

    looks = [step.look(consumer), step.look(consumer)]

    assert looks == [None, None]


def test_look_at_messages_that_were_acknowledged_is_content() -> None:
    consumer = _consumer("a", "b", acknowledged=("a", "b"))
    step = LostAcks(consumer)

    looks = [step.look(consumer), step.look(consumer)]

    assert looks == [None, None]


def test_look_at_other_messages_each_time_is_content() -> None:
    first, second = _consumer("a"), _consumer("b")
    step = LostAcks(first)

    looks = [step.look(first), step.look(second)]

    assert looks == [None, None]
