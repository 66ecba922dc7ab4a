"""`manage.py relay`: the process that sees to it that every delivery is tried."""

import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from workers.relay.process import Relay


class Command(BaseCommand):
    """Runs until SIGTERM or SIGINT; the present sweep is finished first."""

    help = "Rings for deliveries that nobody tries, and runs them itself while the broker is down."

    def handle(self, **_options: Any) -> None:
        relay = Relay(run=settings.DATA_DIR / "run")
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: relay.stop())
        relay.run()
