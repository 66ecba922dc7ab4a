"""Counting acts in rows."""

import pytest

from ideas.exceptions import TooMany
from ideas.models import RateWindow
from ideas.services.rate_limits import count_or_refuse

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


def test_count_or_refuse_within_limit_counts() -> None:
    counts = [count_or_refuse(key="act:1", limit=2, window_seconds=DAY) for _ in range(2)]

    assert counts == [1, 2]


def test_count_or_refuse_over_limit_refuses_and_keeps_the_count() -> None:
    count_or_refuse(key="act:1", limit=1, window_seconds=DAY)

    with pytest.raises(TooMany) as caught:
        count_or_refuse(key="act:1", limit=1, window_seconds=DAY)

    assert 0 < caught.value.retry_after <= DAY
    assert RateWindow.objects.get(key="act:1").count == 1


def test_count_or_refuse_counts_each_key_apart() -> None:
    count_or_refuse(key="act:1", limit=1, window_seconds=DAY)

    assert count_or_refuse(key="act:2", limit=1, window_seconds=DAY) == 1
