"""Settings of a test run: names the throw-away engines before Django reads its settings.

The process that pytest was started as announces the addresses in its environment, from where its xdist workers have them;
`tests/engines.py` starts and stops the servers. Set DATABASE_URL and REDIS_URL to test against servers of your own.
"""

import os
import secrets
import tempfile
from pathlib import Path

os.environ["GROUNDSWELL_MODE"] = "test"
if "DATABASE_URL" not in os.environ:
    from config.embedded import SUPERUSER, PostgresServer, ValkeyServer

    _home = Path(tempfile.gettempdir()) / f"gs-tests-{os.getpid()}-{secrets.token_hex(3)}"
    _valkey = ValkeyServer(_home)
    os.environ["TEST_ENGINES_HOME"] = str(_home)
    os.environ["TEST_DATABASE_TEMPLATE"] = "groundswell_template"
    os.environ["TEST_VALKEY_PORT"] = str(_valkey.port)
    os.environ["TEST_VALKEY_PASSWORD"] = _valkey.password
    os.environ["DATABASE_URL"] = PostgresServer(_home).url(SUPERUSER)
    os.environ["REDIS_URL"] = _valkey.url()

from config.settings import *  # noqa: F403
