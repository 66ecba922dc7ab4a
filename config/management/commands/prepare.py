"""`manage.py prepare`: brings database and static files up to date; `manage.py up` runs it before everything else."""

import contextlib
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from config.launch.steps import run_step
from ideas.models import User


class Command(BaseCommand):
    """Migrate, gather the static files, load the demo organisation into a database without people."""

    help = "Bring the database and the static files up to date."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo organisation into an empty database")
        parser.add_argument("--log", type=Path, required=True, help="where the output of the steps goes")

    def handle(self, *args: Any, **options: Any) -> None:
        options["log"].parent.mkdir(parents=True, exist_ok=True)
        with options["log"].open("a", encoding="utf-8") as log:
            self._step("Bringing the database up to date", log, "migrate", verbosity=1)
            if not settings.DEBUG:
                self._step("Gathering the static files", log, "collectstatic", interactive=False, verbosity=0)
            if options["demo"] and not User.objects.exists():
                self._step("Loading the demo organisation", log, "load_demo")

    def _step(self, title: str, log: Any, command: str, **arguments: Any) -> None:
        def work() -> None:
            with contextlib.redirect_stderr(log):
                call_command(command, stdout=log, stderr=log, **arguments)

        try:
            run_step(title, work)
        except Exception as error:
            log.write(f"{type(error).__name__}: {error}\n")
            log.flush()
            sys.exit(1)
