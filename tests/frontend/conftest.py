"""What tests of pages share."""

import threading
import time
from collections.abc import Iterator

import pytest

from tests.installation import wait_for


@pytest.fixture(autouse=True)
def _visitors_leave_before_the_database(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close every window, and let the test server finish what they asked for, before its database is taken away."""
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    if "browser" in request.fixturenames:
        for context in request.getfixturevalue("browser").contexts:
            context.close()
    time.sleep(0.1)  # a request that is under way becomes a thread
    wait_for(lambda: not _is_answering(), seconds=20)


def _is_answering() -> bool:
    return any("process_request_thread" in thread.name for thread in threading.enumerate())
