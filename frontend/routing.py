"""The address of live updates, and who may open it: pages of this very installation, with their cookies."""

from typing import Any
from urllib.parse import urlsplit

from channels.routing import URLRouter
from channels.security.websocket import OriginValidator
from channels.sessions import SessionMiddlewareStack
from django.conf import settings
from django.urls import path

from frontend.consumers import LiveConsumer


def allowed_origins() -> list[str]:
    """Return the exact origins of our own pages: scheme, host and port as in PUBLIC_URL, and its other hosts."""
    public = urlsplit(settings.PUBLIC_URL)
    port = f":{public.port}" if public.port else ""
    hosts = dict.fromkeys([public.hostname or "", *settings.ALLOWED_HOSTS])
    return [f"{public.scheme}://{host}{port}" for host in hosts if host]


# The type of `path` knows only views of HTTP.
_consumer: Any = LiveConsumer.as_asgi()
_addresses: Any = [path("ws/", _consumer)]
websocket_application = OriginValidator(SessionMiddlewareStack(URLRouter(_addresses)), allowed_origins())
