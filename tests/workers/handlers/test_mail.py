"""Mails as a worker sends them: once, within limits, in the right words."""

import smtplib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from ideas import outbox
from ideas.events import DigestDue
from ideas.exceptions import NotFound
from ideas.models import Absence, Delivery, Digest, Follow, Notification, Organisation, User
from ideas.news import MAX_OWN_MAILS_A_DAY
from ideas.services.digests import open_digests, open_digests_early
from ideas.stop_links import read_stop_token
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.news import WORKING_MOMENT, NotificationFactory, comment_on, event_about
from tests.factories.outbox import EventFactory
from tests.factories.reviews import DecisionFactory
from tests.one_by_one import tell_people
from workers.execution import run_delivery

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2026, 11, 29, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _working_hours(settings: Any) -> Iterator[None]:
    settings.PUBLIC_URL = "https://ideas.example.org"
    with time_machine.travel(WORKING_MOMENT, tick=False):
        yield


def deliver(news: Notification) -> Delivery:
    """Run the mail of `news` and return its delivery as it is then."""
    delivery = Delivery.objects.create(event=EventFactory(), consumer="email", target_id=news.pk)
    run_delivery(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def state_of(news: Notification) -> str:
    news.refresh_from_db()
    return news.mail_state


def test_email_of_assigned_review_says_what_and_why_and_by_when() -> None:
    review = ReviewFactory(assigned=True, idea=submitted_idea(title="Second key"))
    tell_people(event_id=event_about(review.idea, "review.assigned", review_id=review.pk).pk)

    run_delivery(Delivery.objects.get(consumer="email").pk)

    sent = mail.outbox[0]
    assert sent.subject == f"Review needed from {review.department.name}: “Second key”"
    assert sent.to == [review.owner.email]
    assert "Asked because: Every idea has a business owner who answers for it." in sent.body
    assert "You get this because you review it for your department." in sent.body
    assert f"https://ideas.example.org/reviews/{review.public_id}/" in sent.body
    html = str(sent.alternatives[0][0])
    assert "“Second key”" in html
    assert "<style" not in html
    assert state_of(Notification.objects.get()) == "sent"


def test_email_carries_the_headers_of_lists_and_threads() -> None:
    news = NotificationFactory()

    deliver(news)

    headers = mail.outbox[0].extra_headers
    stop = headers["List-Unsubscribe"]
    assert headers["Message-ID"] == f"<news.{news.public_id}@ideas.example.org>"
    assert headers["References"] == headers["In-Reply-To"] == f"<idea.{news.idea.ref}@ideas.example.org>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"
    request = read_stop_token(stop.removesuffix("/>").rsplit("/", 1)[1])
    assert request is not None
    assert (request.person_public_id, request.kinds) == (news.person.public_id, ["comment_mention"])


def test_email_about_confidential_idea_holds_nothing_of_its_text() -> None:
    idea = submitted_idea(visibility="confidential", title="CANARY-title", proposal="CANARY-text")
    decision = DecisionFactory(idea=idea, explanation="CANARY-reason, told in forty characters or more.")
    news = NotificationFactory(person=author_of(idea), idea=idea, decision=decision, kind="decision_made")

    deliver(news)

    assert "CANARY" not in str(mail.outbox[0].message())
    assert mail.outbox[0].subject == f"There is a decision on a confidential idea ({idea.ref})"


def test_email_about_comment_does_not_betray_a_hidden_author() -> None:
    idea = submitted_idea(author_shown=False)
    comment = comment_on(idea, author=author_of(idea))
    news = NotificationFactory(idea=idea, comment=comment)

    deliver(news)

    assert author_of(idea).name not in str(mail.outbox[0].message())
    assert mail.outbox[0].subject == f"The author mentions you on “{idea.title}”"


def test_email_to_somebody_who_lost_the_right_is_dropped() -> None:
    news = NotificationFactory(idea=submitted_idea(visibility="confidential"))

    delivery = deliver(news)

    assert (delivery.state, state_of(news), mail.outbox) == ("cancelled", "skipped", [])


def test_email_to_somebody_who_muted_the_idea_meanwhile_is_dropped() -> None:
    news = NotificationFactory()
    Follow.objects.create(idea=news.idea, person=news.person, level="muted")

    delivery = deliver(news)

    assert (delivery.state, state_of(news), mail.outbox) == ("cancelled", "skipped", [])


def test_email_outside_working_hours_waits_without_spending_a_try() -> None:
    news = NotificationFactory()

    with time_machine.travel(datetime(2026, 11, 25, 19, 0, tzinfo=UTC), tick=False):
        delivery = deliver(news)

    assert (delivery.state, delivery.attempts, mail.outbox) == ("pending", 0, [])


def test_email_tells_everything_that_waits_about_the_same_idea_at_once() -> None:
    first = NotificationFactory()
    second = NotificationFactory(person=first.person, idea=first.idea, comment=comment_on(first.idea))

    deliver(first)
    later = deliver(second)

    assert len(mail.outbox) == 1
    assert (state_of(first), state_of(second), later.state) == ("sent", "sent", "cancelled")


def test_email_about_the_same_idea_within_ten_minutes_waits() -> None:
    earlier = timezone.now() - timedelta(minutes=4)
    first = NotificationFactory(mail_state="sent", mailed_at=earlier)
    second = NotificationFactory(person=first.person, idea=first.idea)

    delivery = deliver(second)

    assert (delivery.state, delivery.attempts, mail.outbox) == ("pending", 0, [])


def test_email_beyond_five_a_day_goes_into_the_digest() -> None:
    person = UserFactory()
    for minute in range(MAX_OWN_MAILS_A_DAY):
        moment = timezone.now() - timedelta(hours=1, minutes=minute)
        NotificationFactory(person=person, mail_state="sent", mailed_at=moment)
    sixth = NotificationFactory(person=person)

    delivery = deliver(sixth)

    assert (delivery.state, state_of(sixth), mail.outbox) == ("cancelled", "digest", [])


def test_email_of_yesterday_does_not_count_for_today() -> None:
    person = UserFactory()
    for minute in range(MAX_OWN_MAILS_A_DAY):
        moment = timezone.now() - timedelta(days=1, minutes=minute)
        NotificationFactory(person=person, mail_state="sent", mailed_at=moment)

    deliver(NotificationFactory(person=person))

    assert len(mail.outbox) == 1


def test_storm_of_news_reaches_nobody_more_than_five_times_and_loses_none() -> None:
    person = UserFactory()
    for _number in range(12):
        deliver(NotificationFactory(person=person))

    assert len(mail.outbox) == MAX_OWN_MAILS_A_DAY
    states = list(Notification.objects.order_by("id").values_list("mail_state", flat=True))
    assert states == ["sent"] * 5 + ["digest"] * 7


class _Refusing:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def __call__(self, *_arguments: Any, **_options: Any) -> int:
        raise self.error


@pytest.mark.parametrize(
    ("error", "state", "mail_state"),
    [
        (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no")}), "dead", "skipped"),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (450, b"later")}), "pending", "now"),
        (smtplib.SMTPDataError(554, b"spam"), "dead", "skipped"),
        (smtplib.SMTPAuthenticationError(535, b"who?"), "pending", "now"),
        (ConnectionRefusedError(), "pending", "now"),
        (TimeoutError(), "pending", "now"),
    ],
)
def test_email_that_is_not_taken_is_tried_again_or_given_up(
    monkeypatch: pytest.MonkeyPatch, error: Exception, state: str, mail_state: str
) -> None:
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", _Refusing(error))
    news = NotificationFactory()

    delivery = deliver(news)

    assert (delivery.state, state_of(news), news.mailed_at) == (state, mail_state, None)


def test_email_started_by_a_process_that_ended_is_sent_by_the_next() -> None:
    news = NotificationFactory(mailed_at=timezone.now() - timedelta(minutes=3))

    delivery = deliver(news)

    assert (delivery.state, state_of(news), len(mail.outbox)) == ("done", "sent", 1)


def test_email_of_an_idea_whose_mail_is_on_its_way_waits_for_how_that_ends() -> None:
    started = timezone.now() - timedelta(seconds=5)
    first = NotificationFactory(mailed_at=started)
    second = NotificationFactory(person=first.person, idea=first.idea)

    delivery = deliver(second)

    assert (delivery.state, mail.outbox) == ("pending", [])


def digest_news(person: User, **fields: Any) -> Notification:
    given = {"mail_state": "digest", "kind": "comment_posted", "reason": "follower"}
    news: Notification = NotificationFactory(person=person, **(given | fields))
    Notification.objects.filter(pk=news.pk).update(created_at=timezone.now() - timedelta(days=1))
    return news


def run_digests() -> None:
    for pk in Delivery.objects.filter(consumer="email", state="pending").values_list("pk", flat=True):
        run_delivery(pk)


def test_digest_tells_everything_once() -> None:
    person = UserFactory()
    news = [digest_news(person), digest_news(person)]

    opened = [open_digests(), open_digests()]
    run_digests()

    assert opened == [1, 0]
    assert [sent.subject for sent in mail.outbox] == ["2 pieces of news on ideas"]
    assert mail.outbox[0].extra_headers["Precedence"] == "bulk"
    assert [state_of(one) for one in news] == ["sent", "sent"]
    assert Digest.objects.get().notification_count == 2


def test_digest_on_return_tells_everything_of_the_time_away_once() -> None:
    with time_machine.travel(datetime(2026, 11, 24, 11, 0, tzinfo=UTC), tick=False):
        person = UserFactory()
        Absence.objects.create(person=person, from_on=date(2026, 11, 23), to_on=date(2026, 11, 25))
        news = [NotificationFactory(person=person), NotificationFactory(person=person)]
        Notification.objects.filter(person=person).update(created_at=timezone.now())
        for one in news:
            deliver(one)
    away = (
        [state_of(one) for one in news],
        len(mail.outbox),
        open_digests(now=datetime(2026, 11, 25, 9, 0, tzinfo=UTC)),
    )

    with time_machine.travel(datetime(2026, 11, 26, 9, 0, tzinfo=UTC), tick=False):
        opened = [open_digests(), open_digests()]
        run_digests()

    assert away == (["digest", "digest"], 0, 0)
    assert opened == [1, 0]
    assert [sent.subject for sent in mail.outbox] == ["2 pieces of news on ideas"]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 25, 8, 29, tzinfo=UTC),
        datetime(2026, 11, 28, 9, 0, tzinfo=UTC),
        datetime(2026, 12, 25, 9, 0, tzinfo=UTC),
    ],
    ids=["before half past eight", "saturday", "holiday"],
)
def test_digest_waits_for_half_past_eight_of_a_working_day(moment: datetime) -> None:
    digest_news(UserFactory())

    assert open_digests(now=moment) == 0


