"""Limits kept in memory."""

from ideas.rates import MOST_KEYS, Rate, RateLimiter

TEN_A_MINUTE = Rate("test", 10, 60)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_limiter_allows_the_limit_at_once_and_no_more() -> None:
    limiter = RateLimiter(Clock())

    answers = [limiter.take(TEN_A_MINUTE, "ana") for _ in range(11)]

    assert [one.remaining for one in answers] == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0]
    assert [one.is_refused for one in answers] == [False] * 10 + [True]
    assert answers[-1].retry_seconds == 6


def test_limiter_gives_back_one_act_after_its_share_of_the_window() -> None:
    clock = Clock()
    limiter = RateLimiter(clock)
    for _ in range(10):
        limiter.take(TEN_A_MINUTE, "ana")

    clock.now += 6
    answers = [limiter.take(TEN_A_MINUTE, "ana").is_refused for _ in range(2)]

    assert answers == [False, True]


def test_limiter_counts_callers_and_acts_apart() -> None:
    limiter = RateLimiter(Clock())
    for _ in range(10):
        limiter.take(TEN_A_MINUTE, "ana")

    assert not limiter.take(TEN_A_MINUTE, "bo").is_refused
    assert not limiter.take(Rate("other", 10, 60), "ana").is_refused


def test_limiter_shared_by_processes_allows_each_its_part() -> None:
    limiter = RateLimiter(Clock())

    answers = [limiter.take(TEN_A_MINUTE, "ana", share=5).is_refused for _ in range(3)]

    assert answers == [False, False, True]


def test_limiter_forgets_the_keys_used_longest_ago() -> None:
    limiter = RateLimiter(Clock())
    for _ in range(10):
        limiter.take(TEN_A_MINUTE, "ana")

    for number in range(MOST_KEYS):
        limiter.take(TEN_A_MINUTE, str(number))

    assert not limiter.take(TEN_A_MINUTE, "ana").is_refused
