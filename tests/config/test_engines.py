"""The engines that every test stands on."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_engines_are_postgresql_with_the_extensions() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select extname from pg_extension where extname in ('vector', 'pg_trgm', 'unaccent') order by 1")
        names = [row[0] for row in cursor.fetchall()]

    assert names == ["pg_trgm", "unaccent", "vector"]
