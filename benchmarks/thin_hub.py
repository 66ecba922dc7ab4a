"""The floor of live updates: one subscription, a set of sockets, a loop of sends. No sessions, no rights, no topics."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any

import redis.asyncio

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

_sockets: set[Send] = set()
_tasks: set[asyncio.Task[None]] = set()


async def _listen() -> None:
    async with redis.asyncio.Redis.from_url(os.environ["REDIS_URL"]) as client, client.pubsub() as subscription:
        await subscription.subscribe("live")
        async for message in subscription.listen():
            if message["type"] == "message":
                text = message["data"].decode()
                for send in tuple(_sockets):
                    await send({"type": "websocket.send", "text": text})


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Serve one socket, or the server's lifespan."""
    if scope["type"] == "lifespan":
        await receive()
        _tasks.add(asyncio.create_task(_listen()))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    await receive()
    await send({"type": "websocket.accept"})
    _sockets.add(send)
    while (await receive())["type"] != "websocket.disconnect":
        pass
    _sockets.discard(send)
