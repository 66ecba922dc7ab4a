"""Several workers that send mail at the same time."""

from functools import partial

import pytest
import time_machine
from django.core import mail

from ideas.models import Delivery, Digest, Notification
from ideas.news import MAX_OWN_MAILS_A_DAY
from ideas.services.digests import open_digests
from tests.at_once import at_once
from tests.factories import UserFactory
from tests.factories.news import WORKING_MOMENT, NotificationFactory
from tests.factories.outbox import EventFactory
from workers.execution import run_delivery

pytestmark = pytest.mark.django_db(transaction=True)


def mail_of(news: Notification) -> int:
    return Delivery.objects.create(event=EventFactory(), consumer="email", target_id=news.pk).pk


def test_mails_sent_at_once_do_not_pass_the_daily_limit_together() -> None:
    person = UserFactory()
    deliveries = [mail_of(NotificationFactory(person=person)) for _number in range(MAX_OWN_MAILS_A_DAY + 3)]

    with time_machine.travel(WORKING_MOMENT, tick=True):
        at_once(*(partial(run_delivery, pk) for pk in deliveries))

    assert len(mail.outbox) == MAX_OWN_MAILS_A_DAY
    assert Notification.objects.filter(mail_state="digest").count() == 3


def test_news_of_one_idea_sent_at_once_becomes_one_mail() -> None:
    first = NotificationFactory()
    others = [NotificationFactory(person=first.person, idea=first.idea) for _number in range(3)]
    deliveries = [mail_of(news) for news in (first, *others)]

    with time_machine.travel(WORKING_MOMENT, tick=True):
        at_once(*(partial(run_delivery, pk) for pk in deliveries))

    assert len(mail.outbox) == 1
    assert set(Notification.objects.values_list("mail_state", flat=True)) == {"sent"}


def test_digests_opened_at_once_are_one() -> None:
    news = NotificationFactory(mail_state="digest")
    Notification.objects.filter(pk=news.pk).update(created_at="2026-11-24T09:00Z")

    at_once(*(lambda: open_digests(now=WORKING_MOMENT) for _number in range(4)))

    assert Digest.objects.count() == 1
    assert Delivery.objects.filter(consumer="email").count() == 1
