"""What a production process looks at in the database before it serves anybody."""

from django.conf import settings
from django.db import DatabaseError, ProgrammingError, connection

from ideas.models import Organisation

DURABILITY = ("fsync", "synchronous_commit", "full_page_writes")


def refuse_unsafe_database() -> None:
    """Stop a production process on a demo database, or on one that may lose what it acknowledged.

    Raises:
        SystemExit: with one line for each fault.
    """
    if settings.MODE != "production":
        return
    try:
        found = database_faults()
    except ProgrammingError:
        found = ["The database has no tables yet: run manage.py migrate first."]
    except DatabaseError as error:
        found = [f"The database does not answer: {str(error).strip().splitlines()[0]}"]
    if found:
        raise SystemExit("\n".join(f"Groundswell does not start: {fault}" for fault in found))


def database_faults() -> list[str]:
    """Return a sentence for each thing about the database that production does not run with."""
    return [*switched_off(), *_demo(), *_superuser()]


def switched_off() -> list[str]:
    """Return a sentence for each durability setting of the server that is off."""
    with connection.cursor() as cursor:
        cursor.execute("select name from pg_settings where name = any(%s) and setting = 'off'", [list(DURABILITY)])
        names = sorted(row[0] for row in cursor.fetchall())
    return [f"PostgreSQL runs with {name} off: what was acknowledged could be lost. Switch it on." for name in names]


def _demo() -> list[str]:
    if Organisation.objects.filter(is_demo=True).exists():
        return ["This database holds the demo organisation, whose people anybody may be: use an empty one."]
    return []


def _superuser() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper from pg_roles where rolname = current_user")
        if cursor.fetchone() != (True,):
            return []
    return ["DATABASE_URL uses a superuser, for whom no rule of the database holds: use the application's role."]
