"""Code that runs as it does within a request."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from ideas.correlation import request_id


@contextmanager
def in_request() -> Iterator[None]:
    """Run what is inside as one request: what is read once in a request is read once here."""
    token = request_id.set(uuid.uuid4())
    try:
        yield
    finally:
        request_id.reset(token)
