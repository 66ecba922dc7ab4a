"""`manage.py sign_in_link E-MAIL`: a link that signs one person in, once, within 15 minutes."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from ideas.models import SignInLink, User
from ideas.selectors.personas import active_person, first_administrator
from ideas.services.sign_in_links import make_sign_in_link


class Command(BaseCommand):
    """Print the link and nothing else, so that a program can read it."""

    help = "Print a link that signs one person in, once, within 15 minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("email", nargs="?", metavar="E-MAIL", help="whom it signs in")
        who.add_argument("--administrator", action="store_true", help="the first administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        token = make_sign_in_link(person=_person(options["email"]), purpose=SignInLink.Purpose.SIGN_IN)
        self.stdout.write(settings.PUBLIC_URL + reverse("follow-link", kwargs={"token": token}))


def _person(email: str | None) -> User:
    person = active_person(email=email) if email else first_administrator()
    if person is None:
        raise CommandError(
            f"Nobody active has the address {email}." if email else "There is no administrator: create_administrator."
        )
    return person
