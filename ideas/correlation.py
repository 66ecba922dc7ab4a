"""The id of the request or job that is running, so that events and audit rows can be traced back to it."""

import uuid
from contextvars import ContextVar

request_id: ContextVar[uuid.UUID | None] = ContextVar("request_id", default=None)
