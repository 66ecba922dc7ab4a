"""`manage.py create_administrator E-MAIL`: the first administrator of an installation that starts empty."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ideas.exceptions import DomainError
from ideas.services.administrators import create_administrator


class Command(BaseCommand):
    """Make the first administrator; `sign_in_link` then lets them in."""

    help = "Make the first administrator of an installation without one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="E-MAIL")
        parser.add_argument("--name", default="", help="the person's name; changed later in the profile")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = create_administrator(email=options["email"], name=options["name"])
        except DomainError as error:
            raise CommandError(str(error.sentence)) from error
        self.stdout.write(f"{person.name} ({person.email}) is the administrator.")
