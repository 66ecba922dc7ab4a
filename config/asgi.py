"""One port for all of it: pages and API go through the guarded WSGI bridge, `/ws/` through Channels.

HTTP goes through WSGI because Django's ASGI handler costs ten times the CPU (docs/performance.md).
"""

import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DATABASE_POOL_SIZE", "20")
os.environ.setdefault("DATABASE_STATEMENT_SECONDS", "3")

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter
from django.conf import settings

from config.guard import RequestGuard
from config.open_files import raise_open_files
from config.wsgi import application as wsgi_application
from frontend.hub import lifespan
from frontend.routing import websocket_application

raise_open_files()
# Unbounded reply queue: a slow reader holds memory for its answer, never a thread.
bridge: Any = WSGIMiddleware(cast("Any", wsgi_application), workers=settings.WEB_THREADS, send_queue_size=0)
application = ProtocolTypeRouter(
    {
        "http": RequestGuard(bridge),
        "websocket": websocket_application,
        "lifespan": lifespan,
    }
)
