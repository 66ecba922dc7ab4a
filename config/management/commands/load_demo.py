"""`manage.py load_demo`: the demo organisation into an empty database."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.demo.loader.load import load_demo
from ideas.exceptions import DomainError


class Command(BaseCommand):
    """Load the demo organisation; a database with people in it is left alone."""

    help = "Load the demo organisation into an empty database (for evaluation only)."

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            count = load_demo()
        except DomainError as error:
            raise CommandError(str(error.sentence)) from error
        self.stdout.write(f"{count} ideas in {time.monotonic() - began:.1f} seconds.")
