"""Marking news as read is seen on the other pages that its reader has open."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from ideas.models import User
from ideas.outbox import Fact, facts_committed
from ideas.realtime import LiveChange, person_topic, version_at
from ideas.selectors.live import changes_since
from ideas.services.notifications import mark_done, mark_read
from tests.factories import UserFactory
from tests.factories.news import WORKING_MOMENT, NotificationFactory

pytestmark = pytest.mark.django_db
NOW = version_at(WORKING_MOMENT)


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    with time_machine.travel(WORKING_MOMENT, tick=False):
        yield


@pytest.fixture
def told(django_capture_on_commit_callbacks: Callable[..., Any]) -> Iterator[Callable[..., list[LiveChange]]]:
    """Run an act and return what open pages were told of it."""
    heard: list[LiveChange] = []

    def hear(fact: Fact, **_signal: object) -> None:
        heard.extend(fact.live_changes)

    def run(act: Callable[[], object]) -> list[LiveChange]:
        heard.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return list(heard)

    facts_committed.connect(hear)
    yield run
    facts_committed.disconnect(hear)


def of(person: User) -> list[LiveChange]:
    return [LiveChange(person_topic(person.public_id), NOW)]


def test_mark_read_of_one_or_all_tells_the_persons_pages(told: Callable[..., list[LiveChange]]) -> None:
    person = UserFactory()
    first, _second, _foreign = (
        NotificationFactory(person=person),
        NotificationFactory(person=person),
        NotificationFactory(),
    )

    assert told(lambda: mark_read(by=person, news=[first.public_id])) == of(person)
    assert told(lambda: mark_read(by=person)) == of(person)


def test_mark_read_of_what_was_read_tells_nobody(told: Callable[..., list[LiveChange]]) -> None:
    person = UserFactory()
    NotificationFactory(person=person, read_at=WORKING_MOMENT)

    assert told(lambda: mark_read(by=person)) == []


def test_mark_done_and_back_tells_the_persons_pages(told: Callable[..., list[LiveChange]]) -> None:
    news = NotificationFactory()

    assert told(lambda: mark_done(by=news.person, news=[news.public_id])) == of(news.person)
    assert told(lambda: mark_done(by=news.person, news=[news.public_id], is_done=False)) == of(news.person)
    assert told(lambda: mark_done(by=news.person, news=[news.public_id], is_done=False)) == []


def test_news_put_away_while_a_page_did_not_listen_is_told_at_its_resync() -> None:
    earlier = WORKING_MOMENT - timedelta(hours=1)
    news = NotificationFactory(read_at=earlier)
    type(news).objects.update(created_at=earlier)

    mark_done(by=news.person, news=[news.public_id])

    assert changes_since(viewer=news.person, shown={"me": version_at(earlier)})["me"].version == NOW
