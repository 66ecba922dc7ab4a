"""What tests of the API share."""

from collections.abc import Iterator

import pytest

from ideas.models import User
from ideas.rates import LIMITER
from tests.api.client import Caller
from tests.factories.people import UserFactory


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    LIMITER.forget()
    yield
    LIMITER.forget()


@pytest.fixture
def member(db: None) -> User:
    return UserFactory()


@pytest.fixture
def api(member: User) -> Caller:
    """The API as `member` with a session."""
    return Caller(member)
