"""The rights of the application's own database role, which are what an installation has."""

from django.conf import settings
from django.db import connection


def take_rights_of_the_application() -> None:
    """Let the transaction that is open do what the application's role may do, and no more, until it ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {connection.ops.quote_name(settings.APPLICATION_DATABASE_ROLE)}")
