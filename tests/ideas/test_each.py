"""One act for each of several things."""

import pytest

from ideas.each import for_each


def test_for_each_adds_up_what_the_acts_told() -> None:
    assert for_each([3, 1, 2], lambda number: number > 1) == 2


def test_for_each_tries_all_and_raises_what_failed_afterwards() -> None:
    tried: list[int] = []

    def act(number: int) -> bool:
        tried.append(number)
        if number != 2:
            raise ValueError(number)
        return True

    with pytest.raises(ExceptionGroup) as failed:
        for_each([1, 2, 3], act)

    assert tried == [1, 2, 3]
    assert [error.args for error in failed.value.exceptions] == [(1,), (3,)]


def test_for_each_lets_nothing_swallow_the_end_of_the_process() -> None:
    def act(_number: int) -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        for_each([1], act)
