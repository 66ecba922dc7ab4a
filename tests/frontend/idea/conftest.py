"""Who looks at an idea."""

import pytest
from django.test import Client

from ideas.models import User
from tests.factories import UserFactory
from tests.pages import signed_in


@pytest.fixture
def reader() -> User:
    return UserFactory(name="Sam Okafor")


@pytest.fixture
def page(reader: User) -> Client:
    return signed_in(reader)
