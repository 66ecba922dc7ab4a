"""When a failed delivery is tried again."""

import pytest

from ideas.retries import INSIDE_WAITS_SECONDS, Failure, max_attempts, next_wait, redact

BROKEN = Failure("broken")


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, None)])
def test_next_wait_inside_doubles_and_ends_after_five(attempts: int, seconds: int | None) -> None:
    assert next_wait(consumer="route", attempts=attempts, failure=BROKEN, chance=0.9) == seconds


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 5), (3, 120), (6, 3600), (11, 86_400), (12, None)])
def test_next_wait_outside_follows_the_schedule(attempts: int, seconds: int | None) -> None:
    assert next_wait(consumer="webhook", attempts=attempts, failure=BROKEN, chance=0.5) == seconds


@pytest.mark.parametrize(("chance", "seconds"), [(0.0, 24.0), (1.0, 36.0)])
def test_next_wait_outside_spreads_by_a_fifth(chance: float, seconds: float) -> None:
    wait = next_wait(consumer="email", attempts=2, failure=BROKEN, chance=chance)

    assert wait == pytest.approx(seconds)


def test_next_wait_with_retry_after_waits_that_long() -> None:
    asked = Failure("busy", status=429, retry_after=900)

    assert next_wait(consumer="slack", attempts=1, failure=asked, chance=0.5) == 900


def test_next_wait_with_retry_after_of_a_year_waits_a_day() -> None:
    asked = Failure("busy", status=429, retry_after=365 * 86_400)

    assert next_wait(consumer="slack", attempts=1, failure=asked, chance=0.5) == 86_400


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 5), (2, 30), (3, None)])
def test_next_wait_after_refusals_gives_up_at_the_third(attempts: int, seconds: int | None) -> None:
    refused = Failure("no", status=403)

    assert next_wait(consumer="teams", attempts=attempts, failure=refused, chance=0.5) == seconds


def test_next_wait_of_final_failure_gives_up_at_once() -> None:
    assert next_wait(consumer="webhook", attempts=1, failure=Failure("gone", is_final=True), chance=0.5) is None


def test_max_attempts_covers_every_wait() -> None:
    assert (max_attempts("route"), max_attempts("webhook")) == (len(INSIDE_WAITS_SECONDS) + 1, 12)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("refused by https://hooks.example.org/services/T0/B0/secret?x=1", "refused by https://hooks.example.org/…"),
        ("https://user:pass@hooks.example.org/a", "https://hooks.example.org/…"),
        ("password=hunter2 is wrong", "password=… is wrong"),
        ("no mailbox jane.doe@example.org", "no mailbox …@…"),
        ("key gAAAAABmZWRjYmE5ODc2NTQzMjEwZmVkY2Jh", "key …"),
        ("null value\nDETAIL: Failing row contains (a secret title)", "null value"),
        ("x y " * 200, ("x y " * 200)[:500]),
    ],
)
def test_redact_hides_addresses_secrets_and_rows(words: str, kept: str) -> None:
    assert redact(words) == kept
