"""These tests share one scene and its transaction, so pytest-django opens none for each of them."""

import pytest


@pytest.fixture
def _django_db_helper() -> None:
    """Take the place of pytest-django's fixture of this name."""