def test_digest_comes_at_half_past_eight_of_the_persons_own_clock() -> None:
    digest_news(UserFactory(time_zone="America/New_York"))

    assert open_digests(now=datetime(2026, 11, 25, 13, 29, tzinfo=UTC)) == 0
    assert open_digests(now=datetime(2026, 11, 25, 13, 30, tzinfo=UTC)) == 1


def test_digest_does_not_begin_for_news_of_the_same_day() -> None:
    NotificationFactory(mail_state="digest")
    Notification.objects.update(created_at=WORKING_MOMENT - timedelta(hours=1))

    assert open_digests() == 0


def test_digests_of_the_demo_are_sent_early_and_again_with_what_came_since() -> None:
    Organisation.objects.update(is_demo=True)
    person = UserFactory()
    with time_machine.travel(SUNDAY, tick=False):
        NotificationFactory(person=person, mail_state="digest")
        opened = [open_digests_early(), open_digests_early()]
        run_digests()
        nothing_new = open_digests_early()
        NotificationFactory(person=person, mail_state="digest")
        opened_again = open_digests_early()
        run_digests()

    assert (opened, nothing_new, opened_again) == ([1, 0], 0, 1)
    assert [sent.subject for sent in mail.outbox] == ["One piece of news on ideas"] * 2


