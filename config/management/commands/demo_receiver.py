"""`manage.py demo_receiver`: the demo's webhook receiver on loopback (what `bin/serve` starts)."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from config.demo.receiver import Receiver
from config.demo.receiver_endpoint import connect_receiver


class Command(BaseCommand):
    """Connect the demo's webhook to this port and listen until asked to stop."""

    help = "Receive the demo's webhooks on this machine and keep the last 50 (for evaluation only)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, required=True, help="where it listens on this machine")

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if settings.MODE == "production":
            raise CommandError("The demo's receiver is not for production.")
        secret = connect_receiver(port=port)
        connection.close()
        with Receiver(port, folder=settings.DATA_DIR / "receiver", secret=secret) as server:
            server.serve_forever()
