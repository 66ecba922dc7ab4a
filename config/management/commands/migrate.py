"""`manage.py migrate`: as the owner role where one is named, and with the rows every installation starts with."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections

from config import env
from config.databases import database_settings
from ideas.services.defaults import install_defaults

_ADDRESS = ("NAME", "USER", "PASSWORD", "HOST", "PORT")


class Command(migrate.Command):
    """Django's own command, under MIGRATION_DATABASE_URL, then `install_defaults`."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--no-defaults", action="store_true", help="Do not add the starting rows.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options.get("plan") and not options.get("check_unapplied"):
            _become_owner()
        super().handle(*args, **options)
        if not (
            options["no_defaults"] or options["app_label"] or options.get("plan") or options.get("check_unapplied")
        ):
            install_defaults()


def _become_owner() -> None:
    """Point the default connection of this process at the owner role; a migration takes as long as it takes."""
    connection = connections[DEFAULT_DB_ALIAS]
    if settings.MIGRATION_DATABASE_URL:
        connection.close()
        owner = database_settings(settings.MIGRATION_DATABASE_URL, name=env.MIGRATION_DATABASE_URL.name)
        connection.settings_dict.update({key: owner[key] for key in (*_ADDRESS, "OPTIONS")})
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
