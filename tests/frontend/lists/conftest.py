"""Who asks for lists."""

import pytest
from django.test import Client

from ideas.models import User
from tests.factories import UserFactory, grant_role


@pytest.fixture
def reader() -> User:
    return UserFactory(name="Sam Okafor")


@pytest.fixture
def page(reader: User) -> Client:
    client = Client()
    client.force_login(reader)
    return client


@pytest.fixture
def office(reader: User) -> Client:
    """The reader as administrator."""
    client = Client()
    client.force_login(grant_role(reader, "administrator"))
    return client
