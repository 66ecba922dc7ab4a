"""One after the other, where there is no row that two acts could both lock."""

from django.db import connection


def take_turn(of: str) -> None:
    """Wait, to the end of the transaction, for whoever does the same at this moment; what they wrote is found then.

    Source: PostgreSQL's manual, 13.3.5 "Advisory Locks".

    Args:
        of: names what is done in turn, the same in every process.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [of])
