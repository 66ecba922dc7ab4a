"""A lead gives a late review more time: once, with a reason, within bounds."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from ideas.exceptions import Conflict, DomainError, InvalidValue, NotPermitted
from ideas.models import AuditEvent, ClockEntry, Department, Escalation, Event, Promise, Review, ReviewExtension, User
from ideas.news import NewsKind
from ideas.selectors.recipients import recipients_of
from ideas.selectors.reviews import actions_for, review_for
from ideas.services.extensions import extend_review
from ideas.services.reminders import send_reminders
from tests.factories import UserFactory, submitted_idea
from tests.factories.clocks import london, running_review
from tests.factories.escalations import EscalationFactory, ReviewExtensionFactory, lead_of
from tests.factories.ideas import author_of

pytestmark = pytest.mark.django_db

# The review runs from Monday 1 March 2027 for nine working days, until Friday 12 March; the decision is promised for 24 March.
WEDNESDAY = london(2027, 3, 17, 10)
LATEST = date(2027, 4, 1)  # nine working days later, Good Friday and Easter Monday are 26 and 29 March
REASON = "The lawyer who knows it is back on Monday."


@pytest.fixture
def review() -> Review:
    return running_review()


@pytest.fixture
def lead(review: Review) -> User:
    return lead_of(review)


def extended(review: Review, by: User, until: date = date(2027, 3, 22), reason: str = REASON) -> ReviewExtension:
    with time_machine.travel(WEDNESDAY, tick=False):
        return extend_review(review=review, by=by, until=until, reason=reason)


def assert_nothing_changed(review: Review) -> None:
    before = review.due_at
    review.refresh_from_db()
    assert review.due_at == before
    assert not ReviewExtension.objects.exists()
    assert not Event.objects.filter(type="review.extended").exists()
    assert not AuditEvent.objects.filter(action="review.extend").exists()


def test_extend_review_moves_its_date_to_closing_time_and_says_so(review: Review, lead: User) -> None:
    extension = extended(review, lead)

    review.refresh_from_db()
    entry = ClockEntry.objects.get(review=review, kind="extended")
    event = Event.objects.get(type="review.extended")
    assert (review.due_at, extension.until) == (london(2027, 3, 22, 17), london(2027, 3, 22, 17))
    assert (extension.was_due_at, extension.by, extension.reason) == (london(2027, 3, 12, 17), lead, REASON)
    assert (entry.working_days, entry.reason, entry.by) == (6, REASON, lead)
    assert AuditEvent.objects.get(action="review.extend").object_id == str(review.public_id)
    assert {(one.person_id, one.kind) for one in recipients_of(event=event)} == {
        (author_of(review.idea).pk, NewsKind.REVIEW_EXTENDED),
        (review.owner_id, NewsKind.REVIEW_EXTENDED),
    }


def test_extend_review_leaves_the_promise_where_it_is(review: Review, lead: User) -> None:
    extended(review, lead, until=LATEST)

    promise = Promise.objects.get(idea=review.idea)
    assert promise.due_at == london(2027, 3, 24, 17)
    assert not ClockEntry.objects.filter(promise=promise).exists()


def test_extend_review_begins_a_ladder_of_its_own(review: Review, lead: User) -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        send_reminders()
    extended(review, lead)

    with time_machine.travel(london(2027, 3, 22, 17, 1), tick=False):
        send_reminders()
    with time_machine.travel(london(2027, 3, 23, 17, 1), tick=False):
        send_reminders()

    anew = review.reminders.filter(on=date(2027, 3, 22)).exclude(kind="half")
    assert list(anew.order_by("id").values_list("kind", flat=True)) == ["due", "lead"]


def test_extend_review_twice_is_refused_whoever_holds_it(review: Review, lead: User) -> None:
    extended(review, lead)
    Review.objects.filter(pk=review.pk).update(due_at=london(2027, 3, 16, 17), owner=UserFactory())

    with pytest.raises(Conflict) as refused:
        extended(review, lead, until=date(2027, 3, 23))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewExtensionFactory(review=review)

    assert refused.value.error_code == "extended_before"
    assert ReviewExtension.objects.count() == 1


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (date(2027, 3, 17), "wrong_day"),
        (date(2027, 3, 12), "wrong_day"),
        (date(2027, 3, 20), "not_working_day"),
        (date(2027, 3, 26), "not_working_day"),
        (date(2027, 4, 2), "after_latest"),
    ],
)
def test_extend_review_until_a_day_that_does_not_fit_changes_nothing(
    review: Review, lead: User, until: date, code: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        extended(review, lead, until=until)

    assert [(one.field, one.code) for one in refused.value.problems] == [("until", code)]
    assert_nothing_changed(review)


def test_extend_review_without_a_reason_changes_nothing(review: Review, lead: User) -> None:
    with pytest.raises(InvalidValue) as refused:
        extended(review, lead, reason=" ")

    assert [one.field for one in refused.value.problems] == ["reason"]
    assert_nothing_changed(review)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"due_at": london(2027, 3, 18, 17)}, "not_due_yet"),
        ({"paused_at": london(2027, 3, 11, 12), "paused_for": "question"}, "clock_stands"),
        ({"state": "cancelled"}, "review_closed"),
        ({"round": 2}, "review_closed"),
    ],
)
def test_extend_review_that_needs_no_time_changes_nothing(
    review: Review, lead: User, fields: dict[str, Any], code: str
) -> None:
    Review.objects.filter(pk=review.pk).update(**fields)
    review.refresh_from_db()

    with pytest.raises(Conflict) as refused:
        extended(review, lead)

    assert refused.value.error_code == code
    assert_nothing_changed(review)


def test_extend_review_on_the_day_on_which_it_is_due_is_possible(review: Review, lead: User) -> None:
    Review.objects.filter(pk=review.pk).update(due_at=london(2027, 3, 17, 17))

    assert extended(review, lead).was_due_at == london(2027, 3, 17, 17)


def test_extend_review_by_somebody_who_does_not_lead_changes_nothing(review: Review) -> None:
    for person in (review.owner, author_of(review.idea), UserFactory()):
        with pytest.raises(NotPermitted) as refused:
            extended(review, person)
        assert refused.value.error_code == "not_lead"

    assert_nothing_changed(review)


def test_extend_review_by_a_lead_who_wrote_the_idea_changes_nothing() -> None:
    department = Department.objects.get(slug="finance")
    mine = running_review(department=department, idea=submitted_idea(stage="in_review"))
    lead = lead_of(mine)
    mine.idea.authors.update(person=lead)

    with pytest.raises(NotPermitted):
        extended(mine, lead)

    assert_nothing_changed(mine)


def test_extend_review_of_a_decided_idea_changes_nothing(review: Review, lead: User) -> None:
    type(review.idea).objects.filter(pk=review.idea_id).update(stage="withdrawn")

    with pytest.raises(DomainError) as refused:
        extended(review, lead)

    assert refused.value.error_code == "idea_closed"
    assert_nothing_changed(review)


def test_extend_review_ends_what_the_author_had_escalated_about_it(review: Review, lead: User) -> None:
    about = EscalationFactory(idea=review.idea)
    about.reviews.add(review)
    other = EscalationFactory()

    extended(review, lead)

    ended = Escalation.objects.get(pk=about.pk)
    assert (ended.ended_because, ended.ended_by, ended.climbs_at) == ("extended", lead, None)
    assert Escalation.objects.get(pk=other.pk).ended_at is None


def test_actions_for_a_lead_name_the_extension_from_the_due_day_on_and_once(review: Review, lead: User) -> None:
    def may_extend(moment: Any) -> bool:
        with time_machine.travel(moment, tick=False):
            return "extend" in actions_for(lead, review_for(viewer=lead, public_id=review.public_id))

    assert [may_extend(london(2027, 3, 11, 23)), may_extend(london(2027, 3, 12, 0, 5))] == [False, True]
    extended(review, lead)
    assert may_extend(london(2027, 3, 22, 12) + timedelta(days=2)) is False