def test_digests_of_the_demo_leave_whoever_is_away_alone() -> None:
    Organisation.objects.update(is_demo=True)
    person = UserFactory()
    Absence.objects.create(person=person, from_on=SUNDAY.date(), to_on=SUNDAY.date())
    NotificationFactory(person=person, mail_state="digest")

    with time_machine.travel(SUNDAY, tick=False):
        opened = open_digests_early()

    assert (opened, Digest.objects.exists()) == (0, False)


def test_digests_of_a_real_organisation_are_never_sent_early() -> None:
    news = digest_news(UserFactory())

    with pytest.raises(NotFound):
        open_digests_early()

    assert (state_of(news), Digest.objects.exists(), Delivery.objects.exists()) == ("digest", False, False)


def test_digest_leaves_out_what_may_not_be_seen_any_more() -> None:
    person = UserFactory()
    hidden = digest_news(person, idea=submitted_idea(visibility="confidential", title="CANARY"))
    shown = digest_news(person)
    open_digests()

    run_digests()

    assert "CANARY" not in str(mail.outbox[0].message())
    assert (state_of(hidden), state_of(shown)) == ("skipped", "sent")


def test_digest_without_anything_left_is_not_sent() -> None:
    digest_news(UserFactory(), idea=submitted_idea(visibility="confidential"))
    open_digests()

    run_digests()

    assert mail.outbox == []
    assert Delivery.objects.get().state == "cancelled"


def test_email_without_notification_or_digest_fails() -> None:
    delivery = Delivery.objects.create(event=EventFactory(), consumer="email")

    with pytest.raises(TypeError):
        run_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == "pending"


def test_digest_due_event_makes_one_mail_delivery() -> None:
    outbox.record(DigestDue(digest_id=1))

    assert list(Delivery.objects.values_list("consumer", "target_id")) == [("email", 0)]
