"""A person answers for a missed promise, and programme managers are asked until somebody does."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from ideas.exceptions import Conflict, DomainError, InvalidValue, NotPermitted
from ideas.models import Apology, AuditEvent, Event, Idea, Promise, Reminder, Triage, User
from ideas.news import NewsKind, NewsReason
from ideas.selectors.recipients import recipients_of
from ideas.services.apologies import apologise, remind_of_apologies
from tests.factories import ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.clocks import london
from tests.factories.escalations import ApologyFactory, missed_promise, working_day
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory, pool_member
from tests.factories.support import FollowFactory

pytestmark = pytest.mark.django_db

TEXT = "We waited for a lawyer and did not tell you."


@pytest.fixture
def manager() -> User:
    return grant_role(UserFactory(), "programme_manager")


def write(promise: Promise, by: User, *, new_on: date | None = None, text: str = TEXT) -> Apology:
    return apologise(promise=promise, by=by, text=text, new_on=new_on or working_day(3))


def assert_nothing_changed(promise: Promise) -> None:
    assert not Apology.objects.filter(promise=promise, text=TEXT).exists()
    assert not Event.objects.filter(type="promise.apologised").exists()
    assert not AuditEvent.objects.filter(action="promise.apologise").exists()


def test_apologise_tells_authors_and_decider_and_leaves_the_promise_broken(manager: User) -> None:
    decider = pool_member("business", role="lead").person
    promise = missed_promise()
    before = Promise.objects.filter(pk=promise.pk).values().get()

    apology = write(promise, manager)

    event = Event.objects.select_related("idea").get(type="promise.apologised")
    assert (apology.text, apology.new_on, apology.by) == (TEXT, working_day(3), manager)
    assert {(one.person_id, one.kind) for one in recipients_of(event=event)} == {
        (author_of(promise.idea).pk, NewsKind.APOLOGY_WRITTEN),
        (decider.pk, NewsKind.APOLOGY_WRITTEN),
    }
    assert Promise.objects.filter(pk=promise.pk).values().get() == before
    assert AuditEvent.objects.get(action="promise.apologise").object_id == promise.idea.ref


def test_apologise_for_a_decision_tells_followers_who_did_not_mute_it(manager: User) -> None:
    promise = missed_promise()
    follower = FollowFactory(idea=promise.idea).person
    FollowFactory(idea=promise.idea, level="muted")

    write(promise, manager)

    event = Event.objects.select_related("idea").get(type="promise.apologised")
    assert [(one.person_id, one.kind, one.reason) for one in recipients_of(event=event)][-1] == (
        follower.pk,
        NewsKind.DATE_RENEWED,
        NewsReason.FOLLOWER,
    )
    assert len(recipients_of(event=event)) == 2  # with the author


def test_apologise_for_a_first_response_tells_no_followers(manager: User) -> None:
    promise = first_response()
    FollowFactory(idea=promise.idea)

    write(promise, manager)

    event = Event.objects.select_related("idea").get(type="promise.apologised")
    assert NewsKind.DATE_RENEWED not in {one.kind for one in recipients_of(event=event)}


def test_apologise_by_the_decider_is_possible() -> None:
    decider = pool_member("business", role="lead").person

    assert write(missed_promise(), decider).by == decider


def first_response(**fields: Any) -> Promise:
    idea = submitted_idea(stage="triage")
    promise = missed_promise(idea, kind="first_response", **fields)
    Triage.objects.create(idea=idea, due_at=promise.due_at, calendar=promise.calendar, calendar_version=1)
    return promise


def test_apologise_for_a_first_response_is_open_to_triagers() -> None:
    triager = grant_role(UserFactory(), "triager")

    assert write(first_response(), triager).by == triager


def test_apologise_for_a_decision_is_not_open_to_triagers() -> None:
    promise = missed_promise()

    with pytest.raises(NotPermitted) as refused:
        write(promise, grant_role(UserFactory(), "triager"))

    assert refused.value.error_code == "not_answerable"
    assert_nothing_changed(promise)


def test_apologise_by_an_author_who_manages_the_programme_changes_nothing(manager: User) -> None:
    promise = missed_promise()
    promise.idea.authors.update(person=manager)

    with pytest.raises(NotPermitted):
        write(promise, manager)

    assert_nothing_changed(promise)


@pytest.mark.parametrize(
    "fields",
    [
        {"broken_at": None},
        {"kept_at": timezone.now()},
        {"paused_at": timezone.now()},
        {"due_at": timezone.now() + timedelta(days=2)},
    ],
    ids=["not missed", "kept since", "waits for the author", "moved on"],
)
def test_apologise_for_a_promise_that_owes_nothing_changes_nothing(manager: User, fields: dict[str, Any]) -> None:
    promise = missed_promise(**fields)

    with pytest.raises(Conflict) as refused:
        write(promise, manager)

    assert refused.value.error_code == "promise_not_missed"
    assert_nothing_changed(promise)


def test_apologise_for_a_first_response_after_a_department_answered_changes_nothing(manager: User) -> None:
    promise = first_response()
    ReviewFactory(idea=promise.idea, submitted=True)

    with pytest.raises(Conflict) as refused:
        write(promise, manager)

    assert refused.value.error_code == "promise_not_missed"


def test_apologise_while_a_day_is_to_come_changes_nothing(manager: User) -> None:
    promise = missed_promise()
    ApologyFactory(promise=promise, text="Sorry.")

    with pytest.raises(Conflict) as refused:
        write(promise, manager)

    assert refused.value.error_code == "apology_stands"
    assert_nothing_changed(promise)


def test_apologise_again_when_the_new_day_has_passed_is_possible(manager: User) -> None:
    promise = missed_promise()
    ApologyFactory(promise=promise, new_on=timezone.localdate() - timedelta(days=1))

    write(promise, manager)

    assert promise.apologies.count() == 2


def test_apology_for_a_promise_and_a_date_is_one() -> None:
    apology = ApologyFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        ApologyFactory(promise=apology.promise, new_on=apology.new_on)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2027, 3, 17), "wrong_day"),
        (date(2027, 3, 20), "not_working_day"),
        (date(2027, 4, 6), "after_latest"),
    ],
)
def test_apologise_naming_a_day_that_does_not_fit_changes_nothing(manager: User, day: date, code: str) -> None:
    promise = missed_promise(due_at=london(2027, 3, 16, 17), broken_at=london(2027, 3, 16, 17))

    with time_machine.travel(london(2027, 3, 17, 10), tick=False), pytest.raises(InvalidValue) as refused:
        write(promise, manager, new_on=day)

    assert [(one.field, one.code) for one in refused.value.problems] == [("new_on", code)]
    assert_nothing_changed(promise)


def test_apologise_without_words_changes_nothing(manager: User) -> None:
    promise = missed_promise()

    with pytest.raises(InvalidValue) as refused:
        write(promise, manager, text=" ")

    assert [one.field for one in refused.value.problems] == ["text"]
    assert not Apology.objects.exists()


def test_apologise_for_a_decided_idea_changes_nothing(manager: User) -> None:
    promise = missed_promise()
    Idea.objects.filter(pk=promise.idea_id).update(stage="withdrawn", next_answer_at=None)

    with pytest.raises(DomainError) as refused:
        write(promise, manager)

    assert refused.value.error_code == "idea_closed"
    assert_nothing_changed(promise)


def test_remind_of_apologies_leaves_out_what_is_decided_and_not_told(manager: User) -> None:
    idea = submitted_idea(stage="ready_for_decision")
    missed_promise(idea, due_at=london(2027, 3, 16, 17), broken_at=london(2027, 3, 16, 17))
    DecisionFactory(idea=idea)

    with time_machine.travel(london(2027, 3, 17, 10), tick=False):
        assert remind_of_apologies() == 0


WEDNESDAY, THURSDAY, SATURDAY = london(2027, 3, 17, 10), london(2027, 3, 18, 10), london(2027, 3, 20, 10)


def test_remind_of_apologies_asks_once_each_working_day_until_somebody_writes(manager: User) -> None:
    promise = missed_promise(due_at=london(2027, 3, 16, 17), broken_at=london(2027, 3, 16, 17))
    told = []
    for moment in (WEDNESDAY, WEDNESDAY, THURSDAY, SATURDAY):
        with time_machine.travel(moment, tick=False):
            told.append(remind_of_apologies())

    event = Event.objects.filter(type="promise.apology_owed").select_related("idea").latest("id")
    with time_machine.travel(THURSDAY, tick=False):
        assert [(one.person_id, one.kind) for one in recipients_of(event=event)] == [
            (manager.pk, NewsKind.PROMISE_MISSED)
        ]
        write(promise, manager, new_on=date(2027, 3, 22))
        assert list(recipients_of(event=event)) == []
    with time_machine.travel(london(2027, 3, 19, 10), tick=False):
        told.append(remind_of_apologies())
    with time_machine.travel(london(2027, 3, 23, 10), tick=False):
        told.append(remind_of_apologies())

    assert told == [1, 0, 1, 0, 0, 1]
    assert Reminder.objects.filter(promise=promise, kind="missed").count() == 3
