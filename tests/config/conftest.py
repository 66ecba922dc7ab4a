"""What tests of the configuration share."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from config.demo.loader.load import load_demo


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[datetime]:
    """When the demo organisation was loaded: once for a whole module; it is taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        yield timezone.now()
        transaction.set_rollback(True)
