"""Settings of a test run: names the throw-away engines before Django reads its settings.

The process that pytest was started as announces the addresses in its environment, from where its xdist workers have them;
`tests/engines.py` starts and stops the servers. Each xdist worker has servers of its own: a queue has no owner, so a
Celery worker of one test would eat what another test put there; and audit rows are sealed below the oldest transaction of
the whole server, which a test beside may keep open for minutes. Set DATABASE_URL and REDIS_URL to test against servers of
your own.
"""

import os
import secrets
import tempfile
from pathlib import Path

from config.embedded import SUPERUSER, PostgresServer, ValkeyServer


def _announce(home: Path, owner: str) -> None:
    valkey = ValkeyServer(home)
    os.environ["DATABASE_URL"] = PostgresServer(home).url(SUPERUSER)
    os.environ["TEST_ENGINES_HOME"] = str(home)
    os.environ["TEST_ENGINES_OWNER"] = owner
    os.environ["TEST_VALKEY_PORT"] = str(valkey.port)
    os.environ["TEST_VALKEY_PASSWORD"] = valkey.password
    os.environ["REDIS_URL"] = valkey.url()


os.environ["GROUNDSWELL_MODE"] = "test"
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if "DATABASE_URL" not in os.environ:
    _home = Path(tempfile.gettempdir()) / f"gs-tests-{os.getpid()}-{secrets.token_hex(3)}"
    os.environ["TEST_DATABASE_TEMPLATE"] = "groundswell_template"
    _announce(_home, _worker)
elif "TEST_ENGINES_HOME" in os.environ and os.environ["TEST_ENGINES_OWNER"] != _worker:
    # Programs that a test starts have the owner in their environment, and keep its servers.
    _announce(Path(os.environ["TEST_ENGINES_HOME"]) / _worker, _worker)

from config.settings import *  # noqa: E402, F403
