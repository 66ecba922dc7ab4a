"""The hub: topics, coalescing, rights, and a broker that comes and goes."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable

import pytest
import redis
from django.conf import settings

from frontend.hub import LIVE, MIN_GAP_SECONDS, POLLING, Frame, Hub


class Socket:
    """Remembers what the hub offered."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.words: list[str] = []
        self.rechecks = 0
        self.session_key = ""
        self.topics: frozenset[str] = frozenset()

    def offer(self, frame: Frame) -> None:
        self.frames.append(frame)

    def say(self, text: str, *, after_seconds: float = 0.0) -> None:
        self.words.append(text)

    def recheck(self) -> None:
        self.rechecks += 1


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until it is so; 10 seconds at most."""
    for _turn in range(1000):
        if is_so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("It never came to be.")


def frame(topic: str, version: int) -> str:
    return json.dumps({"t": topic, "v": version})


@pytest.fixture
async def listening() -> AsyncIterator[Hub]:
    hub = Hub(settings.REDIS_URL)
    await hub.start()
    await until(lambda: hub.hears)
    yield hub
    await hub.stop()


async def test_hub_published_frame_reaches_follower(listening: Hub) -> None:
    socket = Socket()
    listening.follow("idea:GS-1", socket)

    redis.Redis.from_url(settings.REDIS_URL).publish("live", frame("idea:GS-1", 3))
    await until(lambda: bool(socket.frames))

    assert socket.frames == [Frame("idea:GS-1", 3, '{"t":"idea:GS-1","v":3}')]


async def test_hub_frame_of_other_topic_is_not_offered() -> None:
    hub, socket = Hub("redis://localhost:1"), Socket()
    hub.follow("idea:GS-1", socket)

    hub.heard(frame("idea:GS-2", 3))

    assert socket.frames == []


async def test_hub_burst_is_coalesced_to_first_and_latest() -> None:
    hub, socket = Hub("redis://localhost:1"), Socket()
    hub.follow("idea:GS-1", socket)

    for version in [1, 2, 4, 3]:
        hub.heard(frame("idea:GS-1", version))
    await asyncio.sleep(MIN_GAP_SECONDS * 1.5)

    assert [one.version for one in socket.frames] == [1, 4]


async def test_hub_frame_is_written_once_for_all_its_sockets() -> None:
    hub, sockets = Hub("redis://localhost:1"), [Socket() for _number in range(3)]
    for socket in sockets:
        hub.follow("idea:GS-1", socket)

    hub.heard(frame("idea:GS-1", 3))

    assert len({id(socket.frames[0].text) for socket in sockets}) == 1


@pytest.mark.parametrize("data", ["", "[]", "{}", '{"t": "idea:GS-1"}', '{"t": "idea:GS-1", "v": "x"}', "nonsense"])
async def test_hub_unreadable_frame_is_dropped(data: str) -> None:
    hub, socket = Hub("redis://localhost:1"), Socket()
    hub.follow("idea:GS-1", socket)

    hub.heard(data)

    assert socket.frames == []


async def test_hub_unfollow_ends_frames_and_forgets_topic() -> None:
    hub, socket = Hub("redis://localhost:1"), Socket()
    hub.follow("idea:GS-1", socket)

    hub.unfollow("idea:GS-1", socket)
    hub.heard(frame("idea:GS-1", 1))

    assert socket.frames == []


async def test_hub_leave_ends_every_topic_of_the_socket() -> None:
    hub, socket = Hub("redis://localhost:1"), Socket()
    hub.enter("somebody", socket)
    hub.follow("idea:GS-1", socket)
    hub.follow("board", socket)

    hub.leave("somebody", socket)
    hub.heard(frame("board", 1))

    assert socket.frames == []


async def test_hub_rights_frame_rechecks_that_person_only() -> None:
    hub, concerned, other = Hub("redis://localhost:1"), Socket(), Socket()
    hub.enter("somebody", concerned)
    hub.enter("else", other)

    hub.heard(frame("rights:somebody", 1))

    assert (concerned.rechecks, other.rechecks) == (1, 0)


async def test_hub_without_broker_says_polling() -> None:
    hub, socket = Hub("redis://localhost:1"), Socket()
    await hub.start()

    hub.enter("somebody", socket)
    await hub.stop()

    assert socket.words == [POLLING]


async def test_hub_whose_broker_returns_says_live(listening: Hub) -> None:
    socket = Socket()
    listening.enter("somebody", socket)

    redis.Redis.from_url(settings.REDIS_URL).execute_command("CLIENT", "KILL", "TYPE", "pubsub")
    await until(lambda: LIVE in socket.words)

    assert socket.words == [POLLING, LIVE]
