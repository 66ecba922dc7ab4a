"""`manage.py migrate`: as the owner role where one is named, and with the rows every installation starts with."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections

from config.settings.base import database
from ideas.services.defaults import install_defaults


class Command(migrate.Command):
    """Django's own command, under MIGRATION_DATABASE_URL, then `install_defaults`."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--no-defaults", action="store_true", help="Do not add the starting rows.")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MIGRATION_DATABASE_URL and not options.get("plan") and not options.get("check_unapplied"):
            _become_owner()
        super().handle(*args, **options)
        if not (
            options["no_defaults"] or options["app_label"] or options.get("plan") or options.get("check_unapplied")
        ):
            install_defaults()


def _become_owner() -> None:
    """Point the default connection of this process at the owner role."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.close()
    owner = database(settings.MIGRATION_DATABASE_URL)
    connection.settings_dict.update({key: owner[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
