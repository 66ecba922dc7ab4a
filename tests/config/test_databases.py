"""Django's database settings from a connection URL."""

import pytest

from config.databases import database_settings
from config.env import ConfigurationError

URL = "postgresql://role:pass@db.example.org:5433/ideas"


def test_settings_of_a_url_name_every_part() -> None:
    made = database_settings(URL, name="DATABASE_URL")

    found = {key: made[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    assert found == {"NAME": "ideas", "USER": "role", "PASSWORD": "pass", "HOST": "db.example.org", "PORT": "5433"}


@pytest.mark.parametrize(("seconds", "limit"), [(0, ""), (3, " -c statement_timeout=3s")])
def test_settings_bound_planning_and_statements(seconds: int, limit: str) -> None:
    made = database_settings(URL, name="DATABASE_URL", statement_seconds=seconds)

    assert made["OPTIONS"]["options"] == f"-c join_collapse_limit=6{limit}"


def test_settings_of_a_session_that_the_url_gives_come_last() -> None:
    made = database_settings(f"{URL}?options=-c%20join_collapse_limit%3D12&sslmode=require", name="DATABASE_URL")

    assert made["OPTIONS"] == {
        "options": "-c join_collapse_limit=6 -c join_collapse_limit=12",
        "sslmode": "require",
    }


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://role@/ideas", "must start with postgresql://"),
        ("postgresql://role@/ideas?nonsense=1", "is no connection URL"),
        ("postgresql://db.example.org", "must name a role and a database"),
    ],
)
def test_settings_of_a_url_that_cannot_be_used_are_refused(url: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^DATABASE_URL {words}"):
        database_settings(url, name="DATABASE_URL")
