"""Transactions that get in each other's way."""

import threading
from functools import partial

import pytest
from django.db import IntegrityError, OperationalError, transaction

from ideas.conflicts import MOST_RETRIES, until_no_conflict
from ideas.exceptions import Conflict
from ideas.models import Tag
from tests.at_once import at_once
from tests.fakes import in_conflict

pytestmark = pytest.mark.django_db(transaction=True)


def test_until_no_conflict_outlasts_a_real_deadlock() -> None:
    keys = [Tag.objects.create(slug=name, name=name).pk for name in ("first", "second")]
    barrier = threading.Barrier(2)
    tries: list[int] = []

    def write(order: list[int]) -> None:
        tries.append(order[0])
        with transaction.atomic():
            Tag.objects.filter(pk=order[0]).update(name=f"{order}")
            if len(tries) <= 2:
                barrier.wait(10)
            Tag.objects.filter(pk=order[1]).update(name=f"{order[::-1]}")

    at_once(*(partial(until_no_conflict, partial(write, order)) for order in (keys, keys[::-1])))

    assert len(tries) == 3  # the one that was ended began again
    assert len({tag.name for tag in Tag.objects.all()}) == 2


def test_until_no_conflict_gives_up_after_three_retries() -> None:
    calls: list[int] = []

    def meet() -> None:
        calls.append(1)
        raise in_conflict()

    with pytest.raises(OperationalError):
        until_no_conflict(meet)

    assert len(calls) == 1 + MOST_RETRIES == 4


def test_until_no_conflict_tries_nothing_again_that_failed_otherwise() -> None:
    calls: list[int] = []

    def fail() -> None:
        calls.append(1)
        raise OperationalError("the server is gone")

    with pytest.raises(OperationalError):
        until_no_conflict(fail)

    assert len(calls) == 1


def test_until_no_conflict_inside_a_transaction_leaves_it_to_whoever_began_it() -> None:
    calls: list[int] = []

    def meet() -> None:
        calls.append(1)
        raise in_conflict()

    with pytest.raises(OperationalError), transaction.atomic():
        until_no_conflict(meet)

    assert len(calls) == 1


def test_until_no_conflict_lets_the_second_of_two_writers_find_the_row() -> None:
    barrier = threading.Barrier(2)
    tries: list[str] = []

    def write() -> str:
        with transaction.atomic():
            if Tag.objects.filter(slug="once").exists():
                return "found"
            tries.append("once")
            barrier.wait(10)
            Tag.objects.create(slug="once", name="once")
            return "written"

    found = at_once(*[partial(until_no_conflict, write)] * 2)

    assert len(tries) == 2
    assert sorted(found) == ["found", "written"]


def test_until_no_conflict_refuses_for_a_row_that_stays_in_the_way(caplog: pytest.LogCaptureFixture) -> None:
    Tag.objects.create(slug="taken", name="taken")
    tries: list[str] = []

    def write() -> None:
        tries.append("taken")
        Tag.objects.create(slug="taken", name="taken")

    with pytest.raises(Conflict) as refused:
        until_no_conflict(write)

    assert refused.value.error_code == "changed_meanwhile"
    assert (len(tries), Tag.objects.count()) == (1 + MOST_RETRIES, 1)
    assert [one.getMessage() for one in caplog.records] == ["a row stayed in the way: ideas_tag_slug_key"]


def test_until_no_conflict_leaves_other_broken_rules_alone() -> None:
    tries: list[int] = []

    def write() -> None:
        tries.append(1)
        Tag.objects.create(slug=None, name="nameless")

    with pytest.raises(IntegrityError):
        until_no_conflict(write)

    assert len(tries) == 1
