"""The address of live updates, and who may open it: pages of this very installation, with their cookies."""

from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from channels.routing import URLRouter
from channels.security.websocket import OriginValidator
from channels.sessions import CookieMiddleware
from django.conf import settings
from django.urls import path

from frontend.consumers import LiveConsumer


def allowed_origins() -> list[str]:
    """Return the exact origins of our own pages: scheme, host and port as in PUBLIC_URL, and its other hosts."""
    public = urlsplit(settings.PUBLIC_URL)
    port = f":{public.port}" if public.port else ""
    hosts = dict.fromkeys([public.hostname or "", *settings.ALLOWED_HOSTS])
    return [f"{public.scheme}://{host}{port}" for host in hosts if host]


def with_session(inner: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Give `inner` the session that the cookie names, not looked up yet.

    Channels' own middleware also saves sessions, and looks at them for that before every frame: half as much again as
    the sending itself. A socket changes no session.
    """
    store = import_module(settings.SESSION_ENGINE).SessionStore

    async def application(scope: dict[str, Any], receive: object, send: object) -> None:
        session = store(scope["cookies"].get(settings.SESSION_COOKIE_NAME))
        await inner({**scope, "session": session}, receive, send)

    return application


# The type of `path` knows only views of HTTP.
_consumer: Any = LiveConsumer.as_asgi()
_addresses: Any = [path("ws/", _consumer)]
_router: Any = URLRouter(_addresses)
websocket_application = OriginValidator(CookieMiddleware(with_session(_router)), allowed_origins())
