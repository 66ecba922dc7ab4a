"""Pages and API answer the same refusal with the same status."""

import pytest

from api import errors
from frontend import refusals
from ideas import exceptions as domain


def test_pages_and_api_keep_the_same_statuses() -> None:
    assert dict(refusals.STATUSES) == dict(errors.STATUSES)


@pytest.mark.parametrize(
    "kind",
    [
        one
        for one in vars(domain).values()
        if isinstance(one, type) and issubclass(one, domain.DomainError) and one is not domain.DomainError
    ],
)
def test_every_refusal_has_a_status(kind: type[domain.DomainError]) -> None:
    assert any(base in refusals.STATUSES for base in kind.__mro__)
