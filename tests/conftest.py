"""What every test may rely on."""

import gc
import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from hypothesis import settings

from tests.rights import take_rights_of_the_application

settings.register_profile("groundswell", deadline=None)  # a busy machine is slow, not wrong
settings.load_profile("groundswell")

pytest_plugins = ["tests.engines", "tests.browsing"]

_ALLOCATIONS_A_SWEEP = 100_000  # Python's own 700 sweep so often that they take a tenth of a whole run

_connect = socket.socket.connect


def pytest_collection_finish() -> None:
    """Let the garbage collector leave alone what was imported and collected: it lives as long as the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS_A_SWEEP, 50, 100)


def _is_loopback(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True
    host = str(address[0]).partition("%")[0]
    return host == "localhost" or ipaddress.ip_address(host).is_loopback


def _guarded_connect(self: socket.socket, address: Any) -> None:
    if not _is_loopback(address):
        raise AssertionError(f"A test tried to reach {address}: only loopback may be reached.")
    _connect(self, address)


@pytest.fixture(autouse=True, scope="session")
def _stay_on_this_machine() -> Any:
    """Refuse every connection that leaves the machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _guarded_connect)
        yield


@pytest.fixture(autouse=True, scope="session")
def _files_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Keep files that tests attach out of the checkout."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_settings, "MEDIA_ROOT", tmp_path_factory.mktemp("files"))
        yield


@pytest.fixture(autouse=True)
def _with_rights_of_the_application(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test that is rolled back do what the application's role may do, and no more; `as_owner` leaves it out.

    A test of real transactions stays the owner, because its tables are emptied afterwards.
    """
    marker = request.node.get_closest_marker("django_db")
    is_rolled_back = marker is not None and not marker.kwargs.get("transaction")
    if not is_rolled_back or request.node.get_closest_marker("as_owner") or "transactional_db" in request.fixturenames:
        yield
        return
    request.getfixturevalue("db")
    take_rights_of_the_application()
    yield
