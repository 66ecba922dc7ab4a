"""`manage.py flush`: back to what `migrate` leaves, the starting rows included."""

from typing import Any

from django.core.management.commands import flush

from ideas.services.defaults import install_defaults


class Command(flush.Command):
    """Django's own command, then `install_defaults`."""

    def handle(self, **options: Any) -> None:
        super().handle(**options)
        install_defaults()
