"""Who is told what, and when mail is due."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.exceptions import InvalidValue
from ideas.models import (
    Absence,
    CommentMention,
    Delivery,
    Follow,
    IdeaAuthor,
    Notification,
    Preference,
    Review,
    User,
    Vote,
)
from ideas.services.notifications import mark_done, mark_read, save_mail_choices, stop_mail, tell_people_of
from tests.factories import MembershipFactory, ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.news import WORKING_MOMENT, NotificationFactory, comment_on, event_about, sealed_endpoint
from tests.factories.reviews import DecisionFactory, pool_member
from tests.one_by_one import tell_people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _working_hours() -> Iterator[None]:
    with time_machine.travel(WORKING_MOMENT, tick=False):
        yield


def told(event: Any) -> set[tuple[int, str, str]]:
    """Run the event and return who heard of it: person, kind, way of mail."""
    tell_people(event_id=event.pk)
    rows = Notification.objects.filter(event=event)
    return set(rows.values_list("person_id", "kind", "mail_state"))


def mails() -> list[Delivery]:
    return list(Delivery.objects.filter(consumer="email").order_by("id"))


def test_tell_people_of_submitted_idea_gives_its_author_a_receipt() -> None:
    idea = submitted_idea()
    author = author_of(idea)
    colleague = UserFactory()
    IdeaAuthor.objects.create(idea=idea, person=colleague, kind="co_author")

    heard = told(event_about(idea, "idea.submitted", actor=author))

    assert heard == {(author.pk, "idea_received", "now"), (colleague.pk, "named_author", "now")}


def test_tell_people_twice_adds_nothing() -> None:
    review = ReviewFactory(assigned=True)
    event = event_about(review.idea, "review.assigned", review_id=review.pk)

    tell_people(event_id=event.pk)
    tell_people(event_id=event.pk)

    assert Notification.objects.count() == 1
    assert [(one.target_id, one.state) for one in mails()] == [(Notification.objects.get().pk, "pending")]


def test_tell_people_of_assignment_tells_its_owner_even_where_they_muted_the_idea() -> None:
    review = ReviewFactory(assigned=True)
    Follow.objects.create(idea=review.idea, person=review.owner, level="muted")

    heard = told(event_about(review.idea, "review.assigned", review_id=review.pk))

    assert heard == {(review.owner.pk, "review_assigned", "now")}


def test_tell_people_of_assignment_that_was_taken_back_tells_nobody() -> None:
    review = ReviewFactory(assigned=True, state=Review.State.CANCELLED)

    assert told(event_about(review.idea, "review.assigned", review_id=review.pk)) == set()


def test_tell_people_of_unassignable_review_tells_lead_and_deputy() -> None:
    review = ReviewFactory()
    lead = MembershipFactory(department=review.department, lead=True).person
    deputy = MembershipFactory(department=review.department, deputy=True).person
    MembershipFactory(department=review.department)

    heard = told(event_about(review.idea, "review.unassignable", review_id=review.pk))

    assert heard == {(lead.pk, "review_unassignable", "now"), (deputy.pk, "review_unassignable", "now")}


def test_tell_people_of_first_answer_tells_the_author_at_once_and_followers_later() -> None:
    review = ReviewFactory(submitted=True)
    follower = UserFactory()
    Follow.objects.create(idea=review.idea, person=follower)

    heard = told(event_about(review.idea, "review.submitted", actor=review.owner, review_id=review.pk))

    assert heard == {
        (author_of(review.idea).pk, "first_response", "now"),
        (follower.pk, "review_answered", "digest"),
    }


def test_tell_people_of_a_later_answer_tells_the_author_in_the_digest() -> None:
    idea = submitted_idea()
    ReviewFactory(idea=idea, submitted=True, submitted_at=timezone.now() - timedelta(days=1))
    second = ReviewFactory(idea=idea, submitted=True)

    heard = told(event_about(idea, "review.submitted", review_id=second.pk))

    assert heard == {(author_of(idea).pk, "review_answered", "digest")}


def test_tell_people_of_ready_idea_tells_its_decider() -> None:
    lead = pool_member("business", lead=True).person
    idea = submitted_idea(stage="ready_for_decision")

    assert told(event_about(idea, "idea.ready_for_decision", round=1)) == {(lead.pk, "decision_needed", "now")}


def test_tell_people_of_decision_tells_the_author_before_everybody() -> None:
    decision = DecisionFactory()
    Follow.objects.create(idea=decision.idea, person=UserFactory())

    heard = told(event_about(decision.idea, "decision.made", actor=decision.decided_by, decision_id=decision.pk))

    assert heard == {(author_of(decision.idea).pk, "decision_made", "now")}


def test_tell_people_of_announcement_tells_everybody_but_the_author_and_who_muted_it() -> None:
    decision = DecisionFactory(announced=True)
    follower, voter, silent = UserFactory(), UserFactory(), UserFactory()
    Follow.objects.create(idea=decision.idea, person=follower)
    Follow.objects.create(idea=decision.idea, person=silent, level="muted")
    for person in (voter, silent):
        Vote.objects.create(idea=decision.idea, voter=person)

    heard = told(event_about(decision.idea, "decision.announced", decision_id=decision.pk))

    assert heard == {(follower.pk, "decision_announced", "digest"), (voter.pk, "decision_announced", "digest")}


def test_tell_people_of_comment_tells_each_once_with_the_strongest_reason() -> None:
    idea = submitted_idea()
    asker, helper = UserFactory(), UserFactory()
    parent = comment_on(idea, author=asker)
    comment = comment_on(idea, author=helper, parent=parent)
    CommentMention.objects.create(comment=comment, person=author_of(idea))
    for person in (asker, helper):
        Follow.objects.create(idea=idea, person=person)

    heard = told(event_about(idea, "comment.posted", actor=helper, comment_id=comment.pk))

    assert heard == {(author_of(idea).pk, "comment_mention", "now"), (asker.pk, "comment_reply", "digest")}


def test_tell_people_of_hidden_comment_tells_nobody() -> None:
    idea = submitted_idea()
    comment = comment_on(idea, deleted_at=timezone.now())

    assert told(event_about(idea, "comment.posted", comment_id=comment.pk)) == set()


def test_tell_people_of_reported_comment_tells_triagers() -> None:
    triager = grant_role(UserFactory(), "triager")
    idea = submitted_idea()
    comment = comment_on(idea)

    heard = told(event_about(idea, "comment.reported", actor=UserFactory(), comment_id=comment.pk))

    assert heard == {(triager.pk, "comment_reported", "now")}


def test_tell_people_leaves_out_who_may_not_see_the_idea() -> None:
    idea = submitted_idea(visibility="confidential")
    outsider = UserFactory()
    Follow.objects.create(idea=idea, person=outsider)
    comment = comment_on(idea)

    heard = told(event_about(idea, "comment.posted", actor=comment.author, comment_id=comment.pk))

    assert heard == {(author_of(idea).pk, "comment_posted", "digest")}


def test_tell_people_leaves_out_who_left() -> None:
    idea = submitted_idea()
    User.objects.filter(pk=author_of(idea).pk).update(is_active=False)
    comment = comment_on(idea)

    assert told(event_about(idea, "comment.posted", comment_id=comment.pk)) == set()


def test_tell_people_follows_the_choice_of_each_person() -> None:
    review = ReviewFactory(assigned=True)
    Preference.objects.create(person=review.owner, kind="review_assigned", mail="off")

    heard = told(event_about(review.idea, "review.assigned", review_id=review.pk))

    assert heard == {(review.owner.pk, "review_assigned", "none")}
    assert mails() == []


def test_tell_people_of_stopped_endpoint_tells_its_owner_and_administrators() -> None:
    owner, other = UserFactory(), grant_role(UserFactory(), "administrator")
    endpoint = sealed_endpoint(address="https://hooks.example.org/x", made_by=owner)

    heard = told(event_about(None, "endpoint.stopped", endpoint_id=endpoint.pk))

    assert heard == {(owner.pk, "endpoint_stopped", "now"), (other.pk, "endpoint_stopped", "now")}


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime(2026, 11, 25, 7, 59, tzinfo=UTC), datetime(2026, 11, 25, 8, 0, tzinfo=UTC)),
        (datetime(2026, 11, 25, 18, 0, tzinfo=UTC), datetime(2026, 11, 26, 8, 0, tzinfo=UTC)),
        (datetime(2026, 11, 27, 18, 30, tzinfo=UTC), datetime(2026, 11, 30, 8, 0, tzinfo=UTC)),
        # Christmas Day is a Friday, and the Monday after it stands for Boxing Day.
        (datetime(2026, 12, 24, 18, 30, tzinfo=UTC), datetime(2026, 12, 29, 8, 0, tzinfo=UTC)),
    ],
)
def test_tell_people_outside_working_hours_holds_the_mail(moment: datetime, due: datetime) -> None:
    review = ReviewFactory(assigned=True)
    event = event_about(review.idea, "review.assigned", review_id=review.pk)

    with time_machine.travel(moment, tick=False):
        tell_people(event_id=event.pk)

    assert [one.due_at for one in mails()] == [due]


def test_tell_people_just_before_the_evening_before_a_holiday_sends_at_once() -> None:
    review = ReviewFactory(assigned=True)
    event = event_about(review.idea, "review.assigned", review_id=review.pk)

    with time_machine.travel(datetime(2026, 12, 24, 17, 59, tzinfo=UTC), tick=False):
        tell_people(event_id=event.pk)

    assert list(Delivery.objects.due()) == mails() != []


def test_tell_people_leaves_news_of_an_absence_to_the_digest() -> None:
    review = ReviewFactory(assigned=True)
    Absence.objects.create(person=review.owner, from_on=date(2026, 11, 23), to_on=date(2026, 11, 27))
    event = event_about(review.idea, "review.assigned", review_id=review.pk)

    tell_people(event_id=event.pk)
    tell_people(event_id=event.pk)

    assert mails() == []
    assert list(Notification.objects.values_list("person_id", "mail_state")) == [(review.owner.pk, "digest")]


def test_tell_people_who_are_away_mails_at_once_who_wants_it_at_any_hour() -> None:
    review = ReviewFactory(assigned=True)
    User.objects.filter(pk=review.owner.pk).update(quiet_hours=False)
    Absence.objects.create(person=review.owner, from_on=date(2026, 11, 23), to_on=date(2026, 11, 27))

    tell_people(event_id=event_about(review.idea, "review.assigned", review_id=review.pk).pk)

    assert list(Delivery.objects.due()) == mails() != []


def test_tell_people_at_night_mails_at_once_who_wants_it() -> None:
    review = ReviewFactory(assigned=True)
    User.objects.filter(pk=review.owner.pk).update(quiet_hours=False)
    event = event_about(review.idea, "review.assigned", review_id=review.pk)

    with time_machine.travel(datetime(2026, 11, 28, 23, 0, tzinfo=UTC), tick=False):
        tell_people(event_id=event.pk)

    assert list(Delivery.objects.due()) == mails() != []


def test_mark_read_of_some_leaves_the_rest_and_others() -> None:
    person = UserFactory()
    read, unread = NotificationFactory(person=person), NotificationFactory(person=person)
    foreign = NotificationFactory()

    changed = mark_read(by=person, news=[read.public_id, foreign.public_id])

    assert changed == 1
    assert list(Notification.objects.filter(read_at__isnull=True).order_by("id")) == [unread, foreign]


def test_mark_done_puts_away_and_back() -> None:
    news = NotificationFactory()

    mark_done(by=news.person, news=[news.public_id])
    news.refresh_from_db()
    put_away = (news.done_at, news.read_at)
    mark_done(by=news.person, news=[news.public_id], is_done=False)
    news.refresh_from_db()

    assert put_away == (WORKING_MOMENT, WORKING_MOMENT)
    assert news.done_at is None


def test_save_mail_choices_with_unknown_kind_keeps_nothing() -> None:
    person = UserFactory()

    with pytest.raises(InvalidValue) as refused:
        save_mail_choices(person=person, choices={"review_assigned": "off", "rain": "now"})

    assert [(one.field, one.code) for one in refused.value.problems] == [("rain", "unknown_kind")]
    assert not Preference.objects.exists()


def test_save_mail_choices_again_changes_them() -> None:
    person = UserFactory()
    save_mail_choices(person=person, choices={"comment_mention": "off"})

    save_mail_choices(person=person, choices={"comment_mention": "digest"}, quiet_hours=False)

    assert Preference.objects.get().mail == "digest"
    assert User.objects.get(pk=person.pk).quiet_hours is False


def test_stop_mail_of_the_digest_stops_all_that_comes_once_a_day() -> None:
    person = UserFactory()
    Preference.objects.create(person=person, kind="comment_mention", mail="digest")

    stopped = stop_mail(person_public_id=person.public_id, kinds=["digest"])

    assert "comment_mention" in stopped
    assert "decision_made" not in stopped
    assert set(Preference.objects.filter(person=person).values_list("mail", flat=True)) == {"off"}


def test_tell_people_of_many_tells_what_each_would_have_told_at_the_cost_of_one() -> None:
    ideas = [submitted_idea() for _each in range(3)]
    reviews = [ReviewFactory(idea=idea, assigned=True) for idea in ideas]
    events = [
        *(event_about(idea, "idea.submitted") for idea in ideas),
        *(event_about(review.idea, "review.assigned", review_id=review.pk) for review in reviews),
    ]
    with CaptureQueriesContext(connection) as of_two:
        tell_people_of(event_ids=[events[0].pk, events[3].pk])

    with CaptureQueriesContext(connection) as of_four:
        count = tell_people_of(event_ids=[event.pk for event in (events[1], events[2], events[4], events[5])])

    assert (count, len(of_four)) == (4, len(of_two))
    news = Notification.objects.order_by("event_id").values_list("event_id", "person_id", "kind", "mail_state")
    assert list(news) == [
        *((event.pk, author_of(idea).pk, "idea_received", "now") for event, idea in zip(events, ideas, strict=False)),
        *((event.pk, one.owner_id, "review_assigned", "now") for event, one in zip(events[3:], reviews, strict=True)),
    ]
    assert len(mails()) == 6
