"""Who shares an idea, and where files go."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ideas.models import User
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def _shelves(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def member() -> User:
    return UserFactory(name="Ana Petrova")


@pytest.fixture
def pages(member: User) -> Client:
    client = Client()
    client.force_login(member)
    return client
